// What windows know of Speed: of the whole, of each torrent, of the books. Types only; main and the engine fill them
// in. Invariant: amounts are base units of BTT as bigint; null means "not known", never zero; every figure of the books
// can be opened into the rows of the journal that make it.

import type { Amount } from '../money/amount.ts'
import type { Address } from '../tron/address.ts'
import type { TorrentId } from '../torrent/row.ts'
import type { Allowance, CapName } from './allowance.ts'
import type { CashNow } from './cash-now.ts'
import type { Price, StopCode } from './terms.ts'

/** Why nothing can be bought or sold at all; null in `SpeedState`: nothing stands in the way. */
export type SpeedObstacle =
  | 'no-wallet'
  | 'no-network'
  | 'no-vault'
  | 'locked'
  | 'not-set-up'
  | 'chain-away'
  | 'key-unregistered'

export interface Deposit {
  /** In the vault, not locked for anybody. */
  readonly free: Amount
  readonly locked: Amount
  /** What `locked` is made of; `unlockAt`: ms since 1970 from which it may be unlocked, null: that was not asked for. */
  readonly locks: readonly { readonly payee: Address; readonly locked: Amount; readonly unlockAt: number | null }[]
  /** The vault may take so much of the account's BTT: of a deposit that was allowed and not made. Never to go unsaid. */
  readonly approved: Amount
  /** Promised in vouchers that have not been cashed yet. */
  readonly promised: Amount
  /** ms since 1970 from which all of `free` may be withdrawn; null: no exit was asked for. */
  readonly exitAt: number | null
  /** ms; from the vault itself. */
  readonly exitDelayMs: number
}

export interface SpeedState {
  readonly obstacle: SpeedObstacle | null
  /**
   * False: the books are closed, as they are before the wallet is unlocked once and while its process is away. What is
   * switched on, allowed and was spent is not known then, and zero stands for it.
   */
  readonly booksOpen: boolean
  /** Play money, and nothing else is meant by any amount here. */
  readonly practice: boolean
  readonly account: Address | null
  /** Null: not read yet. */
  readonly deposit: Deposit | null
  readonly allowance: Allowance | null
  /** What the allowance leaves to be promised, the deposit aside; null: there is no allowance. */
  readonly left: { readonly today: Amount; readonly total: Amount } | null
  /** The big switch: no voucher is signed while it is on. */
  readonly spendingStopped: boolean
  readonly spentToday: Amount
  readonly spentInAll: Amount
  readonly selling: boolean
  readonly ask: Price
  /** Of upload slots and rate, the most that buyers get while free peers want theirs; whole. */
  readonly paidPercent: number
  readonly earnedToday: Amount
  readonly earnedInAll: Amount
  /** Of what was promised here, cashed before by another device of this wallet, or by books before these. */
  readonly cashedElsewhere: Amount
  /** Why nothing comes in while selling is on; null: something does, or selling is off. */
  readonly nothingEarned: NothingEarned | null
  /** Who owes us may soon be unable to pay; null: nobody whose vouchers we hold, as far as was read. */
  readonly cashNow: CashNow | null
  /** Null: none runs. */
  readonly demo: Trial | null
  /** The books were damaged, and begun anew; the old ones are kept under this name. Null: not so, or the user knows. */
  readonly setAside: string | null
  /** Rises with every entry of the journal. */
  readonly booksRevision: number
}

/**
 * What a trial needs of the user before they can pay, each asked in the wallet's own window. `refused`: they said no,
 * and are not asked again unless they wish it. `failed`: it could not be done. `done`: nothing more is asked; the chain
 * may still have to settle it.
 */
export type TrialSetUp = 'waiting' | 'create' | 'unlock' | 'deposit' | 'limits' | 'done' | 'refused' | 'failed'

/** `speed.demo` while it runs: its torrent, and the other side of what is paid for it, as that side has it. */
export interface Trial {
  /** Null: its swarm is coming up. */
  readonly id: TorrentId | null
  readonly setUp: TrialSetUp
  /** Null: it has no wallet yet. */
  readonly seller: Address | null
  /** In the seller's own books, from the user, and from all. */
  readonly earned: Amount
  readonly earnedInAll: Amount
}

export type NothingEarned =
  | 'nothing-to-seed'
  | 'port-closed'
  | 'nobody-wants'
  | 'no-buyers'
  | 'buyers-without-deposit'
  | 'outbid-elsewhere'

/**
 * `no-sellers`: nobody here sells. `no-funds`: sellers, but nothing to pay them with. `ready`: sellers and funds;
 * paying begins where it can help. `comparing`: nothing is paid for some seconds, to measure what comes without.
 * `capped`: `cap` says which. `not-helping`: it was tried, and stopped. `unknown`: the books are closed, so nothing is
 * bought, and whether it is on is not known. `unkept`: it was switched off, which no disk took: nothing is bought while
 * the app runs, and after that it may be on.
 */
export type TorrentSpeedPhase =
  | { readonly is: 'unknown' }
  | { readonly is: 'off' }
  | { readonly is: 'unkept' }
  | { readonly is: 'private' }
  | { readonly is: 'no-sellers' }
  | { readonly is: 'no-funds' }
  | { readonly is: 'ready' }
  | { readonly is: 'comparing' }
  | { readonly is: 'bidding' }
  | { readonly is: 'paying' }
  | { readonly is: 'capped'; readonly cap: CapName }
  | { readonly is: 'not-helping' }
  | { readonly is: 'complete' }

/** What alternating paid and unpaid windows measured, B/s of verified data. */
export interface Help {
  /** Of the sellers concerned, or of all peers together: whichever gained less by paying, since both must gain. */
  readonly of: 'sellers' | 'all'
  readonly paid: number
  readonly unpaid: number
  /** Pairs of windows so far; few say little. */
  readonly windows: number
  readonly verdict: 'measuring' | 'helped' | 'not-helped'
}

export interface TorrentSpeed {
  readonly id: TorrentId
  /** Null: the books are closed; then what they say of it is zero. */
  readonly on: boolean | null
  readonly budget: Amount
  readonly spent: Amount
  readonly earned: Amount
  readonly phase: TorrentSpeedPhase
  /** Base units per MiB: what is paid now, the dearest of them; null: nobody is. */
  readonly price: Price | null
  /** Cheapest ask heard here. */
  readonly lowestAsk: Price | null
  readonly sellers: number
  readonly buyers: number
  /** Of them, those who paid in the last minute or owe for what they are sent. */
  readonly paying: number
  /** B/s from peers that are paid, and from all others. */
  readonly paidRate: number
  readonly freeRate: number
  /** B/s to peers that pay. */
  readonly soldRate: number
  readonly help: Help | null
  /** Before it is begun: seconds sooner for at most so much; null: nothing can be said yet. */
  readonly estimate: { readonly secondsSooner: number; readonly cost: Amount } | null
  readonly peers: readonly PeerSpeed[]
}

export interface PeerSpeed {
  readonly address: string
  readonly account: Address | null
  readonly role: 'buys' | 'sells' | 'both'
  readonly state: string
  readonly price: Price | null
  readonly bytes: number
  readonly amount: Amount
  readonly stopped: StopCode | null
}

export const journalKinds = [
  'reserve',
  'pay',
  'earn',
  'cash',
  'deposit',
  'withdraw',
  'lock',
  'fee',
  'bounce',
  'retract',
] as const
export type JournalKind = (typeof journalKinds)[number]

const directions = ['in', 'out'] as const
/** Lines of a kind, or of a kind that go one way: what we cashed is no part of what peers cashed of us. */
export type BooksKind = JournalKind | `${JournalKind}:${(typeof directions)[number]}`
export const booksKinds: readonly BooksKind[] = journalKinds.flatMap((kind) => [
  kind,
  ...directions.map((way) => `${kind}:${way}` as const),
])

/**
 * One line of the books. Of what was paid or earned for one torrent and counterparty there is one an hour, which grows
 * while the hour lasts; beyond that no line ever changes, and none is removed. `reserve`: promised by a ledger before
 * this one, as a payee proved. `cash` out: a payee took it from the deposit.
 */
export interface JournalEntry {
  readonly index: number
  /** ms since 1970. */
  readonly at: number
  readonly kind: JournalKind
  /** Base units of BTT; sun for a fee. */
  readonly amount: Amount
  /** Into the account of the user, or out of it. */
  readonly direction: 'in' | 'out'
  readonly torrent: TorrentId | null
  readonly torrentName: string | null
  readonly counterparty: Address | null
  /** A transaction's id or a bid's reference. */
  readonly reference: string | null
}

export interface BooksTotals {
  readonly earned: Amount
  readonly cashed: Amount
  readonly uncashed: Amount
  readonly bounced: Amount
  readonly spent: Amount
  /** In sun. */
  readonly fees: Amount
}

export interface BooksLine {
  readonly key: string
  readonly name: string
  readonly earned: Amount
  readonly spent: Amount
  /** Of a counterparty; vouchers do not say of which torrent they are: there it is zero. */
  readonly uncashed: Amount
  /** Likewise: what was tried to be cashed and not there. It stays owed, and can be cashed when the payer covers it. */
  readonly bounced: Amount
}
