// Setting Speed up: what it is, what it needs first, what may be spent. And trying it with play money.

import type { TrialSetUp } from '../../../app/speed/speed-state.ts'

/** Of a trial: what is asked in the wallet’s own window, and what became of it. */
const tourSetUp: { readonly [S in TrialSetUp]: string } = {
  waiting: 'Play money comes from the faucet of the Practice network…',
  create: 'Make a wallet in its own window: choose a password, then “Later” where it shows the words.',
  unlock: 'Unlock the wallet in its own window.',
  deposit: 'Confirm in the wallet’s window, twice, that some play money may be deposited to pay from.',
  limits: 'Allow in the wallet’s window how much may be spent at most.',
  done: 'Confirmed. The chain settles it within seconds…',
  refused: 'You did not confirm, so there is nothing to pay with.',
  failed: 'Setting it up did not work.',
}

export const speedSetup = {
  title: 'Set up Speed',
  open: 'Set up Speed…',
  intro: [
    'Speed lets you pay peers in BTT to be served first, and be paid for serving others.',
    'You pay in small signed promises, one after the other as data comes in, straight to the peer: no middleman, no account. They are for data that passed its check; at most one piece is paid ahead.',
    'It is off for every torrent until you switch it on there with a budget, and nothing is ever spent beyond your limits.',
  ],
  steps: 'What it needs',
  /** Read out after its name. */
  stepIs: { done: ', done', now: ', next', waiting: ', waiting', later: ', later' },
  wallet: 'A wallet',
  walletNone: 'It holds your BTT and the keys. You are asked for a password in a window of its own.',
  walletLocked: 'The wallet is locked.',
  walletDone: 'It is here, and open.',
  goToWallet: 'Create or import…',
  unlock: 'Unlock…',
  network: 'A network',
  networkNone: 'Nothing is asked of any network before you choose one.',
  networkNoVault: (name: string) => `There is no Speed vault on ${name} yet. Choose another network, or practise.`,
  networkVaultRefused: (address: string) =>
    `The contract at ${address} is not Speed’s vault. Choose the network again, with the right address or without one.`,
  networkAway: 'The network does not answer at the moment. This goes on by itself when it does.',
  networkDone: (name: string) => name,
  chooseNetwork: 'Choose a network…',
  deposit: 'A deposit',
  depositNone: 'BTT in the vault, from which your vouchers are paid.',
  depositWaiting: 'Your deposit has not been read from the chain yet.',
  depositDone: (free: string) => `${free} lies free in the vault.`,
  allowance: 'Your limits',
  allowanceNone: 'How much may be spent at all. They are kept beside the key, and approved in its window.',
  allowanceDone: (day: string, total: string) => `At most ${day} a day, ${total} in all.`,
  setLimits: 'Set limits…',
  key: 'The key that pays',
  keyNone: 'You want Speed to go on while the wallet is locked: the vault has to know the key for that.',

  limitsTitle: 'What may be spent',
  limitsText:
    'These hold for all torrents together and are enforced where the key is, whatever the rest of the program does.',
  perDay: 'At most a day',
  perPeer: 'At most to one peer, ever',
  total: 'At most in all',
  totalHint: 'Counts from zero when you approve it anew.',
  ceiling: 'At most for a GiB',
  ceilingHint: 'Nobody who asks more is paid.',
  perGiB: 'BTT per GiB',
  whileLocked: 'Keep working while the wallet is locked',
  yes: 'Yes',
  no: 'No',
  whileLockedHint:
    'The key that pays stays in memory within these limits when the wallet locks; it is never written down. Without this, Speed stops whenever the wallet locks.',
  dayOverTotal: 'More a day than in all: the smaller of the two counts.',
  approve: 'Approve…',
  tighten: 'Save',
  same: 'These hold now.',
  anew: (spent: string) =>
    `These hold now, and ${spent} were spent since you approved them. Approve them anew, and the limit in all counts from zero.`,
  approveAnew: 'Approve anew…',
  looser: 'You approve them in a window of the wallet’s own.',
  tighter: 'Lower limits hold at once, without a question.',
  notTaken: 'The limits were not approved. They are as they were.',
  taken: 'These limits hold now.',

  ready: 'Everything is ready.',
  readyText: 'Switch Speed on for a torrent, in its menu or its Speed tab.',
  close: 'Close',
  underway: 'On its way. It is ticked off once the chain has settled it, in about a minute.',
  needs: 'What Speed needs first',

  try: 'Try Speed with play money',
  tryText:
    'A small swarm on this computer: a seller with a slow upload, peers that compete for it for free, and one that pays too. You get play money, and confirm each use of it as you would with real money. Nothing leaves this computer.',
  tryStart: 'Try Speed',
  tryStarting: 'The swarm is starting…',
  tryShow: 'Show it',
  tryStop: 'End the trial',
  tryElsewhere: 'Switch to Practice and try',
  tryAgain: 'Ask again',
  tour: 'Trying Speed',
  tourText: 'You and four others want the same film, and the one who has it uploads slowly. Watch what paying changes.',
  tourSetUp,
  tourSetUpDone: (free: string) => `${free} of play money are in your deposit, and your limits are set.`,
  tourFree: (rate: string) => `Without paying you get ${rate}: one share of what is kept for all who pay nothing.`,
  tourFreeWaiting: 'See what you get without paying. The first data is on its way.',
  tourOn: 'Now switch Speed on here. A budget of 100 BTT is plenty for this film.',
  tourOnDone: 'Speed is on. Switch it off whenever you like.',
  tourPaid: 'Within seconds the seller serves you first, and the rate rises.',
  tourPaidDone: (paid: string, free: string, times: string) =>
    `${paid} while paying, ${free} before: ${times} times as fast.`,
  tourPaidSame: (paid: string, free: string) => `${paid} while paying so far, ${free} before.`,
  tourSpent: 'Whatever the seller sends you while you pay costs a little. What you spend is what the seller earns.',
  tourSpentDone: (spent: string, earned: string) =>
    `You spent ${spent}. The seller’s own books say ${earned} earned from you.`,
  stepDone: 'Done',
  tourEnd: 'That is all there is to it. Let it finish, or end the trial: then all of it is removed.',
}
