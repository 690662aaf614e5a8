import { describe, expect, it } from 'vitest'
import { RowCache } from './row-cache.ts'
import { rowOf } from './row.ts'
import type { ManagedTorrent } from './managed-torrent.ts'

/** As much of a torrent as a row is made of. */
const torrent = (): { at: ManagedTorrent; change: (patch: Record<string, unknown>) => void } => {
  const still = {
    stored: { id: 'a', name: 'one', folder: '/', options: {}, goal: null, check: null, wantsToRun: true, uploaded: 0 },
    state: { phase: 'running', fault: null, failure: null, checked: 0, changed: [] },
    turn: 'run',
    place: 1,
    info: null,
    complete: true,
    seeding: true,
    sinceStart: 0,
    pieces: { progress: { have: 10, wanted: 10, haveWanted: 10, size: 10 } },
    swarm: { visits: { now: 0, ever: 0 } },
    moved: 0,
    counts(): null {
      return null
    },
    totals(): object {
      return { downloaded: 0, uploaded: this.moved }
    },
  }
  return { at: still as unknown as ManagedTorrent, change: (patch) => void Object.assign(still, patch) }
}

describe('rows that are kept', () => {
  const cache = new RowCache()

  it('are the same object while nothing happens', () => {
    const { at } = torrent()
    expect(cache.of(at)).toBe(cache.of(at))
  })

  it.each([
    ['what is stored', { stored: { id: 'a', name: 'two', options: {}, goal: null, check: null } }],
    ['its state', { state: { phase: 'running', fault: 'full', failure: null, checked: 0, changed: [] } }],
    ['its turn', { turn: null }],
    ['its place', { place: 2 }],
    ['what is here', { pieces: { progress: { have: 5, wanted: 10, haveWanted: 5, size: 10 } } }],
    ['a visit that came and went', { swarm: { visits: { now: 0, ever: 1 } }, moved: 7 }],
    ['a visit', { swarm: { visits: { now: 1, ever: 1 } }, moved: 7 }],
  ])('are made anew after a change of %s', (_, patch) => {
    const { at, change } = torrent()
    cache.of(at)
    change(patch)
    expect(cache.of(at)).toEqual(rowOf(at))
  })

  it('are not kept for what may move by itself', () => {
    const { at, change } = torrent()
    change({ complete: false })
    const before = cache.of(at)
    change({ moved: 7 })
    expect(cache.of(at)).not.toEqual(before)
  })
})
