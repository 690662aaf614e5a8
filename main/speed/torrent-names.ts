// Tells the wallet's books what torrents are called: they outlive the list, and hear of a torrent that earns something
// by its id alone. Invariant: of each torrent once while the wallet process runs, and only of those the books know.

import type { TorrentFigures } from '../../app/speed/figures.ts'
import type { TorrentId } from '../../app/torrent/row.ts'

interface Deps {
  /** Null: it is not in the list. */
  readonly nameOf: (id: TorrentId) => string | null
  /** False: it could not be told. */
  readonly tell: (names: readonly { readonly id: TorrentId; readonly name: string }[]) => Promise<boolean>
}

const AT_ONCE = 100
/** As the books take it. */
const LONGEST = 1_024

export class TorrentNames {
  readonly #deps: Deps
  readonly #told = new Set<TorrentId>()
  #telling = false

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Another process, or other books: nothing of it is known there. */
  forget(): void {
    this.#told.clear()
  }

  async of(torrents: readonly TorrentFigures[]): Promise<void> {
    if (this.#telling) return
    const names = torrents
      .filter(({ id }) => !this.#told.has(id))
      .flatMap(({ id }) => {
        const name = this.#deps.nameOf(id)
        return name === null ? [] : [{ id, name: name.slice(0, LONGEST) }]
      })
      .slice(0, AT_ONCE)
    if (names.length === 0) return
    this.#telling = true
    if (await this.#deps.tell(names)) for (const { id } of names) this.#told.add(id)
    this.#telling = false
  }
}
