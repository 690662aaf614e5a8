// The rows, outside React: a row is told to redraw only when it changed, and the list hears of each step once. Rows
// come from the engine as a snapshot and deltas; between a gap and the snapshot that heals it the old rows stay.
// Invariant: a row keeps its identity until one of its fields changes.

import { useCallback, useSyncExternalStore } from 'react'
import { applyTo, fromSnapshot, type Rows } from '../../app/torrent/delta.ts'
import type { Delta, Snapshot, TorrentId, TorrentRow } from '../../app/torrent/row.ts'

/** A step of the list: which rows are other than before, in which fields, and whether some came or went. */
export interface RowsStep {
  readonly changed: readonly TorrentId[]
  /** The fields that changed in any row; every field may have when rows came or went. */
  readonly fields: ReadonlySet<string>
  readonly membership: boolean
}

type Listener = () => void

const fieldsOf = ({ changed }: Delta): ReadonlySet<string> => {
  const fields = new Set<string>()
  for (const [, patch] of changed) for (const field in patch) fields.add(field)
  return fields
}

class RowStore {
  #rows = new Map<TorrentId, TorrentRow>()
  #seq: number | null = null
  readonly #byRow = new Map<TorrentId, Set<Listener>>()
  readonly #steps = new Set<(step: RowsStep) => void>()

  /** Null before the first snapshot. */
  get seq(): number | null {
    return this.#seq
  }

  /** The same map as long as steps follow each other; it changes with each. */
  get rows(): Rows {
    return this.#rows
  }

  row(id: TorrentId): TorrentRow | undefined {
    return this.#rows.get(id)
  }

  replace(snapshot: Snapshot): void {
    const before = this.#rows
    this.#rows = fromSnapshot(snapshot)
    this.#seq = snapshot.seq
    this.#tell({ changed: [...new Set([...before.keys(), ...this.#rows.keys()])], fields: new Set(), membership: true })
  }

  /** False when the step does not follow the last one: then a snapshot is needed. Steps of the past are ignored. */
  apply(delta: Delta): boolean {
    if (this.#seq === null || delta.seq > this.#seq + 1) return false
    if (delta.seq <= this.#seq) return true
    // A copy of thousands at every step costs more than all the rest of it.
    applyTo(this.#rows, delta)
    this.#seq = delta.seq
    const changed = [...delta.changed.map(([id]) => id), ...delta.added.map(({ id }) => id), ...delta.removed]
    this.#tell({ changed, fields: fieldsOf(delta), membership: delta.added.length + delta.removed.length > 0 })
    return true
  }

  onRow(id: TorrentId, listener: Listener): () => void {
    const listeners = this.#byRow.get(id) ?? new Set()
    this.#byRow.set(id, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#byRow.get(id) === listeners) this.#byRow.delete(id)
    }
  }

  onStep(listener: (step: RowsStep) => void): () => void {
    this.#steps.add(listener)
    return () => this.#steps.delete(listener)
  }

  #tell(step: RowsStep): void {
    for (const id of step.changed) for (const listener of this.#byRow.get(id) ?? []) listener()
    for (const listener of this.#steps) listener(step)
  }
}

export const torrents = new RowStore()

/** The row, redrawn when it changes; undefined when it is gone. */
export const useTorrent = (id: TorrentId | null): TorrentRow | undefined => {
  const subscribe = useCallback((listener: Listener) => (id === null ? () => {} : torrents.onRow(id, listener)), [id])
  return useSyncExternalStore(subscribe, () => (id === null ? undefined : torrents.row(id)))
}
