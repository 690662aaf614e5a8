// What of Speed the user is told once, as it happens: a cap was reached, paying did not help, somebody who owes us leaves,
// the books were damaged.
// Everything else is for the screens. Invariant: nothing is said twice of one cause, and what was so already when the app
// began is no news.

import type { Notice } from '../../app/ipc/contract.ts'
import type { CashNow } from '../../app/speed/cash-now.ts'
import type { SettledCall } from '../../app/speed/settled.ts'
import type { TorrentSpeed } from '../../app/speed/speed-state.ts'
import type { TorrentId } from '../../app/torrent/row.ts'

interface Deps {
  readonly tell: (notice: Notice) => void
  readonly nameOf: (id: TorrentId) => string | null
}

/** Not of one torrent: said once for all of them. */
const GENERAL: ReadonlySet<string> = new Set(['day', 'total', 'deposit'])
/** Of sellers that are here: others may come at any time. */
const BARRING: ReadonlySet<string> = new Set(['peer', 'price'])

export class SpeedNotices {
  readonly #deps: Deps
  /** By torrent, or by cap where it is about all: what is so now. */
  #now: ReadonlyMap<string, string> | null = null
  /** Of caps that come and go with the sellers: said once until something was paid again. */
  readonly #barred = new Set<string>()
  /** By cause and payer. */
  #leaving: ReadonlySet<string> = new Set()
  #setAside: string | null = null

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** How things are; null: not known, and whatever is so next is no news. */
  torrents(torrents: readonly TorrentSpeed[] | null): void {
    if (torrents === null) {
      this.#now = null
      return
    }
    const before = this.#now
    const now = new Map<string, string>()
    for (const torrent of torrents) {
      const [key, state] = this.#stateOf(torrent)
      if (torrent.phase.is === 'paying') for (const cap of BARRING) this.#barred.delete(`${torrent.id} ${cap}`)
      if (state === null || now.get(key) === state) continue
      now.set(key, state)
      if (before !== null && before.get(key) !== state) this.#say(torrent)
    }
    this.#now = now
  }

  /** Until the user has said to know of it, each time the app begins. */
  books(setAside: string | null): void {
    if (setAside === null || setAside === this.#setAside) return
    this.#setAside = setAside
    this.#deps.tell({ kind: 'speed-books-reset', keptAs: setAside })
  }

  /** As it is now; who was told of is told of again when it was not so in between. */
  cashNow(now: CashNow | null): void {
    const keys = new Set(now?.payers.map((payer) => `${now.because} ${payer}`))
    const isNews = [...keys].some((key) => !this.#leaving.has(key))
    this.#leaving = keys
    if (now !== null && isNews)
      this.#deps.tell({ kind: 'speed-cash-now', because: now.because, payers: now.payers.length, owes: now.owes })
  }

  #stateOf({ id, phase }: TorrentSpeed): readonly [key: string, state: string | null] {
    if (phase.is === 'not-helping') return [id, phase.is]
    // Off is what the user wished.
    if (phase.is !== 'capped' || phase.cap === 'off') return [id, null]
    return [GENERAL.has(phase.cap) ? phase.cap : id, phase.cap]
  }

  #say({ id, phase }: TorrentSpeed): void {
    if (phase.is === 'capped' && BARRING.has(phase.cap)) {
      const key = `${id} ${phase.cap}`
      if (this.#barred.has(key)) return
      this.#barred.add(key)
    }
    const name = this.#deps.nameOf(id)
    if (phase.is === 'not-helping') this.#deps.tell({ kind: 'speed-not-helping', name })
    if (phase.is === 'capped')
      this.#deps.tell({ kind: 'speed-capped', cap: phase.cap, name: GENERAL.has(phase.cap) ? null : name })
  }
}

/** Of vouchers that were cashed by the account, what their payers could not pay. */
export const bounces = (calls: readonly SettledCall[]): readonly Notice[] =>
  calls.flatMap(({ account, events }) =>
    events.flatMap((event): Notice[] =>
      event.is === 'bounced' && event.payee === account
        ? [{ kind: 'speed-bounced', payer: event.payer, missing: event.missing }]
        : [],
    ),
  )
