// The one details tab that is being looked at, sent once a second and at once when it is opened.

import type { DetailsTab, DetailsUpdate } from '../../app/torrent/details.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { detailsOf } from './details.ts'
import type { TorrentEngine } from './engine.ts'

export type Watch = { readonly id: TorrentId; readonly tab: DetailsTab } | null

export class DetailsWatch {
  readonly #engine: TorrentEngine
  readonly #send: (update: DetailsUpdate) => void
  #watch: Watch = null

  constructor(engine: TorrentEngine, send: (update: DetailsUpdate) => void) {
    this.#engine = engine
    this.#send = send
  }

  set(watch: Watch): void {
    this.#watch = watch
    this.tick()
  }

  tick(): void {
    const torrent = this.#watch && this.#engine.get(this.#watch.id)
    if (this.#watch && torrent) this.#send({ id: torrent.id, details: detailsOf(torrent, this.#watch.tab) })
  }

  close(): void {
    this.#watch = null
  }
}
