// Speed for pages opened by tests and screenshots: torrents in every state, books that add up, a vault. Amounts follow
// from one another, so that what a screen adds up can be checked.

import { amount, type Amount } from '../../app/money/amount.ts'
import type { BooksFilter, Books } from '../../app/ipc/speed-commands.ts'
import type {
  BooksLine,
  JournalEntry,
  JournalKind,
  PeerSpeed,
  SpeedState,
  TorrentSpeed,
  TorrentSpeedPhase,
} from '../../app/speed/speed-state.ts'
import type { Price } from '../../app/speed/terms.ts'
import type { VaultOrder, VaultPreview, VaultStep } from '../../app/speed/vault-order.ts'
import type { Address } from '../../app/tron/address.ts'
import type { TorrentRow } from '../../app/torrent/row.ts'
import { sampleAddresses } from './fake-wallet.ts'
import { SAMPLE_NOW } from './samples.ts'

const KiB = 1024
const MiB = KiB * KiB
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const btt = (whole: number): Amount => amount(BigInt(Math.round(whole * 1000)) * 10n ** 15n)
const none = amount(0n)
/** Of BTT per GiB. */
const price = (perGiB: number): Price => (btt(perGiB) / 1024n) as Price

const base: SpeedState = {
  obstacle: null,
  booksOpen: true,
  practice: false,
  account: sampleAddresses.own,
  deposit: {
    free: btt(4200),
    locked: none,
    locks: [],
    approved: none,
    promised: btt(318.5),
    exitAt: null,
    exitDelayMs: 3 * DAY_MS,
  },
  allowance: {
    perDay: btt(500),
    perPeer: btt(250),
    total: btt(4000),
    priceCeiling: price(80),
    whileLocked: false,
  },
  left: { today: btt(412.25), total: btt(3681.5) },
  spendingStopped: false,
  spentToday: btt(87.75),
  spentInAll: btt(318.5),
  selling: true,
  ask: price(20),
  paidPercent: 60,
  earnedToday: btt(41.5),
  earnedInAll: btt(1260.125),
  cashedElsewhere: none,
  nothingEarned: null,
  cashNow: null,
  demo: null,
  setAside: null,
  booksRevision: 1,
}

const nowhere = { account: null, deposit: null, allowance: null, left: null, selling: false } as const
const nothingYet = { spentToday: none, spentInAll: none, earnedToday: none, earnedInAll: none } as const

/** `kind` as in the address of the harness; null: main serves no Speed. */
export const fakeSpeedState = (kind: string | null, now: number): SpeedState | null => {
  switch (kind) {
    case null:
      return null
    case 'no-wallet':
      return { ...base, ...nowhere, ...nothingYet, obstacle: 'no-wallet' }
    case 'new':
      return {
        ...base,
        ...nothingYet,
        allowance: null,
        left: null,
        selling: false,
        obstacle: 'not-set-up',
        deposit: { ...zero, exitDelayMs: 3 * DAY_MS },
      }
    case 'locked':
      return { ...base, ...nowhere, ...nothingYet, obstacle: 'locked', booksOpen: false }
    case 'no-vault':
      return { ...base, ...nowhere, ...nothingYet, obstacle: 'no-vault' }
    case 'stopped':
      return { ...base, spendingStopped: true }
    case 'cash-now':
      return { ...base, cashNow: { because: 'exit-asked', payers: [sampleAddresses.second], owes: btt(20) } }
    case 'damaged':
      return { ...base, setAside: 'speed.damaged-1.db' }
    case 'locks':
      return { ...base, deposit: withLocks(now) }
    case 'exit':
      return {
        ...base,
        deposit: { ...zero, free: btt(4200), promised: btt(12), exitAt: now + 2 * DAY_MS, exitDelayMs: 3 * DAY_MS },
      }
    case 'due':
      return { ...base, deposit: { ...zero, free: btt(4200), exitAt: now - HOUR_MS, exitDelayMs: 3 * DAY_MS } }
    case 'unfinished':
      return { ...base, deposit: { ...zero, approved: btt(250), exitDelayMs: 3 * DAY_MS } }
    case 'nothing':
      return { ...base, ...nothingYet, nothingEarned: 'port-closed' }
    case 'practice':
      return { ...base, practice: true }
    case 'trial':
      return { ...base, practice: true, demo: null }
    default:
      return base
  }
}

/** One that lies there, one that was asked for, one that can be had. */
const withLocks = (now: number): NonNullable<SpeedState['deposit']> => ({
  ...zero,
  free: btt(4200),
  locked: btt(75),
  locks: [
    { payee: sampleAddresses.friend, locked: btt(50), unlockAt: null },
    { payee: sampleAddresses.stranger, locked: btt(20), unlockAt: now + 2 * DAY_MS },
    { payee: sampleAddresses.second, locked: btt(5), unlockAt: now - HOUR_MS },
  ],
  exitDelayMs: 3 * DAY_MS,
})

const zero = { free: none, locked: none, locks: [], approved: none, promised: none, exitAt: null } as const

const peers: readonly PeerSpeed[] = [
  {
    address: '203.0.113.7:6881',
    account: sampleAddresses.friend,
    role: 'sells',
    state: 'ACTIVE',
    price: price(25),
    bytes: 312 * MiB,
    amount: btt(7.617),
    stopped: null,
  },
  {
    address: '198.51.100.20:51413',
    account: sampleAddresses.stranger,
    role: 'sells',
    state: 'BLOCKED',
    price: price(40),
    bytes: 24 * MiB,
    amount: btt(0.937),
    stopped: 'slow',
  },
  {
    address: '[2001:db8::5]:6889',
    account: null,
    role: 'sells',
    state: 'HELLO',
    price: null,
    bytes: 0,
    amount: none,
    stopped: null,
  },
  {
    address: '192.0.2.44:6881',
    account: sampleAddresses.second,
    role: 'buys',
    state: 'SERVING',
    price: price(22),
    bytes: 96 * MiB,
    amount: btt(2.062),
    stopped: null,
  },
]

const idle = {
  on: false,
  budget: none,
  spent: none,
  earned: none,
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
} as const

type Sample = Partial<TorrentSpeed> & { readonly phase: TorrentSpeedPhase }

/** By the beginning of the names of the sample torrents. */
const samples: readonly (readonly [string, Sample])[] = [
  [
    'debian',
    {
      on: true,
      phase: { is: 'paying' },
      budget: btt(60),
      spent: btt(12.5),
      price: price(25),
      lowestAsk: price(20),
      sellers: 2,
      buyers: 1,
      paying: 1,
      paidRate: 9.1 * MiB,
      freeRate: 3.3 * MiB,
      help: { of: 'sellers', paid: 12.4 * MiB, unpaid: 4.1 * MiB, windows: 4, verdict: 'helped' },
      peers,
    },
  ],
  [
    'Sintel',
    {
      phase: { is: 'off' },
      lowestAsk: price(20),
      sellers: 3,
      freeRate: 3.1 * MiB,
      estimate: { secondsSooner: 251, cost: btt(412.25) },
      peers: peers.slice(2, 3),
    },
  ],
  ['Tears', { phase: { is: 'off' }, sellers: 2 }],
  ['Field', { on: true, budget: btt(20), phase: { is: 'no-sellers' } }],
  ['openstreetmap', { on: true, budget: btt(900), spent: btt(900), phase: { is: 'capped', cap: 'torrent' } }],
  [
    'Prelinger',
    {
      on: true,
      budget: btt(50),
      spent: btt(3.25),
      phase: { is: 'not-helping' },
      sellers: 1,
      lowestAsk: price(20),
      help: { of: 'sellers', paid: 1.1 * MiB, unpaid: 1.1 * MiB, windows: 3, verdict: 'not-helped' },
    },
  ],
  ['Kevin', { on: true, budget: btt(10), phase: { is: 'ready' }, sellers: 1, lowestAsk: price(18) }],
  [
    'ubuntu',
    { phase: { is: 'complete' }, earned: btt(38.25), soldRate: 1.4 * MiB, buyers: 2, paying: 1, peers: peers.slice(3) },
  ],
  ['Night', { phase: { is: 'complete' }, earned: btt(1221.875) }],
  ['Wikipedia', { on: true, budget: btt(30), phase: { is: 'no-funds' }, sellers: 2 }],
]

export const fakeTorrents = (rows: readonly TorrentRow[]): readonly TorrentSpeed[] =>
  samples.flatMap(([begins, sample]) => {
    const row = rows.find(({ name }) => name.startsWith(begins))
    return row === undefined ? [] : [{ ...idle, id: row.id, ...sample }]
  })

/** What is told of a torrent that is looked at and of which nothing was known. */
export const fakeUnknown = (row: TorrentRow, booksOpen: boolean): TorrentSpeed => ({
  ...idle,
  id: row.id,
  on: booksOpen ? false : null,
  phase: { is: row.isPrivate ? 'private' : booksOpen ? 'off' : 'unknown' },
})

interface Written {
  readonly kind: JournalKind
  readonly of: number
  readonly torrent: string | null
  readonly who: Address | null
}

const written: readonly Written[] = [
  { kind: 'earn', of: 2.5, torrent: 'ubuntu', who: sampleAddresses.second },
  { kind: 'earn', of: 39, torrent: 'ubuntu', who: sampleAddresses.friend },
  { kind: 'pay', of: 12.5, torrent: 'debian', who: sampleAddresses.friend },
  { kind: 'pay', of: 75.25, torrent: 'openstreetmap', who: sampleAddresses.stranger },
  { kind: 'cash', of: 20, torrent: null, who: sampleAddresses.friend },
  { kind: 'fee', of: 0, torrent: null, who: null },
  { kind: 'bounce', of: 1.5, torrent: null, who: sampleAddresses.second },
  { kind: 'deposit', of: 4200, torrent: null, who: null },
]

export const fakeEntries = (rows: readonly TorrentRow[], filter: BooksFilter): readonly JournalEntry[] =>
  written
    .map(({ kind, of, torrent, who }, place): JournalEntry => {
      const row = torrent === null ? undefined : rows.find(({ name }) => name.startsWith(torrent))
      return {
        index: written.length - place,
        at: SAMPLE_NOW - (place + 1) * 1.7 * HOUR_MS,
        kind,
        amount: kind === 'fee' ? amount(12_845_000n) : btt(of),
        direction: kind === 'earn' || kind === 'cash' || kind === 'deposit' ? 'in' : 'out',
        torrent: row?.id ?? null,
        torrentName: row?.name ?? null,
        counterparty: who,
        reference: kind === 'cash' || kind === 'fee' ? 'c0ffee'.repeat(11).slice(0, 64) : null,
      }
    })
    .filter(
      ({ kind, direction }) =>
        filter.kinds === null || filter.kinds.includes(kind) || filter.kinds.includes(`${kind}:${direction}`),
    )
    .filter((entry) => filter.torrent === null || filter.torrent === entry.torrent)
    .filter((entry) => filter.counterparty === null || filter.counterparty === entry.counterparty)

const whole = { torrent: null, counterparty: null, kinds: null } as const

const sum = (entries: readonly JournalEntry[], kind: JournalKind): Amount =>
  amount(entries.filter((entry) => entry.kind === kind).reduce((total, entry) => total + entry.amount, 0n))

const lineOf = (key: string, name: string, entries: readonly JournalEntry[]): BooksLine => {
  const earned = sum(entries, 'earn')
  const bounced = sum(entries, 'bounce')
  const gone = sum(entries, 'cash') + bounced
  const uncashed = amount(earned > gone ? earned - gone : 0n)
  return { key, name, earned, spent: sum(entries, 'pay'), uncashed, bounced }
}

const grouped = (
  entries: readonly JournalEntry[],
  keyOf: (entry: JournalEntry) => string | null,
  nameOf: (entry: JournalEntry) => string,
): readonly BooksLine[] => {
  const keys = [...new Set(entries.flatMap((entry) => keyOf(entry) ?? []))]
  return keys.map((key) => {
    const own = entries.filter((entry) => keyOf(entry) === key)
    const [first] = own
    return lineOf(key, first === undefined ? key : nameOf(first), own)
  })
}

export const fakeBooks = (rows: readonly TorrentRow[], range: BooksFilter['range'], empty: boolean): Books => {
  const entries = empty ? [] : fakeEntries(rows, { ...whole, range })
  const [steps, ms] = range === 'today' ? [24, HOUR_MS] : range === 'week' ? [7, DAY_MS] : [12, 7 * DAY_MS]
  const earned = sum(entries, 'earn')
  const cashed = sum(entries, 'cash')
  const bounced = sum(entries, 'bounce')
  const uncashed = amount(earned - cashed - bounced)
  return {
    totals: { earned, cashed, uncashed, bounced, spent: sum(entries, 'pay'), fees: sum(entries, 'fee') },
    byTorrent: grouped(
      entries,
      ({ torrent }) => torrent,
      ({ torrentName }) => torrentName ?? '',
    ),
    byCounterparty: grouped(
      entries,
      ({ counterparty }) => counterparty,
      ({ counterparty }) => counterparty ?? '',
    ),
    series: Array.from({ length: steps }, (_, step) => ({
      at: SAMPLE_NOW - (steps - step) * ms,
      earned: empty ? 0n : btt(((step * 7) % 11) * 0.75),
      spent: empty ? 0n : btt(step % 5 === 2 ? 6.5 : 0),
    })),
  }
}

const step = (call: VaultStep['call'], trx: bigint, known = true): VaultStep => ({
  call,
  energy: known ? 36_000n : null,
  fee: amount(trx),
  mostFee: amount((trx * 13n) / 10n),
})

const stepsOf = (order: VaultOrder): readonly VaultStep[] => {
  switch (order.do) {
    case 'deposit':
      return [step('approve', 2_300_000n), step('deposit', 3_600_000n, false)]
    case 'cash':
      return [step('cash', order.to === 'vault' ? 2_500_000n : 4_700_000n)]
    case 'revoke':
      return [step('approve', 900_000n)]
    default:
      return [step(order.do, 1_200_000n)]
  }
}

export const fakeVaultPreview = (order: VaultOrder): VaultPreview => {
  const steps = stepsOf(order)
  const amounts = 'amount' in order ? order.amount : none
  return {
    order,
    steps,
    fee: amount(steps.reduce((total, { fee }) => total + fee, 0n)),
    mostFee: amount(steps.reduce((total, { mostFee }) => total + mostFee, 0n)),
    problem: order.do === 'deposit' && amounts > btt(123_456_789) ? 'not-enough-btt' : null,
    value: order.do === 'cash' ? btt(20) : null,
    advice: order.do === 'cash' ? { is: 'wait', because: 'small' } : null,
    payers:
      order.do === 'cash'
        ? order.payers.map((payer) => ({ payer, covered: btt(20), hurry: false, taken: true, underway: false }))
        : [],
  }
}
