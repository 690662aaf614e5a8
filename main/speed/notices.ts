// What of Speed the user is told once, as it happens: a cap was reached or the deposit used up, paying did not help,
// somebody who owes us leaves or runs dry, the books were damaged. Everything else is for the screens. Invariant:
// nothing is said twice of one cause, and what was so already when the app began is no news.

import type { Notice } from '../../app/ipc/notice.ts'
import type { CapName } from '../../app/speed/allowance.ts'
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
/** While one of these is the cause, nothing is known of those behind it. */
const URGENCY: readonly CashNow['because'][] = ['exit-asked', 'signer-changed', 'payer-runs-dry']

export class SpeedNotices {
  readonly #deps: Deps
  /** By torrent, or by cap where it is about all: what is so now. */
  #now: ReadonlyMap<string, string> | null = null
  /** Of caps that come and go with the sellers: said once until something was paid again. */
  readonly #barred = new Set<string>()
  /** Something was paid since the deposit was said to be used up. */
  #hasPaid = false
  /** By cause, the payers that were told of. */
  readonly #owing = new Map<CashNow['because'], ReadonlySet<string>>()
  #setAside: string | null = null

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /**
   * How things are; null: not known, and whatever is so next is no news. `canSign`: where funds are missing it is the
   * deposit that is used up, and not a key that is locked away.
   */
  torrents(torrents: readonly TorrentSpeed[] | null, canSign: boolean): void {
    if (torrents === null) {
      this.#now = null
      this.#hasPaid = false
      return
    }
    const before = this.#now
    const now = new Map<string, string>()
    for (const torrent of torrents) {
      if (torrent.phase.is === 'paying') {
        this.#hasPaid = true
        for (const cap of BARRING) this.#barred.delete(`${torrent.id} ${cap}`)
      }
      const [key, state] = this.#stateOf(torrent, canSign)
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
    const told = now && this.#owing.get(now.because)
    for (const because of URGENCY.slice(0, now === null ? URGENCY.length : URGENCY.indexOf(now.because)))
      this.#owing.delete(because)
    if (now === null) return
    this.#owing.set(now.because, new Set(now.payers))
    if (now.payers.every((payer) => told?.has(payer))) return
    this.#deps.tell({ kind: 'speed-cash-now', because: now.because, payers: now.payers.length, owes: now.owes })
  }

  #stateOf({ id, phase }: TorrentSpeed, canSign: boolean): readonly [key: string, state: string | null] {
    if (phase.is === 'not-helping') return [id, phase.is]
    if (phase.is === 'no-funds') return ['deposit', canSign && this.#hasPaid ? 'deposit' : null]
    // Off is what the user wished.
    if (phase.is !== 'capped' || phase.cap === 'off') return [id, null]
    return [GENERAL.has(phase.cap) ? phase.cap : id, phase.cap]
  }

  #say({ id, phase }: TorrentSpeed): void {
    if (phase.is === 'not-helping') this.#deps.tell({ kind: 'speed-not-helping', id, name: this.#deps.nameOf(id) })
    if (phase.is === 'no-funds') {
      this.#hasPaid = false
      this.#deps.tell({ kind: 'speed-capped', cap: 'deposit', id: null, name: null })
    }
    if (phase.is === 'capped') this.#sayCapped(id, phase.cap)
  }

  #sayCapped(id: TorrentId, cap: CapName): void {
    if (BARRING.has(cap)) {
      const key = `${id} ${cap}`
      if (this.#barred.has(key)) return
      this.#barred.add(key)
    }
    const of = GENERAL.has(cap) ? { id: null, name: null } : { id, name: this.#deps.nameOf(id) }
    this.#deps.tell({ kind: 'speed-capped', cap, ...of })
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
