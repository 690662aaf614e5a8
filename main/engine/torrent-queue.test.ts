import { describe, expect, it } from 'vitest'
import { defaultOptions } from '../../app/torrent/options.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { ManagedTorrent } from './managed-torrent.ts'
import { idleState, type RunState, type Turn } from './run-state.ts'
import { TorrentQueue, type QueueDeps } from './torrent-queue.ts'

/** A torrent that does at once what its turn is for. */
class Fake {
  readonly id: TorrentId
  readonly info = {}
  place = 0
  seeding = false
  rate = 0
  turn: Turn = null
  state: RunState = idleState
  stored = { rank: 0, wantsToRun: true, forced: false, goal: null, check: null, options: defaultOptions }
  readonly history = { last: () => ({ down: this.rate, up: this.rate }) }
  readonly record = { patch: (patch: object) => void (this.stored = { ...this.stored, ...patch }) }

  constructor(n: number) {
    this.id = String(n) as TorrentId
    this.stored.rank = n
  }

  take(turn: Turn): void {
    this.turn = turn
  }

  reachedGoal(): null {
    return null
  }
}

const fixture = (count: number, limits: Partial<ReturnType<QueueDeps['limits']>> = {}) => {
  const fakes = Array.from({ length: count }, (_, n) => new Fake(n + 1))
  const clock = { now: 0 }
  const queue = new TorrentQueue({
    torrents: () => fakes as unknown as ManagedTorrent[],
    limits: () => ({ downloads: 1, seeds: null, total: null, ignoreSlow: true, ...limits }),
    now: () => clock.now,
    letGo: () => undefined,
  })
  const running = (): string =>
    fakes
      .filter(({ turn }) => turn === 'run')
      .map(({ id }) => id)
      .join()
  const pass = (ms: number): void => {
    clock.now += ms
    queue.tick(fakes as unknown as ManagedTorrent[])
  }
  return { fakes, queue, running, pass }
}

describe('the queue of the list', () => {
  it('gives no turn before the list is whole, nor after it was closed', () => {
    const { queue, running, fakes } = fixture(2)
    queue.apply()
    queue.tick(fakes as unknown as ManagedTorrent[])
    expect(running()).toBe('')
    queue.open()
    expect(running()).toBe('1')
    expect(fakes.map(({ place }) => place)).toEqual([1, 2])
    queue.close()
    queue.move(['2' as TorrentId], 'top')
    expect(running()).toBe('1')
  })

  it('lets another start when one has moved nothing for a minute, and takes its turn back when the first moves', () => {
    const { fakes, queue, running, pass } = fixture(3)
    queue.open()
    pass(59_000)
    expect(running()).toBe('1')
    pass(1_000)
    expect(running()).toBe('1,2')
    pass(59_000)
    expect(running()).toBe('1,2')
    pass(1_000)
    expect(running()).toBe('1,2,3')
    const [first] = fakes
    if (first) first.rate = 50_000
    pass(1_000)
    // The third has not had its minute yet.
    expect(running()).toBe('1,2')
    for (const fake of fakes) fake.rate = 50_000
    pass(1_000)
    expect(running()).toBe('1')
  })

  it('counts slow ones too where the user wants that', () => {
    const { queue, running, pass } = fixture(2, { ignoreSlow: false })
    queue.open()
    for (let minute = 0; minute < 5; minute++) pass(60_000)
    expect(running()).toBe('1')
  })

  it('keeps the turn of one that waits for its disk, and gives its place to the next', () => {
    const { fakes, queue, running } = fixture(2, { ignoreSlow: false })
    queue.open()
    const [first] = fakes
    if (first) first.state = { ...idleState, fault: 'missing' }
    queue.apply()
    expect(running()).toBe('1,2')
    if (first) first.state = idleState
    queue.apply()
    expect(running()).toBe('1')
  })

  it('plans once for many changes', async () => {
    const { fakes, queue, running } = fixture(3)
    queue.open()
    for (const fake of fakes) {
      fake.stored = { ...fake.stored, forced: true }
      queue.changed()
    }
    expect(running()).toBe('1')
    await Promise.resolve()
    expect(running()).toBe('1,2,3')
  })

  it('gives thousands their turn a few at a time, and nobody who does not want it any more', async () => {
    const { queue, fakes } = fixture(1_000, { downloads: null })
    queue.open()
    const first = fakes.filter(({ turn }) => turn === 'run').length
    expect(first).toBeGreaterThan(0)
    expect(first).toBeLessThan(1_000)
    const last = fakes.at(-1) as Fake
    last.stored = { ...last.stored, wantsToRun: false }
    queue.apply()
    while (fakes.filter(({ turn }) => turn === 'run').length < 999)
      await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setImmediate(resolve))
    expect(last.turn).toBeNull()
  })

  it('makes room before it gives a turn', () => {
    const { queue, fakes } = fixture(3, { downloads: 1, ignoreSlow: false })
    const events: string[] = []
    for (const fake of fakes) {
      fake.take = (turn) => {
        events.push(`${fake.id} ${turn}`)
        fake.turn = turn
      }
    }
    queue.open()
    const [first, second] = fakes as [Fake, Fake]
    first.stored = { ...first.stored, rank: 9 }
    second.stored = { ...second.stored, rank: 1 }
    queue.reorder()
    queue.apply()
    expect(events).toEqual(['1 run', '1 null', '2 run'])
  })
})
