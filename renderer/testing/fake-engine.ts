// A pretend engine behind the fake API: rows that move a little each tick, and do at once what commands ask. It knows
// nothing of files or peers; what it answers is made up but always fits the contract.

import { diff } from '../../app/torrent/delta.ts'
import type { Delta, RowPatch, TorrentId, TorrentRow } from '../../app/torrent/row.ts'
import { random } from './samples.ts'

const jitter = (rate: number, next: () => number): number =>
  rate === 0 ? 0 : Math.max(1024, Math.round((rate * (0.85 + next() * 0.3)) / 1024) * 1024)

const stepRow = (row: TorrentRow, next: () => number): TorrentRow => {
  const downRate = jitter(row.downRate, next)
  const upRate = jitter(row.upRate, next)
  if (downRate === row.downRate && upRate === row.upRate) return row
  const have = Math.min(row.size ?? 0, row.have + downRate)
  const progress = row.size === null ? row.progress : Math.floor((have / row.size) * 1000) / 1000
  const uploaded = row.uploaded + upRate
  const downloaded = row.downloaded + downRate
  const eta = downRate > 0 && row.size !== null ? Math.ceil((row.size - have) / downRate) : null
  const ratio = downloaded === 0 ? 0 : Math.round((uploaded / downloaded) * 100) / 100
  return { ...row, downRate, upRate, have, progress, uploaded, downloaded, eta, ratio }
}

export class FakeEngine {
  #rows: Map<TorrentId, TorrentRow>
  #sent: ReadonlyMap<TorrentId, TorrentRow>
  #seq = 1
  readonly #next = random(42)

  constructor(rows: readonly TorrentRow[]) {
    this.#rows = new Map(rows.map((row) => [row.id, row]))
    this.#sent = new Map(this.#rows)
  }

  get seq(): number {
    return this.#seq
  }

  get rows(): readonly TorrentRow[] {
    return [...this.#rows.values()]
  }

  row(id: TorrentId): TorrentRow | undefined {
    return this.#rows.get(id)
  }

  add(row: TorrentRow): void {
    this.#rows.set(row.id, row)
  }

  remove(ids: readonly TorrentId[]): void {
    for (const id of ids) this.#rows.delete(id)
  }

  patch(ids: readonly TorrentId[], patch: (row: TorrentRow) => RowPatch): void {
    for (const id of ids) {
      const row = this.#rows.get(id)
      if (row) this.#rows.set(id, { ...row, ...patch(row) })
    }
  }

  /** Lets a second pass: rates jitter, progress grows. */
  step(): void {
    for (const [id, row] of this.#rows) this.#rows.set(id, stepRow(row, this.#next))
  }

  /** What changed since the last time, or null. */
  flush(): Delta | null {
    const delta = diff(this.#sent, this.#rows, this.#seq + 1)
    if (delta === null) return null
    this.#sent = new Map(this.#rows)
    this.#seq = delta.seq
    return delta
  }
}
