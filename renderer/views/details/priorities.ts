// What is wanted of a torrent's files, as it will be once the engine has taken the last change. Files of which
// something would be lost are skipped only after the user said what becomes of it; everything else happens at once.

import { useState } from 'react'
import type { AtStake } from '../../../app/ipc/contract.ts'
import type { FilesDetails, Priority } from '../../../app/torrent/details.ts'
import { withPriority } from '../../../app/torrent/file-tree.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { useLatest } from '../../components/latest.ts'
import { act } from '../../state/api.ts'
import { priorityChanges } from './priority-changes.ts'

export interface Skipping {
  readonly files: readonly number[]
  readonly stake: AtStake
}

interface Priorities {
  readonly priorities: Uint8Array
  /** Files that wait to be skipped. */
  readonly skipping: Skipping | null
  change(next: Uint8Array): void
  /** `keep`: what is there of those that lose something stays. */
  skip(keep: boolean): void
  cancel(): void
}

export const usePriorities = (id: TorrentId, details: FilesDetails): Priorities => {
  const [ahead, setAhead] = useState<{ readonly of: FilesDetails; readonly priorities: Uint8Array } | null>(null)
  const [skipping, setSkipping] = useState<Skipping | null>(null)
  const priorities = ahead?.of === details ? ahead.priorities : details.priority
  const latest = useLatest(details)
  const send = (files: readonly number[], priority: Priority, keep = false): void => {
    if (files.length === 0) return
    const of = latest.current
    setAhead((now) => {
      const before = now?.of === of ? now.priorities : of.priority
      return { of, priorities: withPriority(before, files, priority) }
    })
    void act('torrents.setPriorities', { id, files: [...files], priority, ...(keep && { keep }) })
  }
  const trySkip = async (files: readonly number[]): Promise<void> => {
    const asked = await act('torrents.atStake', { id, files: [...files] })
    if (asked === null) return
    if (asked.value.files.length === 0) send(files, 0)
    else setSkipping({ files, stake: asked.value })
  }
  return {
    priorities,
    skipping,
    change: (next) => {
      for (const { priority, files } of priorityChanges(priorities, next)) {
        if (priority === 0) void trySkip(files)
        else send(files, priority)
      }
    },
    skip: (keep) => {
      if (skipping === null) return
      const losing = new Set(skipping.stake.files)
      send(
        skipping.files.filter((file) => !losing.has(file)),
        0,
      )
      send(skipping.stake.files, 0, keep)
      setSkipping(null)
    },
    cancel: () => setSkipping(null),
  }
}
