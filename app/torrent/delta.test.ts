import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply, diff, type Rows } from './delta.ts'
import type { TorrentId, TorrentRow } from './row.ts'

const id = fc.integer({ min: 0, max: 12 }).map((n) => n.toString(16).padStart(40, '0') as TorrentId)
const reason = fc.oneof(
  fc.constant(null),
  fc.record({ code: fc.constant('choked' as const), peers: fc.nat(3) }),
  fc.record({ code: fc.constant('looking' as const), trackers: fc.nat(3), nodes: fc.option(fc.nat(2)) }),
)
const row = fc.record<TorrentRow>({
  id,
  name: fc.string({ maxLength: 3 }),
  status: fc.constantFrom('stopped', 'downloading', 'seeding'),
  reason,
  size: fc.option(fc.nat(5)),
  wanted: fc.option(fc.nat(5)),
  have: fc.nat(5),
  progress: fc.constantFrom(0, 0.5, 1, Number.NaN),
  downRate: fc.nat(3),
  upRate: fc.nat(3),
  eta: fc.option(fc.nat(3)),
  downloaded: fc.nat(3),
  uploaded: fc.nat(3),
  ratio: fc.nat(3),
  seeds: fc.nat(3),
  peers: fc.nat(3),
  addedAt: fc.nat(3),
  doneAt: fc.option(fc.nat(3)),
  savePath: fc.constant('/x'),
  isPrivate: fc.boolean(),
  place: fc.nat(9),
  forced: fc.boolean(),
})
const rows: fc.Arbitrary<Rows> = fc.array(row, { maxLength: 12 }).map((list) => new Map(list.map((r) => [r.id, r])))

describe('the delta of two lists', () => {
  it('takes one to the other', () => {
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        const delta = diff(a, b, 1)
        expect(delta ? apply(a, delta) : a).toEqual(b)
      }),
      { numRuns: 2000 },
    )
  })

  it('is nothing between equal lists, however they were made', () => {
    fc.assert(
      fc.property(rows, (a) => {
        expect(diff(a, structuredClone(a), 1)).toBeNull()
      }),
    )
  })

  it('leaves rows that did not change the same objects', () => {
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        const delta = diff(a, b, 1)
        if (!delta) return
        const touched = new Set([...delta.changed.map(([key]) => key), ...delta.added.map((r) => r.id)])
        for (const [key, value] of apply(a, delta)) if (!touched.has(key)) expect(value).toBe(a.get(key))
      }),
    )
  })
})
