import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planQueue, type QueueEntry, type QueueLimits } from './plan-queue.ts'

const unlimited: QueueLimits = { downloads: null, seeds: null, total: null }

const entry = (key: number, over: Partial<QueueEntry<number>> = {}): QueueEntry<number> => ({
  key,
  wanted: true,
  forced: false,
  seeding: false,
  idle: false,
  check: 'none',
  ...over,
})

const most = fc.option(fc.nat(6), { nil: null })
const anyLimits = fc.record({ downloads: most, seeds: most, total: most })
const anyEntries = fc
  .array(
    fc.record({
      wanted: fc.boolean(),
      forced: fc.boolean(),
      seeding: fc.boolean(),
      idle: fc.boolean(),
      check: fc.constantFrom('none' as const, 'none' as const, 'none' as const, 'waiting' as const),
    }),
    { maxLength: 30 },
  )
  .map((list) => list.map((one, key) => ({ ...one, key })))

const isCounted = (one: QueueEntry<number>): boolean => !one.forced && !one.idle
const queues = (one: QueueEntry<number>): boolean => one.wanted && one.check === 'none'
const within = (count: number, limit: number | null): boolean => limit === null || count <= limit

describe('planQueue', () => {
  it('runs the first ones of each kind, as many as may', () => {
    const entries = [entry(1), entry(2, { seeding: true }), entry(3), entry(4), entry(5, { seeding: true })]
    expect([...planQueue(entries, { downloads: 2, seeds: 1, total: null }).run]).toEqual([1, 3, 2])
  })

  it('lets downloads have what is left of the total before seeds', () => {
    const entries = [entry(1, { seeding: true }), entry(2), entry(3)]
    expect([...planQueue(entries, { ...unlimited, total: 2 }).run]).toEqual([2, 3])
  })

  it('runs what is forced besides', () => {
    const entries = [entry(1), entry(2, { forced: true }), entry(3)]
    expect([...planQueue(entries, { downloads: 1, seeds: 0, total: 1 }).run]).toEqual([1, 2])
  })

  it('checks one at a time, in order, and the one under way to its end', () => {
    const waiting = [entry(1, { check: 'waiting' }), entry(2, { check: 'waiting' })]
    expect([...planQueue(waiting, unlimited).check]).toEqual([1])
    const under = [entry(1, { check: 'waiting' }), entry(2, { check: 'running' })]
    expect([...planQueue(under, unlimited).check]).toEqual([2])
    expect(planQueue([entry(1)], unlimited).check.size).toBe(0)
  })

  it('lets another be checked while one waits for its disk, and one of them wait once it is back', () => {
    const away = [entry(1, { check: 'running', idle: true }), entry(2, { check: 'waiting' })]
    expect([...planQueue(away, unlimited).check]).toEqual([1, 2])
    const back = [entry(1, { check: 'running' }), entry(2, { check: 'running' })]
    expect([...planQueue(back, unlimited).check]).toEqual([1])
  })

  it('never goes beyond a maximum, forced and idle ones aside', () => {
    fc.assert(
      fc.property(anyEntries, anyLimits, (entries, limits) => {
        const { run } = planQueue(entries, limits)
        const counted = entries.filter((one) => run.has(one.key) && isCounted(one))
        const seeds = counted.filter(({ seeding }) => seeding).length
        expect(within(counted.length, limits.total)).toBe(true)
        expect(within(seeds, limits.seeds)).toBe(true)
        expect(within(counted.length - seeds, limits.downloads)).toBe(true)
      }),
    )
  })

  it('runs only what is wanted and not to be checked, and all of that which is forced', () => {
    fc.assert(
      fc.property(anyEntries, anyLimits, (entries, limits) => {
        const { run } = planQueue(entries, limits)
        for (const one of entries) {
          if (!queues(one)) expect(run.has(one.key)).toBe(false)
          else if (one.forced) expect(run.has(one.key)).toBe(true)
        }
      }),
    )
  })

  it('keeps nobody waiting while there is a place', () => {
    fc.assert(
      fc.property(anyEntries, anyLimits, (entries, limits) => {
        const { run } = planQueue(entries, limits)
        const counted = entries.filter((one) => run.has(one.key) && isCounted(one))
        for (const one of entries.filter((each) => queues(each) && !run.has(each.key))) {
          const same = counted.filter(({ seeding }) => seeding === one.seeding).length
          const limit = one.seeding ? limits.seeds : limits.downloads
          expect(same === limit || counted.length === limits.total).toBe(true)
        }
      }),
    )
  })

  it('lets nobody pass one of the same kind who waits in front', () => {
    fc.assert(
      fc.property(anyEntries, anyLimits, (entries, limits) => {
        const { run } = planQueue(entries, limits)
        for (const seeding of [false, true]) {
          const line = entries.filter((one) => one.seeding === seeding && queues(one) && isCounted(one))
          const first = line.findIndex((one) => !run.has(one.key))
          if (first >= 0) expect(line.slice(first).some((one) => run.has(one.key))).toBe(false)
        }
      }),
    )
  })
})
