import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Candidate } from '../../../app/ipc/contract.ts'
import { packFiles } from '../../../app/torrent/packed-files.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import {
  type AddQueue,
  choose,
  currentDraft,
  emptyQueue,
  leave,
  neededBytes,
  obstacle,
  offer,
  setChoices,
  setError,
  setPriorities,
  setTogether,
  sync,
} from './add-queue.ts'

const candidate = (ref: number, rest: Partial<Candidate> = {}): Candidate => ({
  ref,
  id: ref.toString(16).padStart(40, '0') as TorrentId,
  name: `torrent ${ref}`,
  files: packFiles([
    { path: ['a'], length: 1 },
    { path: ['b'], length: 2 },
  ]),
  size: 3,
  isPrivate: false,
  comment: null,
  createdBy: null,
  createdAt: null,
  trackers: [],
  webSeeds: [],
  duplicateOf: null,
  fromOutside: false,
  metadata: 'here',
  hybrid: false,
  renamed: 0,
  suggested: null,
  ...rest,
})

const choices = { folder: '/downloads', start: true }
const withDrafts = (...refs: number[]): AddQueue =>
  refs.reduce((queue, ref) => offer(queue, candidate(ref), choices), emptyQueue)

describe('the add queue', () => {
  it('shows the first candidate and keeps showing it when more arrive', () => {
    expect(withDrafts(1, 2, 3).current).toBe(1)
  })

  it('keeps all choices when the engine began anew and the torrents have other refs', () => {
    const before = setPriorities(
      setChoices(setTogether(withDrafts(1, 2), false), 2, { folder: '/elsewhere', start: false }),
      2,
      Uint8Array.of(0, 3),
    )
    const failed = setError(choose(before, 2), 2, { code: 'engine-unavailable' })
    const { id } = candidate(2)
    const after = sync(failed, [candidate(7, { id: candidate(1).id }), candidate(8, { id })], choices)
    expect(after.drafts.map((draft) => draft.candidate.ref)).toEqual([7, 8])
    expect(after.current).toBe(8)
    expect(currentDraft(after)).toMatchObject({
      folder: '/elsewhere',
      start: false,
      priorities: Uint8Array.of(0, 3),
      error: null,
      busy: false,
    })
    // Its metadata has to be fetched again: the priorities wait for it.
    const waiting = sync(after, [candidate(9, { id, files: null, size: null, metadata: 'fetching' })], choices)
    expect(currentDraft(sync(waiting, [candidate(9, { id })], choices))?.priorities).toEqual(Uint8Array.of(0, 3))
  })

  it('keeps what the user chose when the files of a magnet link arrive', () => {
    const waiting = offer(emptyQueue, candidate(1, { files: null, size: null, metadata: 'fetching' }), choices)
    expect(currentDraft(waiting)?.priorities).toBe(null)
    const chosen = setChoices(waiting, 1, { folder: '/elsewhere', start: false })
    const arrived = currentDraft(offer(chosen, candidate(1), choices))
    expect(arrived).toMatchObject({ folder: '/elsewhere', start: false, priorities: Uint8Array.of(2, 2) })
  })

  it('keeps priorities the user set when more news of the same candidate comes', () => {
    const edited = setPriorities(withDrafts(1), 1, Uint8Array.of(0, 3))
    expect(currentDraft(offer(edited, candidate(1), choices))?.priorities).toEqual(Uint8Array.of(0, 3))
  })

  it('starts from the files a link suggests', () => {
    const queue = offer(emptyQueue, candidate(1, { suggested: Uint8Array.of(0, 2) }), choices)
    expect(currentDraft(queue)?.priorities).toEqual(Uint8Array.of(0, 2))
  })

  it('gives folder and start to all while they are one choice, and to one when they are not', () => {
    const all = setChoices(withDrafts(1, 2), 2, { folder: '/x' })
    expect(all.drafts.map(({ folder }) => folder)).toEqual(['/x', '/x'])
    const apart = setChoices(setTogether(all, false), 2, { folder: '/y' })
    expect(apart.drafts.map(({ folder }) => folder)).toEqual(['/x', '/y'])
    const again = setTogether(choose(apart, 2), true)
    expect(again.drafts.map(({ folder }) => folder)).toEqual(['/y', '/y'])
  })

  it('moves on to the neighbour when one leaves', () => {
    expect(leave(choose(withDrafts(1, 2, 3), 2), 2).current).toBe(3)
    expect(leave(choose(withDrafts(1, 2, 3), 3), 3).current).toBe(2)
    expect(leave(withDrafts(1), 1)).toMatchObject({ drafts: [], current: null })
  })

  it('shows why adding one failed and lets it be tried again', () => {
    const failed = setError(withDrafts(1), 1, { code: 'disk', fault: 'denied' })
    expect(currentDraft(failed)).toMatchObject({ busy: false, error: { code: 'disk', fault: 'denied' } })
  })

  it('follows the candidates: keeps choices of those that stay, drops those that are gone', () => {
    const chosen = setPriorities(withDrafts(1, 2), 2, Uint8Array.of(0, 3))
    const synced = sync(chosen, [candidate(2), candidate(3)], choices)
    expect(synced.drafts.map(({ candidate: { ref } }) => ref)).toEqual([2, 3])
    expect(synced.current).toBe(2)
    expect(synced.drafts[0]?.priorities).toEqual(Uint8Array.of(0, 3))
  })

  it('knows what would be downloaded and what stands in the way of it', () => {
    const [draft] = withDrafts(1).drafts
    if (!draft) throw new Error('no draft')
    expect(neededBytes({ ...draft, priorities: Uint8Array.of(0, 3) })).toBe(2)
    expect(neededBytes({ ...draft, priorities: null })).toBe(null)
    expect(obstacle(draft)).toBe(null)
    expect(obstacle({ ...draft, priorities: Uint8Array.of(0, 0) })).toBe('no-file')
    expect(obstacle({ ...draft, folder: ' ' })).toBe('no-folder')
    expect(obstacle({ ...draft, folder: 'Downloads' })).toBe('relative-folder')
    expect(obstacle({ ...draft, folder: '~/Downloads' })).toBe(null)
    expect(obstacle({ ...draft, folder: ' ', candidate: candidate(1, { duplicateOf: 'x' }) })).toBe(null)
  })

  it('always points at a draft that is there', () => {
    const step = fc.record({ kind: fc.constantFrom('offer', 'leave', 'choose'), ref: fc.integer({ min: 1, max: 4 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let queue = emptyQueue
        for (const { kind, ref } of steps) {
          if (kind === 'offer') queue = offer(queue, candidate(ref), choices)
          else queue = kind === 'leave' ? leave(queue, ref) : choose(queue, ref)
          expect(currentDraft(queue) === null).toBe(queue.drafts.length === 0)
        }
      }),
    )
  })
})
