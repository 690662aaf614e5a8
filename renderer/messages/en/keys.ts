// The key window: where passwords and words are typed and shown, and sends are confirmed.

import type { KeyTask } from '../../../app/wallet/key-task.ts'
import type { VaultCallName } from '../../../app/speed/vault-call.ts'
import type { Review } from '../../../app/wallet/review.ts'
import { number, plural } from './plural.ts'
import { speedSetup } from './speed-setup.ts'

const titles: { readonly [T in KeyTask]: string } = {
  create: 'Create a wallet',
  import: 'Import a wallet',
  unlock: 'Unlock the wallet',
  'back-up': 'Back up the wallet',
  drill: 'Can you still find your words?',
  'show-key': 'Show a private key',
  'export-file': 'Save the wallet file',
  'change-password': 'Change the password',
  review: 'Confirm the send',
  allow: 'Allow spending on Speed',
  wipe: 'Remove the wallet',
  'start-over': 'Begin without this wallet',
}

const allowance = {
  text: 'Within these bounds Swiftseed pays peers by itself, for torrents you switch Speed on for. Nothing beyond them is ever spent without you, whatever happens to the rest of the program.',
  account: 'From the vault balance of',
  vault: 'Vault contract',
  bounds: {
    perDay: speedSetup.perDay,
    perPeer: speedSetup.perPeer,
    total: 'At most in all, from now on',
    priceCeiling: speedSetup.ceiling,
  },
  network: 'Network',
  before: (was: string) => `(now: ${was})`,
  spentName: 'Spent since the last time',
  spent: (spent: string) => `${spent}. With this, the limit in all counts from zero again.`,
  whileLockedName: 'While the wallet is locked',
  whileLocked: (on: boolean) => (on ? 'Goes on' : 'Stops'),
  whileLockedNow: (on: boolean) => (on ? 'goes on' : 'stops'),
  whileLockedNote:
    'The key that pays then stays in memory after you lock the wallet, and is never on disk. It can promise money within these bounds and do nothing else.',
  allow: 'Allow',
  refuse: 'Do not allow',
  none: 'Nothing waits to be allowed any more. Nothing was changed.',
}

const networks: { readonly [N in Review['chain']['id']]: string } = {
  mainnet: 'TRON mainnet',
  nile: 'Nile (test network)',
  shasta: 'Shasta (test network)',
  custom: 'Your own node’s network',
  practice: 'Practice (play money)',
}

/** What each call of the vault does, before it is confirmed. */
const vaultCalls: { readonly [C in VaultCallName]: { readonly title: string; readonly text: string } } = {
  approve: {
    title: 'Confirm step 1 of 2: allow the deposit',
    text: 'Lets the vault contract take exactly this amount of your BTT, once, for the deposit that follows. Nothing but the fee leaves your account by this step.',
  },
  deposit: {
    title: 'Confirm step 2 of 2: the deposit',
    text: 'Moves this amount from your account into the vault, to pay for Speed from. It stays yours: what is not spent comes back by a withdrawal, which is announced and waited for.',
  },
  setSigner: {
    title: 'Confirm to register the key that pays',
    text: 'Names the key with which this wallet signs vouchers, so that Speed can go on while the wallet is locked. That key can promise what is in the vault, and nothing else. A former key stays valid for the waiting time below.',
  },
  lock: {
    title: 'Confirm the lock',
    text: 'Sets this amount of your deposit aside for this one seller. Until it is freed again, which is announced and waited for, nothing else can be done with it.',
  },
  requestUnlock: {
    title: 'Confirm to announce the end of the lock',
    text: 'Asks for what is set aside for this seller back. The seller may still cash vouchers during the waiting time below; then you can free the rest.',
  },
  unlock: {
    title: 'Confirm to free what was locked',
    text: 'What is left of the amount set aside for this seller becomes a free part of your deposit again.',
  },
  requestExit: {
    title: 'Confirm to announce the withdrawal',
    text: 'Announces that you want your deposit back. Sellers stop taking vouchers and cash what they hold; after the waiting time below you can withdraw the rest.',
  },
  cancelExit: {
    title: 'Confirm to take the announcement back',
    text: 'Your deposit stays in the vault, and sellers take vouchers again. A later withdrawal waits from the start.',
  },
  withdraw: {
    title: 'Confirm the withdrawal',
    text: 'Moves this amount from the vault back into your account.',
  },
  cash: {
    title: 'Confirm to cash out',
    text: 'Has the vault pay you what these vouchers are still worth: each names all that its payer ever promised, and what was paid of it before is not paid again. What a deposit does not cover stays owed; the fee is the same.',
  },
}

export const keys = {
  windowTitle: (title: string) => `${title} – Swiftseed`,
  titles,
  password: 'Password',
  newPassword: 'New password',
  passwordAgain: 'The same again',
  passwordHint: 'At least 10 characters. It encrypts the wallet on this computer and cannot be recovered.',
  passwordsDiffer: 'The two passwords are not the same.',
  show: 'Show what is typed',
  hide: 'Hide what is typed',
  cancel: 'Cancel',
  close: 'Close',
  later: 'Later',
  next: 'Continue',
  done: 'Done',
  loading: 'Asking the wallet…',
  working: 'Working…',
  gone: 'The wallet process ended. Close this window and open it again.',

  createText: 'The wallet’s keys are made here and stay on this computer, encrypted with this password.',
  create: 'Create',
  wordCount: 'Words',
  words12: '12 words',
  words24: '24 words',
  more: 'More options',
  passphrase: 'Passphrase (optional)',
  passphraseHint:
    'Becomes part of the key, like one word more. Whoever loses it loses the wallet: most people leave this empty.',

  wordsTitle: 'Write these words down',
  wordsText: 'On paper, in this order. Whoever has them has the money; without them a lost password is final.',
  wordsHold: 'Hold to show the words',
  wordsHidden: 'The words are hidden. Hold the button, or the space bar on it, to see them.',
  wordsShown: 'The words are shown.',
  wordsGone: 'The words were hidden after a while. Ask for them again with the password.',
  wordsAgain: 'Show them again',
  passphraseShown: (text: string) => `Passphrase: ${text}`,
  wordsWarning:
    'Nobody from Swiftseed ever asks for these words. Do not type them into any website, and do not show them while your screen is shared.',
  check: 'I wrote them down',
  checkTitle: 'Check what you wrote',
  checkText: 'Choose the word that stands at each place.',
  checkWord: (position: number) => `Word ${String(position)}`,
  checkNow: 'Check',
  checkWrong: 'Not all of the words were right. Look at what you wrote, then see the words again.',
  seeAgain: 'See the words again',
  createdTitle: 'The wallet is ready',
  createdText: 'Its words are backed up. You can show them again at any time, with the password.',

  lockedTitle: 'The wallet was locked',
  lockedText: 'What was shown here is hidden, and nothing that was half done was done. Unlock it to begin again.',
  unlockText: 'It locks by itself after a while, and when the computer sleeps.',
  unlock: 'Unlock',
  forgot: 'Forgot the password? The words bring the wallet back: begin without this wallet, then import them.',

  importFrom: 'What to import',
  fromWords: 'Words',
  fromKey: 'Private key',
  fromFile: 'Wallet file',
  importWords: 'The words, in order',
  importWordsHint:
    '12, 15, 18, 21 or 24 words with spaces between them, in a language that BIP-39 lists: English, Spanish, French, Italian, Portuguese, Czech, Japanese, Korean or Chinese.',
  importKey: 'Private key',
  importKeyHint: '64 digits from 0 to 9 and a to f.',
  importFile: 'Wallet file',
  importFileHint: 'Saved by Swiftseed, here or on another computer.',
  importFileChoose: 'Choose a file…',
  importFileChosen: (name: string) => `Chosen: ${name}`,
  importFilePassword: 'Password of the file',
  importFileTooLarge: 'This file is too large for a wallet file.',
  importFileMissing: 'Choose the file first.',
  look: 'Look what it holds',
  previewTitle: 'Is this your wallet?',
  previewText: (n: number) =>
    n === 1
      ? 'This is the address it holds. Nothing is kept before you choose Import.'
      : 'These are the addresses it holds. Nothing is kept before you choose Import.',
  foundNoNetwork: 'No network is chosen, so none was asked what they hold.',
  foundLooking: (network: string) => `Looking on ${network} for what is there…`,
  foundFirst: (count: number) => `Of the first ${number(count)} only; all of them are imported.`,
  foundOn: (network: string) => `As it is on ${network} now. Not yours, or empty? Check words, passphrase and network.`,
  previewPassword: 'Password for this computer',
  import: 'Import',
  back: 'Back',

  keyText: 'Whoever has the private key of an account has its money. Nobody else ever needs it.',
  account: 'Account',
  keyHold: 'Hold to show the key',
  keyHidden: 'The key is hidden. Hold the button, or the space bar on it, to see it.',

  holdOn: (seconds: number) => `Keep holding: ${String(seconds)} s`,
  holdToShow: 'Hold for 10 seconds to go on',
  holdWhy: 'The ten seconds are there because people are talked into this in a hurry.',
  screenShared: 'Is your screen shared, recorded or seen by somebody? Stop that first.',
  nobodyAsks:
    'No support, exchange, website or member of Swiftseed ever needs this. Whoever asks you for it wants your money.',

  fileText: 'The file holds the wallet, encrypted with the password you have now. It is no use without the password.',
  saveFile: 'Save…',
  fileSaved: (name: string) =>
    `${name} is wherever you chose to save it; if you did not, there is none. Keep it apart from this computer.`,

  changeText: 'The wallet is encrypted anew. Files saved before keep their old password.',
  oldPassword: 'Password until now',
  change: 'Change',
  changed: 'The password was changed.',

  wipeText:
    'Deletes from this computer the wallet and its backup, the books of Speed, the list of payments, the address book and the practice network. Only the words, the key or a saved file bring the wallet back, and what lies in Speed’s vault with it. Wallet files that were set aside before stay in their folder, as they may be of another wallet; addresses you only watch stay in the list.',
  wipeVouchers:
    'Cash out first what you earned with Speed: vouchers that are not cashed are deleted with the books, and nothing brings them back.',
  wipeLost: (n: number) =>
    `${plural(n, { one: 'address', other: 'addresses' })} can no longer be spent from on this computer, and the words cannot be shown here any more:`,
  wipeAddress: 'Type the first address, to be sure',
  wipeAddressHint: 'Or copy it from above.',
  wipe: 'Remove the wallet',
  wipeNotBackedUp: 'You never checked that you have the words. Without them the money in this wallet is lost for good.',

  startOverText:
    'Sets the wallet’s file aside under another name and begins without one. Nothing is deleted; afterwards you can import your words.',
  startOverTick: 'I have the words, or there is nothing in this wallet',
  startOver: 'Set it aside',

  backUpText: 'Shows the words once more and checks that you have them. The password is asked for each time.',

  drillText: 'Find the paper with the words. Three of them are asked for, and none is shown. The password comes first.',
  drillCheckText: 'Look at your paper: which word stands at each place?',
  drillDone: 'You still have them',
  drillDoneText: 'Put the paper back where it was. You are asked again in half a year.',

  reviewNoneTitle: 'Nothing to confirm',
  reviewNone: 'Nothing waits for an answer any more. Nothing was sent.',
  reviewText: 'Made by the wallet from exactly what it will sign. Compare all of the address.',
  reviewTextAlone: 'Made by the wallet from exactly what it will sign.',
  allowance,
  review: {
    network: 'Network',
    from: 'From',
    to: 'To',
    recipient: 'Recipient',
    amount: 'Amount',
    token: 'Token',
    fee: 'Fee at most',
    most: 'Leaves your account at most',
    memo: 'Note, public for ever',
    vault: 'Vault contract',
    payee: 'For',
    signer: 'Key that pays',
    voucher: 'Voucher of',
    into: 'Goes to',
    expected: 'Comes in',
    delay: 'Waiting time',
    exit: 'Announced withdrawal',
  } satisfies { readonly [A in Review['lines'][number]['about']]: string },
  /** Where the vault pays: `wallet` or `vault`. */
  into: (place: string) => (place === 'vault' ? 'Your deposit in the vault' : 'Your account, as BTT'),
  promised: (amount: string) => `${amount} in all`,
  exitEnds: (at: string) =>
    `Ends by this. It could be made from ${at}; another one is announced anew and waits from the start.`,
  networkOf: (network: string, chainId: number) => `${network} · chain ${chainId}`,
  ownNodeOf: (network: string) => `${network}, through a node of your own`,
  networks,
  vaultCalls,
  revoke: {
    title: 'Confirm to take the permission back',
    text: 'Afterwards the vault contract may take nothing of your BTT. Nothing but the fee leaves your account.',
  },
  confirm: 'Confirm',
  refuseCall: 'Do not confirm',
  unverified: 'Swiftseed does not know this token. Its name and digits are what its contract says of itself.',
  newRecipient: 'You have never paid this address from here.',
  approve: 'Send',
  refuse: 'Do not send',
  expires: (span: string) => `Waits for your answer for another ${span}.`,
  practice: 'Practice',
  practiceText: 'Play money: worth nothing, sent to nobody outside this computer.',
}
