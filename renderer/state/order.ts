// The order of the list: which ids, in which sequence. Pure, given the name index. Equal rows stand by name, unknown
// values always last. `keepOrder` lays a fresh order over one that must not move under the user.

import type { TorrentId, TorrentRow, TorrentStatus } from '../../app/torrent/row.ts'
import { filterFields, passes, type FilterKey } from './filter.ts'
import { fold, type NameIndex } from './name-index.ts'

/** What Speed does with a torrent: not of its row. */
export const speedKeys = ['speed', 'earned'] as const
export type SpeedKey = (typeof speedKeys)[number]

export const sortKeys = [
  'place',
  'name',
  'size',
  'progress',
  'status',
  'downRate',
  'upRate',
  'eta',
  'ratio',
  'speed',
  'earned',
  'seeds',
  'peers',
  'downloaded',
  'uploaded',
  'addedAt',
  'doneAt',
  'savePath',
] as const satisfies readonly (keyof TorrentRow | SpeedKey)[]

export type SortKey = (typeof sortKeys)[number]

export interface Sort {
  readonly key: SortKey
  readonly descending: boolean
}

export interface Wish {
  readonly filter: FilterKey
  readonly search: string
  readonly sort: Sort
}

export type Rows = ReadonlyMap<TorrentId, TorrentRow>

export const isSpeedKey = (key: string): key is SpeedKey => (speedKeys as readonly string[]).includes(key)

/** The place of a torrent among all by one of these; null: nothing is known of it. */
export type SpeedOrder = (id: TorrentId) => number | null

export const isSortKey = (key: string): key is SortKey => (sortKeys as readonly string[]).includes(key)

/** Whether a change in these fields of any row can change the order wished for. */
export const canChange = ({ filter, sort }: Wish, fields: ReadonlySet<string>): boolean =>
  fields.has(sort.key) || fields.has('name') || (filter !== 'all' && filterFields.some((field) => fields.has(field)))

/** What asks for attention first, what rests last. */
const statusRank: { readonly [S in TorrentStatus]: number } = {
  error: 0,
  waiting: 1,
  downloading: 2,
  stalled: 3,
  metadata: 4,
  checking: 5,
  queued: 6,
  seeding: 7,
  stopped: 8,
}

const numberOf = (row: TorrentRow, key: Exclude<SortKey, 'name' | 'savePath' | SpeedKey>): number | null =>
  key === 'status' ? statusRank[row.status] : row[key]

/** The rows a wish lets through. All terms of the search must stand in the name, in any order. */
const wanted = (rows: Rows, { filter, search }: Wish, names: NameIndex): TorrentRow[] => {
  const terms = fold(search)
    .split(/\s+/)
    .filter((term) => term !== '')
  const found = (row: TorrentRow): boolean => {
    const name = names.folded(row.id)
    return terms.every((term) => name.includes(term) || row.id.startsWith(term))
  }
  const out: TorrentRow[] = []
  for (const row of rows.values()) if (passes(row, filter) && (terms.length === 0 || found(row))) out.push(row)
  return out
}

/** Values as numbers to compare; unknown ones as NaN. Paths by their place among the different paths there are. */
const sortValues = (rows: readonly TorrentRow[], key: SortKey, names: NameIndex, speed: SpeedOrder): Float64Array => {
  if (key === 'name') return Float64Array.from(rows, (row) => names.rank(row.id))
  if (isSpeedKey(key)) return Float64Array.from(rows, ({ id }) => speed(id) ?? Number.NaN)
  if (key !== 'savePath') return Float64Array.from(rows, (row) => numberOf(row, key) ?? Number.NaN)
  const paths = [...new Set(rows.map((row) => row.savePath))].sort()
  const ranks = new Map(paths.map((path, rank) => [path, rank]))
  return Float64Array.from(rows, (row) => ranks.get(row.savePath) ?? Number.NaN)
}

const unknown: SpeedOrder = () => null

/** The ids to show, in order; `speed` is by the key of the sort. */
export const orderOf = (
  rows: Rows,
  wish: Wish,
  names: NameIndex,
  speed: SpeedOrder = unknown,
): readonly TorrentId[] => {
  const shown = wanted(rows, wish, names)
  const values = sortValues(shown, wish.sort.key, names, speed)
  const ranks = Float64Array.from(shown, (row) => names.rank(row.id))
  const sign = wish.sort.descending ? -1 : 1
  const at = (list: Float64Array, index: number): number => list[index] ?? 0
  const compare = (a: number, b: number): number => {
    const x = at(values, a)
    const y = at(values, b)
    if (x === y) return at(ranks, a) - at(ranks, b)
    if (Number.isNaN(x) || Number.isNaN(y)) {
      return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || at(ranks, a) - at(ranks, b)
    }
    return x < y ? -sign : sign
  }
  const indexes = Uint32Array.from(shown.keys()).sort(compare)
  return Array.from(indexes, (index) => (shown[index] as TorrentRow).id)
}

/**
 * The fresh order laid over the one in sight: who is in sight stays where it is while it exists, who is new comes in
 * behind its neighbour in the fresh order. For while several rows are chosen.
 */
export const keepOrder = (
  inSight: readonly TorrentId[],
  fresh: readonly TorrentId[],
  rows: Rows,
): readonly TorrentId[] => {
  const kept = inSight.filter((id) => rows.has(id))
  const here = new Set(kept)
  if (fresh.every((id) => here.has(id))) return kept.length === inSight.length ? inSight : kept
  const followers = new Map<TorrentId | null, TorrentId[]>()
  let before: TorrentId | null = null
  for (const id of fresh) {
    if (here.has(id)) before = id
    else followers.set(before, [...(followers.get(before) ?? []), id])
  }
  return [...(followers.get(null) ?? []), ...kept.flatMap((id) => [id, ...(followers.get(id) ?? [])])]
}
