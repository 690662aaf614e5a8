// The wallet process's side of Speed as main asks it, with a life of its own: away, refusing, or keeping what it is
// told.

import type { AppError } from '../../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { SpeedFigures } from '../../../app/speed/figures.ts'
import { figures, torrentFigures } from '../../../app/speed/testing/situations.ts'
import type { Owner } from '../wallet-books.ts'
import type { SpeedParts, TorrentOrder } from '../speed.ts'

export class FakeBooks {
  /** In the order they came; what was refused among them. */
  readonly asked: string[] = []
  away = false
  /** It takes what it is told, and never answers. */
  hangs = false
  /** As on its disk. */
  stopped = false
  readonly torrents = new Map<string, TorrentOrder>()
  owner: Owner | null = null

  get figures(): SpeedFigures | null {
    if (this.owner === null) return null
    const torrents = [...this.torrents.values()].map(({ id, on, budget, added = null }) =>
      torrentFigures({ id, on, budget, added }),
    )
    return figures({ ...this.owner, stopped: this.stopped, torrents })
  }

  readonly port: SpeedParts['books'] = {
    use: (owner) =>
      this.#answer(`use ${owner?.account ?? 'nobody'}`, () => {
        this.owner = owner
        return this.figures
      }),
    figures: () => this.#answer('figures', () => this.figures),
    stopSpending: () => this.port.stop(true),
    stop: (stopped) => this.#answer(`stop ${stopped}`, () => void (this.stopped = stopped)),
    deposit: (account) => this.#answer(`deposit ${account.free}`, () => undefined),
    settled: (calls) => this.#answer(`settled ${calls.map(({ txId }) => txId).join(' ')}`, () => undefined),
    endBids: () => this.#answer('end bids', () => undefined),
    setTorrent: (order) =>
      this.#answer(`torrent ${order.id.slice(0, 1)} ${order.on}`, () => void this.torrents.set(order.id, order)),
  }

  #answer<T>(name: string, act: () => T): Promise<Result<T, AppError>> {
    this.asked.push(name)
    if (this.hangs) return new Promise(() => undefined)
    return Promise.resolve(this.away ? fail({ code: 'wallet-unavailable' }) : ok(act()))
  }
}
