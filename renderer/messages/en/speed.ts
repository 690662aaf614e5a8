// Speed of a torrent: its column, menu, budget, and tab. The page of what was earned and spent is earnings.ts's.

import type { CapName } from '../../../app/speed/allowance.ts'
import type { Help, PeerSpeed, TorrentSpeedPhase } from '../../../app/speed/speed-state.ts'
import type { StopCode } from '../../../app/speed/terms.ts'
import { number, plural } from './plural.ts'

type PhaseName = TorrentSpeedPhase['is']

const phases: { readonly [P in PhaseName]: string } = {
  unknown: 'Not known',
  off: 'Off',
  unkept: 'Off for now',
  private: 'Private',
  'no-sellers': 'No sellers',
  'no-funds': 'No funds',
  ready: 'Ready',
  comparing: 'Comparing',
  bidding: 'Bidding',
  paying: 'Paying',
  capped: 'At its limit',
  'not-helping': 'Not helping',
  complete: 'Done',
}

/** Who stopped all spending knows that it is no limit. */
const phaseOf = (phase: TorrentSpeedPhase): string =>
  phase.is === 'capped' && phase.cap === 'off' ? 'Stopped' : phases[phase.is]

const caps: { readonly [C in CapName]: string } = {
  torrent: 'The budget of this torrent is spent. Raise it to go on.',
  day: 'Your limit for a day is reached. It goes on tomorrow, or when you allow more.',
  peer: 'Every seller here that you could pay has got as much as your limits allow for one peer.',
  total: 'Your limit in all is reached. Approve limits anew to go on.',
  price: 'Every seller here asks more than your limit for a GiB.',
  deposit: 'Nothing of your deposit is left to promise. Add to it to go on.',
  off: 'All spending is stopped, whatever is switched on.',
}

const sentences: { readonly [P in Exclude<PhaseName, 'capped'>]: string } = {
  unknown:
    'The wallet’s books are closed. Nothing is bought, and whether Speed is on here is known once it is unlocked.',
  off: 'Speed is off for this torrent. Nothing is spent.',
  unkept:
    'Nothing is spent on this torrent now, but the disk refused to keep that it is off: after a restart it may be on again. It is tried again every few seconds; free some space on the disk.',
  private: 'A private torrent. Nobody is told of Speed here unless you allow it.',
  'no-sellers': 'No peer here sells. It downloads as it would without Speed, and nothing is spent.',
  'no-funds': 'There are peers that sell, but nothing to pay them with. Unlock the wallet, or add to your deposit.',
  ready: 'Ready. Paying begins where it can help: when a peer that sells keeps you waiting.',
  comparing: 'Not paying for a few seconds, to see what comes without. It goes on if paying is faster.',
  bidding: 'Offering a price to peers that sell.',
  paying: 'Paying, and served ahead of those who don’t.',
  'not-helping':
    'Paying did not make it faster, so it has stopped. It is tried again after ten minutes or more, within the budget.',
  complete: 'Complete. There is nothing left to buy.',
}

const sentence = (phase: TorrentSpeedPhase): string => (phase.is === 'capped' ? caps[phase.cap] : sentences[phase.is])

const help = (
  { of, windows, verdict }: Help,
  paid: string,
  unpaid: string,
  /** How many times as fast; null: nothing came while nothing was paid. */
  times: string | null,
): string => {
  const compared = `${of === 'all' ? 'in all ' : ''}${paid} while paying, ${unpaid} while not`
  const tries = plural(windows, { one: 'comparison', other: 'comparisons' })
  if (verdict === 'measuring') {
    return windows === 0
      ? 'Not known yet. Now and then paying pauses for a few seconds, and both rates are compared.'
      : `Not certain yet: ${compared}, after ${tries}.`
  }
  if (verdict === 'not-helped') return `No: ${compared}. Paying stopped for that.`
  return times === null ? `Yes: ${compared}.` : `Yes, ${times} times as fast: ${compared}.`
}

const stops: { readonly [S in StopCode]: string } = {
  done: 'It has all that was wanted',
  budget: 'The budget was spent',
  unpaid: 'A payment did not come in time',
  'bad-data': 'It sent data that failed its check',
  slow: 'It was no faster for being paid',
  pause: 'A pause, to see whether paying helps',
  outbid: 'Others offered more',
  'exit-seen': 'The buyer is withdrawing its deposit',
  off: 'Speed was switched off',
}

/** The states of the two sides of the protocol, by the names they have there. */
const peerStates: Readonly<Record<string, string>> = {
  off: 'Off',
  observe: 'Speaks Speed',
  hello: 'Getting to know it',
  ready: 'Could be paid',
  bidding: 'Offered a price',
  active: 'Serves us first',
  paused: 'Keeps us waiting',
  drain: 'Winding up',
  blocked: 'Not any more',
  verified: 'Can pay',
  offered: 'Knows our price',
  serving: 'We serve it first',
  held: 'Waiting for its payment',
  closing: 'Winding up',
}

const peerState = (state: string): string => peerStates[state.toLowerCase()] ?? state

const roles: { readonly [R in PeerSpeed['role']]: string } = { buys: 'Buys', sells: 'Sells', both: 'Both' }

export const speed = {
  title: 'Speed',
  amount: (n: string) => `${n} BTT`,
  price: (n: string) => `${n} BTT per GiB`,
  phases,
  sentence,
  phaseOf,
  cellSpoken: (phase: TorrentSpeedPhase) => `${phaseOf(phase)}: ${sentence(phase)}`,
  cappedNotice: (cap: CapName, name: string | null) =>
    `${name === null ? 'Speed' : `“${name}”`} ${cap === 'price' ? 'pays nobody' : 'stopped paying'}. ${caps[cap]}`,
  notHelpingNotice: (name: string | null) =>
    `Paying did not make ${name === null ? 'a torrent' : `“${name}”`} faster, so it was stopped. The download goes on without it.`,
  cashNowNotice: (owes: string) => `You are owed ${owes} BTT there. What is cashed too late may find nothing left.`,
  bouncedNotice: (payer: string, missing: string) =>
    `${missing} BTT of what ${payer} promised you could not be cashed: their deposit was too small. It stays owed to you.`,
  earnedCell: (n: string) => `${n} earned with this torrent`,

  switchOn: 'Switch Speed on…',
  showRows: 'Show what was spent and earned…',
  switchOff: 'Switch Speed off',
  change: 'Speed budget…',

  budgetTitle: (n: number) => (n === 1 ? 'Speed for this torrent' : `Speed for ${number(n)} torrents`),
  budgetSeveral: (names: readonly string[]) => {
    const named = names
      .slice(0, 2)
      .map((name) => `“${name}”`)
      .join(', ')
    return names.length > 2 ? `${named} and ${number(names.length - 2)} more` : named
  },
  budget: (n: number) => (n === 1 ? 'At most' : 'At most, for each'),
  budgetHint: 'Nothing more is ever spent on it without you.',
  budgetSpent: (n: string) => `${n} spent so far count as part of it.`,
  budgetTogether: (n: string) => `For all of them together that is at most ${n}.`,
  sellersHere: (n: number) => plural(n, { one: 'peer here sells.', other: 'peers here sell.' }),
  pricesLater:
    'Prices are named once Speed is on here. Nothing is paid before you have set limits, one of them for the price.',
  pricesLaterMost: (ceiling: string, left: string, most: string) =>
    `Prices are named once Speed is on here. Your limits allow at most ${ceiling}, so the ${left} that are missing cost at most ${most}.`,
  budgetBelow: 'That much is spent already, so nothing more will be.',
  budgetZero: 'With nothing to spend, Speed would do nothing.',
  unit: 'BTT',
  estimate: (sooner: string, cost: string) => `≈ ${sooner} sooner for at most ${cost}`,
  estimateNone: 'How much sooner cannot be said yet.',
  lookingFor: 'Looking for peers that sell…',
  costOfRest: (left: string, price: string, cost: string) =>
    `All of the ${left} that are missing would cost ${cost} at the lowest price asked here, ${price}.`,
  proposeCost: (n: string) => `Use ${n}`,
  leftToday: (n: string) => `Your limits leave ${n} for today.`,
  leftTotal: (n: string) => `Your limits leave ${n} in all.`,
  privateTitle: 'A private torrent.',
  privateText:
    'Its tracker’s rules may forbid paying, and peers you deal with here learn your TRON address. Speed stays off on it unless you allow it.',
  privateAllow: 'Allow Speed on this private torrent',
  confirmOn: 'Switch on',
  confirmChange: 'Save the budget',

  tabState: 'State',
  tabSwitch: 'Speed for this torrent',
  spent: 'Spent',
  spentOf: (spent: string, budget: string) => `${spent} of ${budget}`,
  spentSpoken: (share: string) => `${share} of the budget spent`,
  changeBudget: 'Change…',
  changeBudgetSpoken: 'Change the budget…',
  priceNow: 'Price now',
  priceNone: 'Nobody is paid',
  lowestAsk: 'Lowest price asked',
  /** Prices are named to those who buy. */
  lowestAskNone: (off: boolean) => (off ? 'Known once Speed is on' : 'Nobody asked one yet'),
  market: 'Peers here',
  marketText: (sellers: number, buyers: number) =>
    `${plural(sellers, { one: 'seller', other: 'sellers' })}, ${plural(buyers, { one: 'buyer', other: 'buyers' })}`,
  expected: 'Would bring',
  helped: 'Does it help?',
  help,
  earnedHere: 'Earned here',
  soldRate: 'Sold now',
  rates: 'From peers, last 5 minutes',
  ratesBefore: (span: string) => `From peers ${span} ago`,
  paidRate: 'Paid',
  freeRate: 'Free',
  ratesSpoken: (paid: string, free: string, mostPaid: string, mostFree: string) =>
    `From paid peers now ${paid}, at most ${mostPaid}. From free peers now ${free}, at most ${mostFree}, in the last five minutes.`,

  peers: 'Peers that buy or sell',
  peersNone: 'No peer here speaks Speed. That is no fault: most clients don’t, and they are served and serve as ever.',
  peersUnnamed: 'There are some. Who they are and what they ask is said between you once Speed is on here.',
  peerAddress: 'Address',
  peerAccount: 'Account',
  peerAccountNone: 'Not told yet',
  peerRole: 'Role',
  peerPrice: 'BTT per GiB',
  peerBytes: 'Data',
  peerAmount: 'Money',
  peerAmountHint: 'Paid to it, or earned from it',
  peerState: 'State',
  roles,
  stateOf: (state: string, stopped: StopCode | null) => (stopped === null ? peerState(state) : stops[stopped]),
  copyAccount: 'Copy its TRON address',
  copyUnsafe: (name: string | null) =>
    `Not copied. This address only looks like ${name ?? 'one you know'}; somebody may have placed it here. Compare every character first, in the address book.`,

  resetTitle: 'The books of Speed were damaged and begin anew.',
  resetText: (keptAs: string) =>
    `The old ones are kept in the wallet’s folder as “${keptAs}”. What others promised you was saved as far as it could be read: look at what is not cashed yet, and cash it out. Nothing is spent before you set limits and budgets again.`,
  resetKnown: 'Understood',

  stopAll: 'Stop all spending',
  allowAgain: 'Allow spending again',
  stopped: 'Spending is stopped.',
  /** Read out, wherever it was done. */
  announceStopped: 'All spending is stopped.',
  announceAllowed: 'Spending is allowed again, within your limits.',
  stoppedText: 'No voucher is signed for any torrent, whatever is switched on. Downloads go on without.',
}
