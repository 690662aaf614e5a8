// Which torrents may change without anybody saying so: with peers, downloading, checking, waiting for a disk. They are
// looked at every second; the still ones, most of a long list, only when something stirs them, and cost nothing else.
// Invariant: a torrent that changed since `news` was last asked is in the next.

import type { TorrentId } from '../../app/torrent/row.ts'
import type { ManagedTorrent } from './managed-torrent.ts'

type Torrent = Pick<ManagedTorrent, 'id' | 'isStill'>

export class Lively<T extends Torrent = ManagedTorrent> {
  readonly #lively = new Set<T>()
  /** Became still since `news` was last asked. */
  readonly #settled = new Set<T>()
  #gone: TorrentId[] = []

  get all(): Iterable<T> {
    return this.#lively
  }

  /** It is here, or not as it was. */
  stir(torrent: T): void {
    this.#settled.delete(torrent)
    this.#lively.add(torrent)
  }

  leave(torrent: T): void {
    this.#lively.delete(torrent)
    this.#settled.delete(torrent)
    this.#gone.push(torrent.id)
  }

  /** Whoever is still now rests. */
  settle(): void {
    for (const torrent of this.#lively) {
      if (!torrent.isStill) continue
      this.#lively.delete(torrent)
      this.#settled.add(torrent)
    }
  }

  /** Who may have changed since this was last asked, and who left; one that left may be here again. */
  news(): { readonly changed: readonly T[]; readonly gone: readonly TorrentId[] } {
    const news = { changed: [...this.#lively, ...this.#settled], gone: this.#gone }
    this.#settled.clear()
    this.#gone = []
    return news
  }
}
