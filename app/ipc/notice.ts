// What windows are told that nobody waited for, each once. Types only; the renderer has a sentence for each.

import type { ReachedGoal } from '../queue/goals.ts'
import type { TorrentId } from '../torrent/row.ts'
import type { Amount } from '../money/amount.ts'
import type { CashNow } from '../speed/cash-now.ts'
import type { CapName } from '../speed/allowance.ts'
import type { Address } from '../tron/address.ts'
import type { AppError } from './errors.ts'

/** An outcome the user did not wait for, shown once. */
export type Notice =
  | { readonly kind: 'error'; readonly error: AppError; readonly subject: string | null }
  /** A file or link handed over by another program or the system's dialog; `subject` is its name or the link. */
  | { readonly kind: 'unreadable'; readonly error: AppError; readonly subject: string }
  /** More was handed over at once than is taken at once. */
  | { readonly kind: 'left-out'; readonly count: number; readonly most: number }
  /** `leftOut`: trackers it could not take because it has as many as a torrent may have. */
  | {
      readonly kind: 'merged'
      readonly name: string
      readonly trackers: number
      readonly webSeeds: number
      readonly leftOut: number
    }
  /** It had seeded enough and left the list; its files stayed. */
  | { readonly kind: 'goal-removed'; readonly name: string; readonly goal: ReachedGoal }
  | { readonly kind: 'session-restored-from-backup' }
  /** The disk of the list itself: what changes is not kept before it has room. */
  | { readonly kind: 'state-disk-full' }
  /** Another program named a web address on our command line: it is not followed unless the user pastes it. */
  | { readonly kind: 'web-address-refused' }
  | { readonly kind: 'settings-reset'; readonly keptAs: string }
  /** The wallet's list of sends and names was damaged. */
  | { readonly kind: 'activity-reset'; readonly keptAs: string }
  /** The books of Speed were damaged. */
  | { readonly kind: 'speed-books-reset'; readonly keptAs: string }
  /** Said once of each cap that is reached; `id` and `name`: the torrent, where it is about one. */
  | {
      readonly kind: 'speed-capped'
      readonly cap: CapName
      readonly id: TorrentId | null
      readonly name: string | null
    }
  /** Paying was tried on this torrent, made nothing faster, and was stopped. */
  | { readonly kind: 'speed-not-helping'; readonly id: TorrentId; readonly name: string | null }
  /** So many who owe us `owes` (base units of BTT) may soon be unable to pay. */
  | {
      readonly kind: 'speed-cash-now'
      readonly because: CashNow['because']
      readonly payers: number
      readonly owes: Amount
    }
  /** A voucher was cashed and `missing` (base units of BTT) of it was not there; it stays owed. */
  | { readonly kind: 'speed-bounced'; readonly payer: Address; readonly missing: Amount }
