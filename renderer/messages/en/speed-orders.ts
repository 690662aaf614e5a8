// What is done with the vault: its costs, its problems, and what each of them means before it is confirmed.

import type { VaultProblem, VaultStep } from '../../../app/speed/vault-order.ts'
import { number, plural } from './plural.ts'

const problems: { readonly [P in VaultProblem]: string } = {
  'no-vault': 'There is no vault on this network.',
  'watch-only': 'The key of this account is not here, so it can only be watched.',
  'not-activated': 'This account does not exist on the chain yet. The first TRX it receives creates it.',
  'not-enough-btt': 'There is not that much BTT in the wallet.',
  'not-enough-trx': 'There is not enough TRX in the wallet for the fee.',
  'not-enough-free': 'There is not that much free in the vault.',
  'exit-not-due': 'The waiting time is not over yet.',
  'no-exit': 'No withdrawal was announced.',
  'nothing-locked': 'Nothing is locked for that payee.',
  'unlock-not-due': 'The waiting time of the lock is not over yet.',
  'nothing-to-cash': 'There is nothing to cash.',
  underway: 'The same is on its way already. It counts once the chain has settled it, in about a minute.',
  'payers-empty':
    'Nobody who owes you has anything in the vault now. It stays owed, and can be cashed once it is there.',
  'would-fail': 'The contract would refuse it as things are, and only the fee would be gone.',
  'amount-zero': 'That would do nothing.',
  'amount-too-large': 'This is more than the vault can hold.',
  'not-alone': 'Other keys control this account as well, so this one cannot act alone.',
  locked: 'The wallet is locked. Its voucher key is known only while it is open.',
  'already-signer': 'The vault knows this key already.',
  'signer-too-soon': 'The vault still takes the key before this one, and takes no third before that ends.',
  'exit-asked': 'The withdrawal is announced already.',
  'unlock-asked': 'That was asked for already.',
  'nothing-approved': 'The vault may take nothing from the wallet, so there is nothing to take back.',
  'not-ready': 'The network or the account has not been read yet. This goes on by itself.',
  'not-backed-up': 'Back up the wallet’s words first: what is lost with this computer cannot be brought back.',
}

const calls: { readonly [C in VaultStep['call']]: string } = {
  approve: 'Let the vault take exactly this amount',
  deposit: 'Put it into the vault',
  setSigner: 'Register the key that pays',
  lock: 'Lock it for one payee',
  requestUnlock: 'Announce the end of the lock',
  unlock: 'Free what was locked',
  requestExit: 'Announce the withdrawal',
  cancelExit: 'Take the announcement back',
  withdraw: 'Take it out of the vault',
  cash: 'Cash the vouchers',
}

export const speedOrders = {
  problems,
  calls,
  amount: 'Amount',
  amountFaults: {
    empty: 'How much?',
    characters: 'This is not an amount. Use digits and one point.',
    comma: 'This could be thousands or decimal places. Leave the comma out, or write a point for decimal places.',
    digits: (places: number) => `There are only ${number(places)} decimal places.`,
    'too-large': 'This is more than there can be.',
  },
  cost: 'What it costs',
  working: 'Working out what it costs…',
  likely: (trx: string) => `About ${trx} TRX as things are now`,
  most: (trx: string) => `At most ${trx} TRX`,
  steps: (n: number) => `${plural(n, { one: 'transaction', other: 'transactions' })}, one after the other:`,
  step: (call: VaultStep['call'], most: string) => `${calls[call]}, at most ${most} TRX`,
  stepUnknown: (call: VaultStep['call'], most: string) =>
    `${calls[call]}, at most ${most} TRX; known more closely once the one before is done`,
  review: 'Review…',
  inKeyWindow: 'Answer in the window that opened. Each transaction is reviewed there.',
  onItsWay: 'Saved here and on its way. It counts once the chain has settled it, in about a minute.',
  showActivity: 'Show it',

  deposit: 'Deposit…',
  depositTitle: 'Deposit BTT into the vault',
  depositText:
    'Sellers serve those first who have a deposit: it is what your vouchers are paid from. It stays yours, and it cannot be spent but by vouchers you sign.',
  depositHave: (n: string) => `You have ${n} in the wallet.`,
  depositAll: 'All of it',

  unfinished: (n: string) =>
    `A deposit of ${n} was begun and not made: the vault may still take that much of your BTT, and only by a deposit that you confirm.`,
  goOn: 'Go on…',
  revoke: 'Take it back…',
  revokeTitle: 'Take the permission back',
  revokeText: 'Afterwards the vault may take nothing of your BTT. Nothing but the fee leaves your account.',

  withdraw: 'Withdraw…',
  withdrawTitle: 'Withdraw from the vault',
  exitText: (delay: string, free: string) =>
    `A withdrawal is announced first and done after ${delay}. That is how long sellers have to cash what you promised them. Then up to ${free} can be taken out.`,
  exitMeanwhile:
    'Meanwhile nobody sells to you, because sellers see the announcement. You can take it back at any time.',
  announce: 'Announce the withdrawal…',
  cancelExit: 'Take it back…',
  cancelExitTitle: 'Take the announcement back',
  cancelExitText: 'Your deposit counts again, and sellers serve you again. A later withdrawal begins from the start.',
  depositEndsExit: (isDue: boolean, at: string, delay: string) =>
    `${isDue ? `The withdrawal you announced can be made now, and a deposit ends it.` : `You announced a withdrawal that can be made from ${at}, and a deposit ends it.`} To take anything out afterwards you announce it again and wait ${delay}.`,
  withdrawEndsExit: (delay: string) =>
    `This ends the withdrawal you announced. What you leave in can be taken out only after another announcement and another ${delay}: to be done with it, take all of it now.`,
  withdrawNow: (free: string) => `The waiting time is over. Up to ${free} can be taken out.`,
  promisedStays: (promised: string) =>
    `${promised} of it is promised to sellers and not cashed yet. Whoever cashes first has it: leave that much in, and you keep your word.`,

  unlockAsk: 'Get it back…',
  unlockNow: 'Free it…',
  unlockTitle: 'Free what is locked for one peer',
  unlockText: (delay: string) =>
    `This is asked for first and done after ${delay}. That is how long the peer has to cash what you promised it. Then what is left can be freed.`,
  unlockDue: 'The waiting time is over. What is left of it becomes free again, to be spent or withdrawn.',
  unlockPayee: (payee: string) => `Locked for ${payee}`,

  cashOut: 'Cash out…',
  cashTitle: 'Cash out what you earned',
  cashText: 'One transaction cashes the newest voucher of each payer, which stands for all before it.',
  cashTo: 'Where to',
  toWallet: 'To the wallet',
  toWalletText: 'As BTT on your account, to be sent anywhere.',
  toVault: 'Into your deposit',
  toVaultText: 'To be spent on Speed at once, for less of a fee.',
  cashValue: (n: string, payers: number) =>
    `${n} from ${plural(payers, { one: 'payer', other: 'payers' })} would come in.`,
  cashLater: (most: number, later: number) =>
    `One transaction takes ${number(most)} payers at most. ${plural(later, { one: 'other has its turn', other: 'others have their turn' })} after it.`,
  cashUnderway: (n: number) =>
    `Left out: ${plural(n, { one: 'payer whose voucher is', other: 'payers whose vouchers are' })} being cashed already. What is left shows once that is settled, in about a minute.`,
  cashEmpty: (empty: number, owed: string) =>
    `Left out: ${plural(empty, { one: 'payer who has', other: 'payers who have' })} nothing in the vault now. The ${owed} they owe stay yours to claim.`,
  cashShort: 'A payer who has less left pays what there is; the rest stays yours to claim.',
  advice: {
    'worth-it': 'The fee is small beside that: a good moment.',
    small: (fee: string, value: string) =>
      `Cashing now costs about ${fee} TRX, and you have ${value}: wait, or spend your earnings from the deposit.`,
    'no-price': (fee: string, value: string) =>
      `Cashing now costs about ${fee} TRX, and brings ${value}. Whether that is worth it depends on prices, which are not looked up unless you choose a source in the settings.`,
    'exit-asked': (n: number) =>
      `Cash now: ${plural(n, { one: 'payer is withdrawing its', other: 'payers are withdrawing their' })} deposit.`,
    'signer-changed': (n: number) =>
      `Cash now: ${plural(n, { one: 'payer has', other: 'payers have' })} changed the key that pays. What the old key promised can be cashed for a few days only.`,
    'payer-runs-dry': (n: number) =>
      `Cash now: ${plural(n, { one: 'payer has', other: 'payers have' })} little left to pay with.`,
  },

  registerTitle: 'Register the key that pays',
  registerText:
    'A key of its own signs vouchers while the wallet is locked. The vault has to know it once. It can pay from the deposit only, within your limits.',
  register: 'Register…',
}
