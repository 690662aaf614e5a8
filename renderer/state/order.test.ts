import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TorrentId, TorrentRow } from '../../app/torrent/row.ts'
import { manyRows, sampleId, sampleRow, sampleRows } from '../testing/samples.ts'
import { filterKeys, passes } from './filter.ts'
import { NameIndex } from './name-index.ts'
import { keepOrder, orderOf, sortKeys, type Wish } from './order.ts'

const mapOf = (rows: readonly TorrentRow[]): Map<TorrentId, TorrentRow> => new Map(rows.map((row) => [row.id, row]))

const order = (rows: readonly TorrentRow[], wish: Partial<Wish> = {}): readonly TorrentId[] => {
  const names = new NameIndex()
  const all = mapOf(rows)
  names.update(all)
  return orderOf(all, { filter: 'all', search: '', sort: { key: 'name', descending: false }, ...wish }, names)
}

const named = (...all: string[]): readonly TorrentRow[] =>
  all.map((name, n) => sampleRow(n + 1, { name, status: 'stopped' }))

const namesOf = (rows: readonly TorrentRow[], ids: readonly TorrentId[]): readonly (string | undefined)[] =>
  ids.map((id) => mapOf(rows).get(id)?.name)

describe('the order of the list', () => {
  it('puts names as a reader would, numbers by value and accents aside', () => {
    const rows = named('part 10', 'Part 2', 'école', 'Zeta', 'eclair')
    expect(namesOf(rows, order(rows))).toEqual(['eclair', 'école', 'Part 2', 'part 10', 'Zeta'])
  })

  it('shows each row the filter lets through exactly once, whatever the sort', () => {
    const rows = manyRows(300)
    fc.assert(
      fc.property(
        fc.constantFrom(...sortKeys),
        fc.boolean(),
        fc.constantFrom(...filterKeys),
        (key, descending, filter) => {
          const ids = order(rows, { sort: { key, descending }, filter })
          const wanted = rows.filter((row) => passes(row, filter)).map((row) => row.id)
          expect([...ids].sort()).toEqual([...wanted].sort())
        },
      ),
    )
  })

  it('keeps unknown values last in both directions', () => {
    const rows = [
      sampleRow(1, { name: 'a', status: 'metadata', size: null }),
      sampleRow(2, { name: 'b', status: 'stopped', size: 5 }),
      sampleRow(3, { name: 'c', status: 'stopped', size: 9 }),
    ]
    expect(namesOf(rows, order(rows, { sort: { key: 'size', descending: true } }))).toEqual(['c', 'b', 'a'])
    expect(namesOf(rows, order(rows, { sort: { key: 'size', descending: false } }))).toEqual(['b', 'c', 'a'])
  })

  it('puts rows with equal values by name', () => {
    const rows = named('c', 'a', 'b')
    expect(namesOf(rows, order(rows, { sort: { key: 'downRate', descending: true } }))).toEqual(['a', 'b', 'c'])
  })

  it('finds all words of a search in any order, without case and accents, or the infohash', () => {
    const rows = named('Brücke über den Fjord', 'Fjord', 'Brücke')
    expect(namesOf(rows, order(rows, { search: 'FJORD bruck' }))).toEqual(['Brücke über den Fjord'])
    expect(order(rows, { search: sampleId(2).slice(0, 40) })).toEqual([sampleId(2)])
    expect(order(rows, { search: '   ' })).toHaveLength(3)
  })
})

describe('an order that is held', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 15 }).map((list) => list.map(sampleId))

  it('loses only who is gone, gains only who is new, and moves nobody', () => {
    fc.assert(
      fc.property(ids, ids, (inSight, fresh) => {
        const rows = mapOf(fresh.map((id) => ({ ...sampleRow(1, { name: 'x', status: 'stopped' }), id })))
        const kept = keepOrder(inSight, fresh, rows)
        const survivors = inSight.filter((id) => rows.has(id))
        expect(kept.filter((id) => survivors.includes(id))).toEqual(survivors)
        expect(new Set(kept)).toEqual(new Set(fresh))
        expect(kept).toHaveLength(fresh.length)
      }),
    )
  })

  it('is the same list when nothing came or went', () => {
    const rows = sampleRows()
    const inSight = order(rows)
    const fresh = order(rows, { sort: { key: 'size', descending: true } })
    expect(keepOrder(inSight, fresh, mapOf(rows))).toBe(inSight)
  })
})

describe('the name index', () => {
  it('ranks after any changes as if it had been made anew', () => {
    const change = fc.array(fc.record({ n: fc.integer({ min: 1, max: 20 }), name: fc.string({ maxLength: 4 }) }))
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), (steps) => {
        const grown = new NameIndex()
        let rows = new Map<TorrentId, TorrentRow>()
        for (const step of steps) {
          rows = mapOf(step.map(({ n, name }) => sampleRow(n, { name, status: 'stopped' })))
          grown.update(rows)
        }
        const fresh = new NameIndex()
        fresh.update(rows)
        for (const id of rows.keys()) expect(grown.rank(id)).toBe(fresh.rank(id))
        for (const id of rows.keys()) expect(grown.folded(id)).toBe(fresh.folded(id))
      }),
    )
  })
})
