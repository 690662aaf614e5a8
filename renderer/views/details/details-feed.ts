// The stream of details for the tab that is open. Watching costs the engine work, so it lasts exactly as long as the
// tab is mounted; a restarted engine is asked again.

import { useEffect, useState } from 'react'
import type { Details, DetailsTab } from '../../../app/torrent/details.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { act, api } from '../../state/api.ts'
import { useEngine } from '../../state/engine.ts'

export type DetailsOf<T extends DetailsTab> = Extract<Details, { readonly tab: T }>

const isOf = <T extends DetailsTab>(details: Details, tab: T): details is DetailsOf<T> => details.tab === tab

/** The latest details, or null while none have come. Mount the caller anew (by key) for another torrent. */
export const useDetails = <T extends DetailsTab>(id: TorrentId, tab: T): DetailsOf<T> | null => {
  const [latest, setLatest] = useState<DetailsOf<T> | null>(null)
  const running = useEngine(({ engine }) => engine.state === 'running')
  useEffect(() => {
    if (!running) return
    const stop = api().on('details.update', (update) => {
      if (update.id === id && isOf(update.details, tab)) setLatest(update.details)
    })
    void act('details.watch', { id, tab })
    return () => {
      stop()
      void act('details.watch', null)
    }
  }, [id, tab, running])
  return latest
}
