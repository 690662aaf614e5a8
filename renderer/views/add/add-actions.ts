// What the buttons of the add dialog do: tell the engine, then let the candidate go. A failure stays in the dialog,
// with its draft.

import type { AppError } from '../../../app/ipc/errors.ts'
import { dropCandidate } from '../../state/adding.ts'
import { act, api } from '../../state/api.ts'
import { notify } from '../../state/notices.ts'
import type { Draft } from './add-queue.ts'

const NORMAL = 2

/** Null when it was added. */
export const confirmDraft = async ({ candidate, folder, start, priorities }: Draft): Promise<AppError | null> => {
  const plain = priorities === null || priorities.every((priority) => priority === NORMAL)
  const result = await api().call('add.confirm', {
    ref: candidate.ref,
    folder,
    start,
    priorities: plain ? null : Uint8Array.from(priorities),
  })
  if (!result.ok) return result.error
  dropCandidate(candidate.ref)
  const { mergedTrackers, mergedWebSeeds = 0, trackersLeftOut = 0 } = result.value
  if (mergedTrackers !== null) {
    const name = candidate.duplicateOf ?? candidate.name
    notify({ kind: 'merged', name, trackers: mergedTrackers, webSeeds: mergedWebSeeds, leftOut: trackersLeftOut })
  }
  return null
}

export const cancelDraft = ({ candidate: { ref } }: Draft): void => {
  dropCandidate(ref)
  void act('add.cancel', { ref })
}
