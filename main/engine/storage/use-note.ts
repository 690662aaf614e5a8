// Says in the journal that a torrent is in use, and that this ended in an orderly way. On a full state disk it may be
// used nonetheless, for reading. Invariant: before anything of it is changed, `require` went through.

import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Journal } from '../session/session.ts'
import { diskErrorOf } from './disk-fault.ts'

export class UseNote {
  readonly #journal: Pick<Journal, 'opened' | 'closed'>
  readonly #id: TorrentId
  #noted = false

  constructor(journal: Pick<Journal, 'opened' | 'closed'>, id: TorrentId) {
    this.#journal = journal
    this.#id = id
  }

  /** Throws when the state disk refuses. */
  require(): void {
    if (!this.#noted) this.#journal.opened(this.#id)
    this.#noted = true
  }

  try(): void {
    quietly(() => this.require())
  }

  /** Whether the disk of our state takes anything at all. Throws when it does not. */
  probe(): void {
    this.#journal.opened(this.#id)
    this.#noted = true
  }

  /** Not being called clean only means that it is looked at more closely next time. */
  end(): void {
    if (this.#noted) quietly(() => this.#journal.closed(this.#id))
  }
}

function quietly(act: () => void): void {
  try {
    act()
  } catch (error) {
    diskErrorOf(error)
  }
}
