// The add dialog's drafts: what the user has chosen so far for each candidate that waits. Pure; the candidates
// themselves are state/adding.ts's. Invariant: `current` is the ref of one of the drafts, or null when there are none.

import type { Candidate } from '../../../app/ipc/contract.ts'
import type { AppError } from '../../../app/ipc/errors.ts'
import { namesPlace } from '../../../app/torrent/save-folder.ts'

export interface Draft {
  readonly candidate: Candidate
  /** One value per file, see Priority; null while the files are not known. */
  readonly priorities: Uint8Array | null
  readonly folder: string
  readonly start: boolean
  /** Why confirming it failed the last time. */
  readonly error: AppError | null
  readonly busy: boolean
}

export interface AddQueue {
  readonly drafts: readonly Draft[]
  readonly current: number | null
  /** Folder and start are one choice for all drafts. */
  readonly together: boolean
}

/** How a part of the dialog changes the queue. */
export type ChangeQueue = (change: (queue: AddQueue) => AddQueue) => void

export type Choices = Pick<Draft, 'folder' | 'start'>

const NORMAL = 2

export const emptyQueue: AddQueue = { drafts: [], current: null, together: true }

const initialPriorities = ({ files, suggested }: Candidate): Uint8Array | null =>
  files === null ? null : (suggested ?? new Uint8Array(files.lengths.length).fill(NORMAL))

const refOf = (draft: Draft): number => draft.candidate.ref

const mapDraft = (queue: AddQueue, ref: number, change: (draft: Draft) => Draft): AddQueue => ({
  ...queue,
  drafts: queue.drafts.map((draft) => (refOf(draft) === ref ? change(draft) : draft)),
})

/** A new candidate at the end, or news of one that is here: its files arrive, the user's choices stay. */
export const offer = (queue: AddQueue, candidate: Candidate, choices: Choices): AddQueue => {
  if (queue.drafts.some((draft) => refOf(draft) === candidate.ref)) {
    return mapDraft(queue, candidate.ref, (draft) => ({
      ...draft,
      candidate,
      priorities: draft.priorities ?? initialPriorities(candidate),
    }))
  }
  const [first] = queue.drafts
  const { folder, start } = queue.together && first ? first : choices
  const draft: Draft = { candidate, priorities: initialPriorities(candidate), folder, start, error: null, busy: false }
  return { ...queue, drafts: [...queue.drafts, draft], current: queue.current ?? candidate.ref }
}

export const choose = (queue: AddQueue, ref: number): AddQueue =>
  queue.drafts.some((draft) => refOf(draft) === ref) ? { ...queue, current: ref } : queue

/** Folder and start go to every draft while they are one choice. */
export const setChoices = (queue: AddQueue, ref: number, choices: Partial<Choices>): AddQueue => ({
  ...queue,
  drafts: queue.drafts.map((draft) => (queue.together || refOf(draft) === ref ? { ...draft, ...choices } : draft)),
})

/** Making them one choice takes the current draft's for all. */
export const setTogether = (queue: AddQueue, together: boolean): AddQueue => {
  const current = currentDraft(queue)
  const next = { ...queue, together }
  if (!together || current === null) return next
  return setChoices(next, refOf(current), { folder: current.folder, start: current.start })
}

export const setPriorities = (queue: AddQueue, ref: number, priorities: Uint8Array): AddQueue =>
  mapDraft(queue, ref, (draft) => ({ ...draft, priorities }))

export const setBusy = (queue: AddQueue, ref: number): AddQueue =>
  mapDraft(queue, ref, (draft) => ({ ...draft, busy: true, error: null }))

export const setError = (queue: AddQueue, ref: number, error: AppError): AddQueue =>
  mapDraft(queue, ref, (draft) => ({ ...draft, busy: false, error }))

/** Added or refused: the neighbour below takes its place, else the one above. */
export const leave = (queue: AddQueue, ref: number): AddQueue => {
  const at = queue.drafts.findIndex((draft) => refOf(draft) === ref)
  if (at < 0) return queue
  const drafts = queue.drafts.toSpliced(at, 1)
  const neighbour = drafts[at] ?? drafts[at - 1]
  const current = queue.current === ref ? (neighbour ? refOf(neighbour) : null) : queue.current
  return { ...queue, drafts, current }
}

/** The same torrent under a new ref, as an engine that began anew gives it: the user's choices stay. */
const renew = (queue: AddQueue, candidate: Candidate): AddQueue => {
  const before = queue.drafts.find((draft) => draft.candidate.id === candidate.id)
  if (!before || refOf(before) === candidate.ref) return queue
  const renewed = mapDraft(queue, refOf(before), (draft) => ({
    ...draft,
    candidate,
    priorities: draft.priorities ?? initialPriorities(candidate),
    error: null,
    busy: false,
  }))
  return { ...renewed, current: queue.current === refOf(before) ? candidate.ref : queue.current }
}

/** The drafts of exactly these candidates: new ones are offered, those that are gone leave. */
export const sync = (queue: AddQueue, candidates: readonly Candidate[], choices: Choices): AddQueue => {
  const refs = new Set(candidates.map(({ ref }) => ref))
  const renewed = candidates.reduce(renew, queue)
  const gone = renewed.drafts.map(refOf).filter((ref) => !refs.has(ref))
  const kept = gone.reduce(leave, renewed)
  return candidates.reduce((next, candidate) => offer(next, candidate, choices), kept)
}

export const currentDraft = (queue: AddQueue): Draft | null =>
  queue.drafts.find((draft) => refOf(draft) === queue.current) ?? null

/** Bytes that would be downloaded; null while the files are not known. */
export const neededBytes = ({ candidate: { files }, priorities }: Draft): number | null => {
  if (files === null || priorities === null) return null
  return files.lengths.reduce((sum, length, file) => (priorities[file] === 0 ? sum : sum + length), 0)
}

/** In the list already and private: it takes nothing from elsewhere, so there is nothing to add. */
export const addsNothing = ({ candidate: { duplicateOf, isPrivate } }: Draft): boolean =>
  duplicateOf !== null && isPrivate

/** Why a draft cannot be added as it is; null: it can. A duplicate only merges trackers and needs neither. */
export const obstacle = (draft: Draft): 'no-file' | 'no-folder' | 'relative-folder' | null => {
  if (draft.candidate.duplicateOf !== null) return null
  if (draft.folder.trim() === '') return 'no-folder'
  if (!namesPlace(draft.folder)) return 'relative-folder'
  return draft.priorities !== null && draft.priorities.every((priority) => priority === 0) ? 'no-file' : null
}
