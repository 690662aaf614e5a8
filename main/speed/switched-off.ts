// Torrents that a user switched off and that the wallet has not taken as such: it was away, or its disk refused. Until
// it has, settings keep them as well, by marks that name nobody. Leaves refusing to pay to the desk, which asks here,
// and trying again to its owner. Invariant: what is in here is not paid for, after a restart neither if settings took
// it, and leaves only when the wallet took it or the user switched it on again.

import { createHash } from 'node:crypto'
import type { AppError } from '../../app/ipc/errors.ts'
import { ok, type Result } from '../../app/result.ts'
import type { SpeedFigures } from '../../app/speed/figures.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { fingerprint } from './fingerprint.ts'
import type { TorrentOrder } from './speed.ts'
import type { Owner } from './wallet-books.ts'

type Done = Promise<Result<void, AppError>>

interface Deps {
  /** Whose books are in use; null: nobody's. */
  readonly owner: () => Owner | null
  /** To the wallet. */
  readonly tell: (order: TorrentOrder) => Done
  readonly figures: () => Promise<Result<SpeedFigures | null, AppError>>
  /** Of settings. */
  readonly marks: () => readonly string[]
  readonly keep: (marks: readonly string[]) => Done
}

export class SwitchedOff {
  readonly #deps: Deps
  readonly #orders = new Map<string, TorrentOrder>()
  /** Neither the wallet nor settings took them. */
  readonly #unkept = new Map<string, TorrentId>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Null: whether there is any. */
  has(id: TorrentId | null): boolean {
    const marks = this.#deps.marks()
    if (id === null) return this.#orders.size > 0 || marks.length > 0
    const mark = this.#markOf(id)
    return this.#orders.has(mark) || marks.includes(mark)
  }

  /** It is off while the app runs, and may be on after that. */
  isUnkept(id: TorrentId): boolean {
    return this.#unkept.has(this.#markOf(id))
  }

  get isEmpty(): boolean {
    return !this.has(null)
  }

  async switchOff(order: TorrentOrder): Done {
    const { tell, keep, marks } = this.#deps
    const mark = this.#markOf(order.id)
    this.#orders.set(mark, order)
    const [told, kept] = await Promise.all([tell(order), keep([...new Set([...marks(), mark])])])
    if (told.ok) await this.#leave(mark)
    else if (!kept.ok) this.#unkept.set(mark, order.id)
    return kept.ok ? kept : told
  }

  async switchOn(order: TorrentOrder): Done {
    const told = await this.#deps.tell(order)
    if (told.ok) await this.#leave(this.#markOf(order.id))
    return told
  }

  /** The wallet is there again, or may be. */
  async catchUp(): Promise<void> {
    for (const [mark, order] of [...this.#orders])
      if (mark === this.#markOf(order.id) && (await this.#deps.tell(order)).ok) await this.#leave(mark)
    if (this.#deps.marks().length === 0) return
    const figures = await this.#deps.figures()
    for (const { id, on, budget } of figures.ok ? (figures.value?.torrents ?? []) : []) {
      const mark = this.#markOf(id)
      if (!this.#deps.marks().includes(mark)) continue
      const told = on ? await this.#deps.tell({ id, name: null, on: false, budget }) : ok(undefined)
      if (told.ok) await this.#leave(mark)
    }
  }

  async #leave(mark: string): Promise<void> {
    this.#orders.delete(mark)
    this.#unkept.delete(mark)
    const { marks, keep } = this.#deps
    // Where settings can't be written it is switched off once more after a restart.
    if (marks().includes(mark)) await keep(marks().filter((each) => each !== mark))
  }

  #markOf(id: TorrentId): string {
    const text = fingerprint({ owner: this.#deps.owner(), id })
    return createHash('sha256').update(text).digest('hex').slice(0, 32)
  }
}
