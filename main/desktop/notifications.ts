// Tells that downloads are done when the user is not looking at the window. Several at once become one message.

import { Notification } from 'electron'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { Clock } from '../supervisor/clock.ts'
import { words } from './messages.ts'

const GATHER_MS = 1_000

interface Finished {
  readonly id: TorrentId
  readonly name: string
}

interface Deps {
  readonly wanted: () => boolean
  readonly reveal: (id: TorrentId) => void
  readonly clock: Clock
}

export class Notifications {
  readonly #deps: Deps
  #gathered: Finished[] = []
  /** A notification that is collected as garbage loses its click. */
  readonly #open = new Set<Notification>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  finished(torrent: Finished): void {
    this.#gathered.push(torrent)
    if (this.#gathered.length === 1) this.#deps.clock.after(GATHER_MS, () => this.#tell())
  }

  #tell(): void {
    const gathered = this.#gathered
    this.#gathered = []
    const [first] = gathered
    if (!first || !this.#deps.wanted() || !Notification.isSupported()) return
    const notification = new Notification({
      title: gathered.length === 1 ? words.finished : words.finishedMany(gathered.length),
      body: words.names(gathered.map(({ name }) => name)),
    })
    this.#open.add(notification)
    notification.on('click', () => this.#deps.reveal(first.id))
    notification.on('close', () => this.#open.delete(notification))
    notification.show()
  }
}
