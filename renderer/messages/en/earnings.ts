// The page of what was earned and spent, and what is in the vault.

import type { JournalEntry, JournalKind, NothingEarned, SpeedObstacle } from '../../../app/speed/speed-state.ts'
import { number, plural } from './plural.ts'

const nothing: { readonly [N in NothingEarned]: string } = {
  'nothing-to-seed': 'You have nothing to serve: no torrent here is complete enough to share.',
  'port-closed': 'Nobody can connect to you: your port is closed. Open it at your router, or in the network settings.',
  'nobody-wants': 'Nobody wants anything from you at the moment.',
  'no-buyers': 'Peers take from you, but none of them pays. Most clients don’t speak Speed yet.',
  'buyers-without-deposit': 'There are peers that would pay, but they have no deposit to pay from.',
  'outbid-elsewhere': 'Peers that pay find it cheaper elsewhere. A lower price may bring them.',
}

const obstacles: { readonly [O in SpeedObstacle]: string } = {
  'no-wallet': 'You have no wallet yet. Torrents work without; buying and earning need one.',
  'no-network': 'No network is chosen, so there is nothing to pay or be paid with.',
  'no-vault': 'There is no Speed vault on this network.',
  locked: 'The wallet is locked. Nothing is bought or sold until you unlock it.',
  'not-set-up': 'Speed is not set up yet.',
  'chain-away': 'The network does not answer. What was promised stays good; new payers are not served meanwhile.',
  'key-unregistered':
    'The wallet is locked, and the vault does not know the key that could pay meanwhile. Unlock it; registering the key is a step of setting Speed up.',
}

const kinds: { readonly [K in JournalKind]: string } = {
  reserve: 'Set aside',
  pay: 'Paid',
  earn: 'Earned',
  cash: 'Cashed',
  deposit: 'Deposited',
  withdraw: 'Withdrawn',
  lock: 'Locked',
  fee: 'Fee',
  bounce: 'Bounced',
  retract: 'Not cashed after all',
}

/** By the seller whom we promised it, by the payer who had bounced: the same kinds, the other way. */
const kindOf = ({ kind, direction }: Pick<JournalEntry, 'kind' | 'direction'>): string => {
  if (kind === 'cash' && direction === 'out') return 'Cashed by peer'
  if (kind === 'bounce' && direction === 'in') return 'Paid after all'
  return kinds[kind]
}

const ranges = { today: 'Today', week: '7 days', all: 'All' }
const rangeTexts = { today: 'today', week: 'in the last 7 days', all: 'since the beginning' }

export type RangeName = keyof typeof ranges

export const earnings = {
  title: 'Earnings',
  sidebar: 'Earnings',
  sidebarStopped: 'Earnings, stopped',
  stoppedShort: 'stopped',
  range: 'Time',
  ranges,
  rangeText: (range: RangeName) => rangeTexts[range],
  /** Where nothing is missing but a moment: the wallet is open, or nothing says that the network is away. */
  soon: (books: boolean) => (books ? 'The books are being opened…' : 'The network is being asked…'),
  booksClosed: 'What you earned and spent is shown as soon as the wallet is open and its network is known.',
  obstacle: (obstacle: SpeedObstacle) => obstacles[obstacle],
  export: 'Save as CSV…',
  exported: 'The books were saved.',

  earn: 'Earn',
  earnText: (free: number) =>
    `Peers that pay are served first. Free peers keep at least ${free}% of your upload slots and rate.`,
  /** `amount`: with its unit. */
  elsewhere: (amount: string) =>
    `${amount} of what peers promised you here was cashed before, by older books of this wallet or by a copy of these on another device. Devices that were each set up with the recovery words earn apart; two copies of one profile count the same money twice, so earn with one of them only.`,
  earnSwitch: 'Earn: serve peers that pay first',
  /** Who pays now, and others that would by what they say. */
  earning: (paying: number, others: number) =>
    [
      paying > 0
        ? `${plural(paying, { one: 'peer pays', other: 'peers pay' })} you now.`
        : 'Nobody pays you right now.',
      others > 0 &&
        (paying > 0 ? `${number(others)} more would.` : `${plural(others, { one: 'peer', other: 'peers' })} would.`),
    ]
      .filter(Boolean)
      .join(' '),
  ask: 'Your price',
  askHint: 'The least you serve first for. Buyers may offer more.',
  askMissing: 'A price is needed; 0 is one as well.',
  paidPercent: 'Peers that pay get at most',
  paidPercentUnit: '% of the upload',
  paidPercentHint: 'The rest is for everybody else while they want it. With few slots, a small part can mean none.',
  paidPercentWrong: (min: number, max: number) =>
    `Use a whole number from ${min} to ${max}: free peers always keep ${100 - max}%.`,
  nothing: (why: NothingEarned) => nothing[why],
  networkSettings: 'Network settings',
  spend: 'Spend',
  spendText: 'Torrents with Speed on may pay, each within its budget. Off stops all of it within a second.',
  spendSwitch: 'Spend: let torrents with Speed on pay',
  spendUnknown: (locked: boolean) =>
    `Which torrents have Speed on is ${locked ? 'known once the wallet is unlocked' : 'not known yet'}.`,
  spendNone: 'No torrent has Speed on.',
  spendOn: (n: number) => `${plural(n, { one: 'torrent has', other: 'torrents have' })} Speed on.`,
  limits: 'Limits',
  leftToday: (n: string) => `${n} left for today`,
  leftInAll: (n: string) => `${n} left in all`,
  promisedRows: 'Promised to sellers',
  changeLimits: 'Change limits…',

  figures: 'In figures',
  earned: 'Earned',
  earnedToday: (n: string) => `earned today ${n}`,
  cashed: 'Cashed',
  uncashed: 'Not cashed yet',
  bounced: 'Bounced',
  bouncedHint: 'Cashed, but the payer had too little left. It stays yours to claim.',
  spent: 'Spent',
  fees: 'Fees',
  toCash: (n: string) => `${n} are in vouchers that you have not cashed yet.`,
  cashNowText: (owes: string) => `You are owed ${owes} there. What is cashed too late may find nothing left.`,
  bouncedCell: (n: string) => `${n} bounced`,
  toCashAgain: (n: string) =>
    `${n} bounced and are still owed to you. They can be cashed once the payer has deposited more.`,
  /** Read out after the figure. */
  figureOpens: ', show what makes it up',
  trx: (n: string) => `${n} TRX`,

  graph: 'Earned and spent',
  graphSpoken: (earned: string, spent: string, range: RangeName) =>
    `Earned ${earned} and spent ${spent} ${rangeTexts[range]}.`,
  graphNothing: 'Nothing was earned or spent in this time.',
  graphMost: (n: string) => `Highest: ${n}`,
  asTable: 'As a table',
  when: 'When',
  bar: (when: string, earned: string, spent: string) => `${when}: earned ${earned}, spent ${spent}`,

  torrents: 'By torrent',
  torrentsNone: 'No torrent has earned or spent anything in this time.',
  torrent: 'Torrent',
  payers: 'By peer',
  payersNone: 'Nobody has paid you, and you have paid nobody, in this time.',
  payer: 'TRON address',
  copyAddress: (address: string) => `Copy ${address}`,
  rows: (name: string) => `Show the rows of ${name}`,
  more: (n: number) => `Show ${number(n)} more`,
  known: (name: string) => `“${name}” in your address book`,

  vault: 'Deposit',
  vaultText: 'What is in the vault, from which your vouchers are paid.',
  vaultUnderway: 'What you confirmed is on its way, and shown here once the chain has settled it.',
  vaultUnknown: 'It has not been read from the chain yet.',
  free: 'Free',
  freeHint: 'In the vault, and locked for nobody. What is promised and not cashed is part of it.',
  locked: 'Locked',
  lockedHint: 'Kept for single peers, each its part.',
  locks: 'Locked for single peers',
  /** Read out: what is done, and with whose. */
  ofPeer: (action: string, payee: string) => `${action} ${payee}`,
  lockWaits: (span: string) => `can be freed ${span}`,
  promised: 'Promised, not cashed',
  promisedHint: 'In vouchers that sellers hold and have not cashed yet.',
  /** How rows make up what is no plain sum of them. */
  how: {
    free: 'What was deposited and freed, less what was withdrawn, locked, and cashed by sellers. What was deposited elsewhere is not in these books.',
    locked: 'What was locked for single peers, less what was freed. What they cashed of it is told with the free part.',
    promised: 'All that was promised to sellers, less what they cashed.',
    leftToday: (limit: string) => `Your limit of ${limit} a day, less what was promised today.`,
    leftInAll: (limit: string) => `Your limit of ${limit} in all, less what was promised since you allowed it.`,
  },
  exitUnderway: (span: string) => `Withdrawal announced: it can be made ${span}.`,
  exitDue: 'The waiting time is over: you can withdraw.',
  exitUntil: (when: string) => `That is on ${when}. Until then nobody sells to you.`,

  entriesTitle: (what: string, range: RangeName) => `${what}, ${rangeTexts[range]}`,
  entries: 'Rows of the books',
  entriesNone: 'No rows',
  entriesSum: (n: number, sum: string) => `${plural(n, { one: 'row', other: 'rows' })}: ${sum}`,
  entriesSoFar: (n: number, sum: string) => `The newest ${number(n)} rows: ${sum}`,
  kindSum: (kind: string, sum: string) => `${kind.toLowerCase()} ${sum}`,
  sumsBetween: ', ',
  older: 'Older rows…',
  time: 'Time',
  what: 'What',
  sum: 'Amount',
  who: 'Who',
  reference: 'Reference',
  kindOf,
  incoming: (n: string) => `+${n}`,
  outgoing: (n: string) => `−${n}`,

  emptyTitle: 'Pay to be served first, or be paid for serving',
  emptyText: 'Nothing of this is needed to download and share. If you want it, it takes a wallet and a minute or two.',
}
