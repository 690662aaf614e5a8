// Every failure that may cross a process border, as data. The renderer turns a code into a sentence
// (renderer/messages); no text for people travels. `internal` carries only the id under which the log has the cause.

import type { CreateFault } from '../creating/create-fault.ts'
import type { VaultProblem } from '../speed/vault-order.ts'
import type { MagnetFault } from '../torrent/magnet.ts'
import type { MetainfoFault } from '../torrent/metainfo-fault.ts'
import type { ChainFault } from '../wallet/chain-fault.ts'
import type { SendProblem } from '../wallet/send-preview.ts'
import type { TransactionFault, WalletFault } from '../wallet/wallet-fault.ts'

/**
 * Why a file operation was refused, from the errno of the system call. `changed`: it would destroy another's bytes;
 * `state-full` and `state`: it is not the torrent's disk that refuses but the one our own list and settings are on.
 */
export type DiskFault =
  | 'full'
  | 'denied'
  | 'read-only'
  | 'io'
  | 'missing'
  | 'too-many-files'
  | 'not-a-folder'
  | 'outside'
  | 'changed'
  | 'state-full'
  | 'state'

/** Why a .torrent could not be fetched from a URL. `status` is the HTTP status where there was one. */
export type FetchFault =
  | 'bad-url'
  | 'refused-address'
  | 'too-large'
  | 'timeout'
  | 'unreachable'
  | 'http-status'
  | 'redirects'

export type AppError =
  | { readonly code: 'invalid-argument'; readonly field: string }
  | { readonly code: 'forbidden' }
  | { readonly code: 'cancelled' }
  | { readonly code: 'closed' }
  | { readonly code: 'internal'; readonly logId: string }
  | { readonly code: 'engine-unavailable' }
  | { readonly code: 'not-found' }
  | { readonly code: 'torrent-invalid'; readonly fault: MetainfoFault }
  | { readonly code: 'magnet-invalid'; readonly fault: MagnetFault }
  | { readonly code: 'not-a-torrent-link' }
  | { readonly code: 'fetch-failed'; readonly fault: FetchFault; readonly status?: number }
  | { readonly code: 'file-unreadable'; readonly name: string }
  | { readonly code: 'no-metadata' }
  | { readonly code: 'already-added'; readonly name: string }
  /** As many torrents as may be wait for the user's answer. */
  | { readonly code: 'too-many-waiting'; readonly most: number }
  /** It is in the list and private: it takes no trackers from elsewhere. */
  | { readonly code: 'private-torrent'; readonly name: string }
  | { readonly code: 'disk'; readonly fault: DiskFault }
  /** Where Swiftseed keeps its own list and settings, not where torrents are saved. */
  | { readonly code: 'state-disk'; readonly fault: DiskFault }
  | { readonly code: 'port-in-use'; readonly port: number }
  | { readonly code: 'tracker-invalid'; readonly url: string }
  /** Nobody but a tracker may name its peers. */
  | { readonly code: 'private-without-tracker' }
  | { readonly code: 'web-seed-invalid'; readonly url: string }
  /** `names`: of the files or folders it is about, the first few. */
  | { readonly code: 'create-failed'; readonly fault: CreateFault; readonly names: readonly string[] }
  | { readonly code: 'wallet-unavailable' }
  /** `waitMs` with `too-soon` and `wrong-password`: no password is tried for so long; `word` with `unknown-word`. */
  | { readonly code: 'wallet'; readonly fault: WalletFault; readonly waitMs?: number; readonly word?: number }
  /** A transaction is not what was asked for; it was not signed. */
  | { readonly code: 'transaction-refused'; readonly fault: TransactionFault }
  /** Where the wallet keeps its file. */
  | { readonly code: 'wallet-disk'; readonly fault: DiskFault }
  /** Nothing can be bought or sold in this version, or what does it is not running. */
  | { readonly code: 'speed-unavailable' }
  | { readonly code: 'chain-unavailable' }
  | { readonly code: 'chain'; readonly fault: ChainFault }
  /** Something blocks the send, found when it was about to be made. */
  | { readonly code: 'send-refused'; readonly problem: SendProblem['code'] }
  /** Something stands in the way of an order to Speed's vault. */
  | { readonly code: 'vault-refused'; readonly problem: VaultProblem }
