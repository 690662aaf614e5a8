// All that Speed depends on, as main knows it at one moment: what to tell the engine and windows follows from it and
// from nothing else. Leaves gathering it to main/speed. Invariant: what is not known is null, and then nothing is
// bought.

import type { Address } from '../tron/address.ts'
import type { TorrentId } from '../torrent/row.ts'
import type { Debtor } from './cash-advice.ts'
import type { SpeedFigures } from './figures.ts'
import type { VaultAccount } from './settled.ts'
import type { SpeedObstacle } from './speed-state.ts'
import type { Price, Vault } from './terms.ts'

export interface Selling {
  readonly on: boolean
  readonly ask: Price
  /** Of upload slots and rate, the most that buyers get while free peers want theirs. */
  readonly paidPercent: number
}

export interface Situation {
  /** `unopened`: locked, and its accounts are not known before it was unlocked once. */
  readonly wallet: 'none' | 'unopened' | 'known'
  readonly networkChosen: boolean
  readonly practice: boolean
  /** Of the network; null: it has none. */
  readonly vault: Vault | null
  /** The one that pays and is paid. */
  readonly account: Address | null
  /** Of that account in that vault; null: the wallet process is away, or has not said yet. */
  readonly figures: SpeedFigures | null
  /** As settled blocks have it; null: not read yet. */
  readonly deposit: VaultAccount | null
  /** Who owes us, as each was read last. */
  readonly debtors: readonly Debtor[]
  /** The nodes do not answer. */
  readonly chainAway: boolean
  /** As main heard it, which is before the wallet did. */
  readonly stopped: boolean
  /** Switched off, and nothing could keep that: after a restart they may be on. Absent: none. */
  readonly unkept?: ReadonlySet<TorrentId>
  readonly selling: Selling
  readonly privateToo: ReadonlySet<TorrentId>
}

const isOf = ({ vault, account }: Situation, of: Pick<SpeedFigures, 'vault' | 'account'>): boolean =>
  of.account === account && of.vault.address === vault?.address && of.vault.chainId === vault.chainId

/** Those of the account and vault of now, not of the ones before. */
export const figuresOf = (now: Situation): SpeedFigures | null =>
  now.figures !== null && isOf(now, now.figures) ? now.figures : null

export const depositOf = (now: Situation): VaultAccount | null =>
  now.deposit !== null && isOf(now, now.deposit) ? now.deposit : null

/** With no wallet, no network or no vault on it there are no books, and nothing can be on. */
const BOOKLESS: ReadonlySet<SpeedObstacle | null> = new Set<SpeedObstacle>(['no-wallet', 'no-network', 'no-vault'])

/** What is switched on is known. */
export const areBooksOpen = (now: Situation): boolean => figuresOf(now) !== null || BOOKLESS.has(obstacleOf(now))

/** The vault takes the voucher key's signature for the account's. */
const isRegistered = (now: Situation, key: Address | null): boolean =>
  key !== null && (depositOf(now)?.signers.includes(key) ?? false)

/** Something can be signed now that counts. */
export const canSign = (now: Situation): boolean => {
  const figures = figuresOf(now)
  return figures !== null && (figures.unlocked || isRegistered(now, figures.voucherKey))
}

const isEmpty = ({ free, locks }: VaultAccount): boolean => free === 0n && locks.every(({ locked }) => locked === 0n)

/** The first thing that stands in the way of buying and selling alike, or of the one that is wished for. */
export const obstacleOf = (now: Situation): SpeedObstacle | null => {
  if (now.wallet === 'none') return 'no-wallet'
  if (!now.networkChosen) return 'no-network'
  if (now.wallet === 'unopened') return 'locked'
  if (now.account === null) return 'no-wallet'
  if (now.vault === null) return now.chainAway ? 'chain-away' : 'no-vault'
  const [figures, deposit] = [figuresOf(now), depositOf(now)]
  if (figures === null) return 'locked'
  if (!canSign(now)) return figures.voucherKey === null ? 'locked' : 'key-unregistered'
  if (deposit === null && now.chainAway) return 'chain-away'
  const setUp = figures.allowance !== null && (deposit === null || !isEmpty(deposit))
  return setUp || now.selling.on ? null : 'not-set-up'
}
