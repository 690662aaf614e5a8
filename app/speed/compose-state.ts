// Speed as windows show it: the whole, and each torrent. The books say what was spent and may be, the engine what it
// sees of its swarms, the chain what lies in the vault. Invariant: where the books and the engine disagree, the books
// are right.

import type { TorrentId } from '../torrent/row.ts'
import { ZERO } from '../money/amount.ts'
import { cashNowOf } from './cash-now.ts'
import type { TorrentFigures } from './figures.ts'
import { areBooksOpen, canSign, depositOf, figuresOf, obstacleOf, type Situation } from './situation.ts'
import type { Deposit, NothingEarned, SpeedState, TorrentSpeed, TorrentSpeedPhase, Trial } from './speed-state.ts'
import type { SeenPhase, TorrentTick } from './speed-tick.ts'
import { owed, UNIT_BYTES } from './terms.ts'

const depositState = (now: Situation): Deposit | null => {
  const deposit = depositOf(now)
  if (deposit === null) return null
  return {
    free: deposit.free,
    locked: deposit.locks.reduce((sum, { locked }) => (sum + locked) as typeof sum, ZERO),
    locks: deposit.locks,
    approved: deposit.approved,
    promised: figuresOf(now)?.promised ?? ZERO,
    exitAt: deposit.exitAt,
    exitDelayMs: deposit.exitDelayMs,
  }
}

export const speedState = (now: Situation, nothingEarned: NothingEarned | null, demo: Trial | null): SpeedState => {
  const figures = figuresOf(now)
  return {
    obstacle: obstacleOf(now),
    booksOpen: areBooksOpen(now),
    practice: now.practice,
    account: now.account,
    deposit: depositState(now),
    allowance: figures?.allowance ?? null,
    left: figures?.left ?? null,
    spendingStopped: now.stopped || figures?.stopped === true,
    spentToday: figures?.spentToday ?? ZERO,
    spentInAll: figures?.spentInAll ?? ZERO,
    selling: now.selling.on,
    ask: now.selling.ask,
    paidPercent: now.selling.paidPercent,
    earnedToday: figures?.earnedToday ?? ZERO,
    earnedInAll: figures?.earnedInAll ?? ZERO,
    cashedElsewhere: figures?.cashedElsewhere ?? ZERO,
    nothingEarned,
    cashNow: figures === null ? null : cashNowOf(now.debtors),
    demo,
    setAside: figures?.setAside ?? null,
    booksRevision: figures?.revision ?? 0,
  }
}

/** What main itself knows of a torrent: the row of the list. */
export interface ListedTorrent {
  readonly isPrivate: boolean
  readonly complete: boolean
}

/** Before the engine has said anything of it, or while it is away. */
const unseen: Omit<TorrentTick, 'id' | 'phase'> = {
  price: null,
  lowestAsk: null,
  sellers: 0,
  buyers: 0,
  paying: 0,
  paidRate: 0,
  freeRate: 0,
  soldRate: 0,
  help: null,
  estimate: null,
  peers: [],
  barred: null,
}

const seenOf = (listed: ListedTorrent | undefined): SeenPhase => ({ is: listed?.complete ? 'complete' : 'no-sellers' })

/** Nothing to be bought is nothing to be stopped by a cap. */
const CAPLESS: ReadonlySet<SeenPhase['is']> = new Set(['private', 'complete'] as const)
const BUSY: ReadonlySet<SeenPhase['is']> = new Set(['bidding', 'paying'] as const)
const UNPAID: ReadonlySet<SeenPhase['is']> = new Set(['ready', 'comparing'] as const)

/** Too little is left for the smallest payment: nobody is bid anything. */
const isSpent = ({ left }: TorrentFigures, lowestAsk: TorrentTick['lowestAsk']): boolean =>
  left === 0n || (lowestAsk !== null && left < owed(BigInt(UNIT_BYTES), lowestAsk))

const phaseOf = (
  now: Situation,
  figures: TorrentFigures | undefined,
  seen: SeenPhase,
  { lowestAsk, barred }: Pick<TorrentTick, 'lowestAsk' | 'barred'>,
): TorrentSpeedPhase => {
  if (figures !== undefined && now.unkept?.has(figures.id)) return { is: 'unkept' }
  if (figures?.on !== true) return seen.is === 'private' ? seen : { is: areBooksOpen(now) ? 'off' : 'unknown' }
  if (CAPLESS.has(seen.is)) return seen
  if (now.stopped || figures.cap === 'off') return { is: 'capped', cap: 'off' }
  // Nothing is wrong but the sellers: each of them is beyond a cap that is about one.
  if (!isSpent(figures, lowestAsk) && UNPAID.has(seen.is) && barred !== null && canSign(now))
    return { is: 'capped', cap: barred }
  if (!isSpent(figures, lowestAsk)) return canSign(now) || seen.is === 'no-sellers' ? seen : { is: 'no-funds' }
  // The last of it may still be on its way.
  if (figures.left > 0n && BUSY.has(seen.is)) return seen
  if (figures.cap !== 'deposit') return { is: 'capped', cap: figures.cap }
  return seen.is === 'no-sellers' ? seen : { is: 'no-funds' }
}

/** Those that are on, sold something, or the engine speaks of; none that is gone from the list. */
export const torrentSpeeds = (
  now: Situation,
  ticks: ReadonlyMap<TorrentId, TorrentTick>,
  listed: (id: TorrentId) => ListedTorrent | undefined,
): readonly TorrentSpeed[] => {
  const books = new Map((figuresOf(now)?.torrents ?? []).map((torrent) => [torrent.id, torrent]))
  const ids = [...new Set([...books.keys(), ...ticks.keys()])].filter((id) => listed(id) !== undefined)
  return ids.map((id) => {
    const [figures, tick, row] = [books.get(id), ticks.get(id), listed(id)]
    const hidden = row?.isPrivate === true && !now.privateToo.has(id)
    const seen: SeenPhase = hidden ? { is: 'private' } : (tick?.phase ?? seenOf(row))
    const { barred, ...shown } = { ...unseen, ...tick }
    return {
      ...shown,
      id,
      // What may be on after a restart is not shown as off.
      on: areBooksOpen(now) ? (figures?.on ?? false) || (now.unkept?.has(id) ?? false) : null,
      budget: figures?.budget ?? ZERO,
      spent: figures?.spent ?? ZERO,
      earned: figures?.earned ?? ZERO,
      phase: phaseOf(now, figures, seen, { lowestAsk: shown.lowestAsk, barred }),
    }
  })
}
