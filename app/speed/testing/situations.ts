// A situation in which everything works, to be made worse by tests one part at a time.

import { amount } from '../../money/amount.ts'
import type { TorrentId } from '../../torrent/row.ts'
import type { Address } from '../../tron/address.ts'
import type { SpeedFigures, TorrentFigures } from '../figures.ts'
import type { VaultAccount } from '../settled.ts'
import type { Situation } from '../situation.ts'

export const account = 'TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH' as Address
export const elsewhere = 'TNPeeaaFB7K9cmo4uQpcU32zGK8G1NYqeL' as Address
export const vault = { chainId: 77, address: 'TNJVzGqKBWkJxJB5XYSqGAwUTV15U24pPq' as Address }
export const voucherKey = 'TNUC9Qb1rRpS5CbWLmNMxXBjyFoydXjWFR' as Address
export const film = 'a'.repeat(40) as TorrentId
export const song = 'b'.repeat(40) as TorrentId

export const btt = (units: number) => amount(BigInt(units) * 10n ** 18n)

export const torrentFigures = (torrent: Partial<TorrentFigures> = {}): TorrentFigures => ({
  id: film,
  on: true,
  budget: btt(30),
  spent: btt(10),
  earned: btt(0),
  left: btt(20),
  cap: 'torrent',
  added: null,
  ...torrent,
})

export const figures = (some: Partial<SpeedFigures> = {}): SpeedFigures => ({
  vault,
  account,
  device: 9,
  unlocked: true,
  voucherKey: null,
  allowance: { perDay: btt(100), perPeer: btt(50), total: btt(500), priceCeiling: btt(2), whileLocked: false },
  left: { today: btt(90), total: btt(490) },
  stopped: false,
  spentToday: btt(10),
  spentInAll: btt(10),
  earnedToday: btt(0),
  earnedInAll: btt(0),
  cashedElsewhere: btt(0),
  promised: btt(10),
  funds: btt(190),
  torrents: [torrentFigures()],
  setAside: null,
  revision: 3,
  ...some,
})

export const deposit = (some: Partial<VaultAccount> = {}): VaultAccount => ({
  vault,
  account,
  free: btt(200),
  exitAt: null,
  exitDelayMs: 259_200_000,
  signers: [],
  signer: null,
  locks: [],
  paid: [],
  approved: btt(0),
  readAt: 1,
  ...some,
})

export const situation = (some: Partial<Situation> = {}): Situation => ({
  wallet: 'known',
  networkChosen: true,
  practice: false,
  vault,
  account,
  figures: figures(),
  deposit: deposit(),
  debtors: [],
  chainAway: false,
  stopped: false,
  selling: { on: false, ask: btt(1), paidPercent: 60 },
  privateToo: new Set(),
  ...some,
})
