// Tells what happened when the user is not looking at the window: downloads are done, somebody who owes us may soon be
// unable to pay, paying stopped. Several at once become one message. Leaves saying each once to who reports it.

import type { UiRequest } from '../../app/ipc/contract.ts'
import type { Notice } from '../../app/ipc/notice.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { Clock } from '../supervisor/clock.ts'
import { words } from './messages.ts'
import { moneyNews, type MoneyNews } from './money-news.ts'

const GATHER_MS = 1_000

interface Finished {
  readonly id: TorrentId
  readonly name: string
}

/** What the system shows. */
export interface Note {
  readonly title: string
  readonly body: string
  readonly pressed: () => void
}

interface Deps {
  /** At the moment at which it would be shown. */
  readonly wanted: (about: 'done' | 'money') => boolean
  /** Shows the window, and there what is asked for. */
  readonly request: (request: UiRequest) => void
  readonly show: (note: Note) => void
  readonly clock: Pick<Clock, 'after'>
}

export class Notifications {
  readonly #deps: Deps
  #finished: Finished[] = []
  #money: MoneyNews[] = []

  constructor(deps: Deps) {
    this.#deps = deps
  }

  finished(torrent: Finished): void {
    this.#finished.push(torrent)
    if (this.#finished.length === 1) this.#deps.clock.after(GATHER_MS, () => this.#tellFinished())
  }

  /** `practice`: it is about play money. */
  money(notice: Notice, practice: boolean): void {
    const news = moneyNews(notice, practice)
    if (news === null) return
    this.#money.push(news)
    if (this.#money.length === 1) this.#deps.clock.after(GATHER_MS, () => this.#tellMoney())
  }

  #tellFinished(): void {
    const gathered = this.#finished
    this.#finished = []
    const [first] = gathered
    if (!first || !this.#deps.wanted('done')) return
    this.#deps.show({
      title: gathered.length === 1 ? words.finished : words.finishedMany(gathered.length),
      body: words.names(gathered.map(({ name }) => name)),
      pressed: () => this.#deps.request({ do: 'reveal', id: first.id }),
    })
  }

  #tellMoney(): void {
    const gathered = this.#money
    this.#money = []
    const [first] = gathered
    if (!first || !this.#deps.wanted('money')) return
    const one: MoneyNews =
      gathered.length === 1
        ? first
        : {
            title: words.moneyMany,
            body: words.names([...new Set(gathered.map(({ title }) => title))]),
            request: { do: 'open-earnings' },
          }
    this.#deps.show({ title: one.title, body: one.body, pressed: () => this.#deps.request(one.request) })
  }
}
