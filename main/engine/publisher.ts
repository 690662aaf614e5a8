// Sends what changed of the list, on a pace that follows whether anybody looks. Nothing changed, nothing sent. What was
// sent last is what a new window gets as its snapshot, so that snapshot and deltas fit together.

import { diffNews, type RowNews } from '../../app/torrent/delta.ts'
import { Pacer } from './pacer.ts'
import type { Delta, Snapshot, TorrentId, TorrentRow } from '../../app/torrent/row.ts'

const VISIBLE_MS = 500
const HIDDEN_MS = 2_000

export interface PublisherDeps {
  /** Since it was last asked. */
  news(): RowNews
  send(delta: Delta): void
}

export class Publisher {
  readonly #deps: PublisherDeps
  readonly #sent = new Map<TorrentId, TorrentRow>()
  readonly #pacer = new Pacer(() => this.publish())
  #seq = 0
  #timer: NodeJS.Timeout | null = null

  constructor(deps: PublisherDeps) {
    this.#deps = deps
    this.pace('visible')
  }

  pace(pace: 'visible' | 'hidden'): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = setInterval(() => this.publish(), pace === 'visible' ? VISIBLE_MS : HIDDEN_MS)
  }

  /** For what the user just did: at once, or as soon as a long list allows. */
  publishSoon(): void {
    this.#pacer.request()
  }

  publish(): void {
    const news = this.#deps.news()
    const delta = diffNews(this.#sent, news, this.#seq + 1)
    if (!delta) return
    this.#seq = delta.seq
    for (const id of delta.removed) this.#sent.delete(id)
    for (const row of news.rows) this.#sent.set(row.id, row)
    this.#deps.send(delta)
  }

  snapshot(): Snapshot {
    this.publish()
    return { seq: this.#seq, rows: [...this.#sent.values()] }
  }

  close(): void {
    this.#pacer.close()
    if (this.#timer) clearInterval(this.#timer)
  }
}
