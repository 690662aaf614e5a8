// The laws of the list: apply(a, diff(a, b)) = b, and diff(a, a) is empty. Rows are compared by value, field by field.

import type { Delta, RowPatch, Snapshot, TorrentId, TorrentRow } from './row.ts'

export type Rows = ReadonlyMap<TorrentId, TorrentRow>

const sameReason = (a: TorrentRow['reason'], b: TorrentRow['reason']): boolean => {
  if (a === b) return true
  if (a === null || b === null) return false
  const left = Object.entries(a)
  const right = b as unknown as Record<string, unknown>
  return left.length === Object.keys(right).length && left.every(([key, value]) => Object.is(right[key], value))
}

const sameField = (key: keyof TorrentRow, a: TorrentRow, b: TorrentRow): boolean =>
  key === 'reason' ? sameReason(a.reason, b.reason) : Object.is(a[key], b[key])

/** The fields of `to` that differ from `from`, or null when none does. */
export const diffRow = (from: TorrentRow, to: TorrentRow): RowPatch | null => {
  let patch: Record<string, unknown> | null = null
  for (const key of Object.keys(to) as (keyof TorrentRow)[]) {
    if (key === 'id' || sameField(key, from, to)) continue
    patch ??= {}
    patch[key] = to[key]
  }
  return patch
}

/** Rows that may have changed, and torrents that left; of one in both, the row counts. */
export interface RowNews {
  readonly rows: Iterable<TorrentRow>
  readonly gone: Iterable<TorrentId>
}

/** Null when nothing changed: then nothing is sent. */
export const diff = (from: Rows, to: Rows, seq: number): Delta | null =>
  diffNews(from, { rows: to.values(), gone: from.keys() }, seq)

/** As `diff`, where it is known what may have changed. */
export const diffNews = (from: Rows, { rows, gone }: RowNews, seq: number): Delta | null => {
  const here = new Set<TorrentId>()
  const changed: [TorrentId, RowPatch][] = []
  const added: TorrentRow[] = []
  for (const row of rows) {
    const { id } = row
    here.add(id)
    const before = from.get(id)
    if (!before) added.push(row)
    else {
      const patch = diffRow(before, row)
      if (patch) changed.push([id, patch])
    }
  }
  const removed = [...new Set(gone)].filter((id) => from.has(id) && !here.has(id))
  if (changed.length + added.length + removed.length === 0) return null
  return { seq, changed, added, removed }
}

/** To the map itself; rows that did not change keep their identity. Patches of unknown rows are ignored. */
export const applyTo = (rows: Map<TorrentId, TorrentRow>, delta: Delta): void => {
  for (const id of delta.removed) rows.delete(id)
  for (const row of delta.added) rows.set(row.id, row)
  for (const [id, patch] of delta.changed) {
    const row = rows.get(id)
    if (row) rows.set(id, { ...row, ...patch })
  }
}

/** To a copy. */
export const apply = (rows: Rows, delta: Delta): Map<TorrentId, TorrentRow> => {
  const next = new Map(rows)
  applyTo(next, delta)
  return next
}

export const fromSnapshot = (snapshot: Snapshot): Map<TorrentId, TorrentRow> =>
  new Map(snapshot.rows.map((row) => [row.id, row]))
