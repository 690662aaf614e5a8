// What main itself must know of the torrents: is something downloading, which ones run. Follows the same deltas as
// the windows and asks for a snapshot after a gap.

import type { EngineClient } from '../supervisor/engine-client.ts'
import { apply, fromSnapshot, type Rows } from '../../app/torrent/delta.ts'
import type { Delta, TorrentStatus } from '../../app/torrent/row.ts'

/** They talk to no tracker. */
const ASLEEP: ReadonlySet<TorrentStatus> = new Set(['stopped', 'error', 'checking'] as const)

export class Activity {
  readonly #engine: EngineClient
  readonly #onChange: () => void
  #rows: Rows = new Map()
  #seq: number | null = null

  constructor(engine: EngineClient, onChange: () => void) {
    this.#engine = engine
    this.#onChange = onChange
  }

  /** What is in the list; empty while the engine is away. */
  get rows(): Rows {
    return this.#rows
  }

  get isDownloading(): boolean {
    return [...this.#rows.values()].some(({ status }) => status === 'downloading')
  }

  /** After the computer slept: the peers we knew have given us up, the trackers know new ones. */
  reannounce(): void {
    const ids = [...this.#rows.values()].filter(({ status }) => !ASLEEP.has(status)).map(({ id }) => id)
    // However many: the engine spreads them by itself.
    if (ids.length > 0) void this.#engine.call('torrents.reannounce', { ids })
  }

  /** The engine is there, perhaps anew. */
  async begin(): Promise<void> {
    const snapshot = await this.#engine.call('torrents.snapshot', undefined)
    if (!snapshot.ok) return
    this.#seq = snapshot.value.seq
    this.#set(fromSnapshot(snapshot.value))
  }

  /** The engine is away: nothing happens. */
  end(): void {
    this.#seq = null
    this.#set(new Map())
  }

  take(delta: Delta): void {
    // Before the snapshot there is nothing to lay it over; what the snapshot holds already is not news.
    if (this.#seq === null || delta.seq <= this.#seq) return
    const follows = delta.seq === this.#seq + 1
    this.#seq = follows ? delta.seq : null
    if (follows) this.#set(apply(this.#rows, delta))
    else void this.begin()
  }

  #set(rows: Rows): void {
    this.#rows = rows
    this.#onChange()
  }
}
