// The Wallet page.

import type { NodeCondition, Permission, SelfCheck } from '../../../app/wallet/chain-state.ts'
import type { ActivityState, FailureCode } from '../../../app/wallet/activity.ts'
import type { VaultCallName } from '../../../app/speed/vault-call.ts'
import type { NetworkId } from '../../../app/tron/networks.ts'
import { number, plural } from './plural.ts'
import { refusals } from './refusals.ts'

const networks: { readonly [N in NetworkId]: string } = {
  mainnet: 'TRON mainnet',
  nile: 'Nile',
  shasta: 'Shasta',
  custom: 'Own node',
  practice: 'Practice',
}

const networkTexts: { readonly [N in NetworkId]: string } = {
  mainnet: 'Real money. Asks api.trongrid.io alone unless you name nodes of your own below.',
  nile: 'A public test network. Its money is worth nothing.',
  shasta: 'Another public test network, without BTT.',
  custom: 'The network of a node that you name.',
  practice: 'Play money on this computer, without the Internet.',
}

const conditions: { readonly [C in NodeCondition]: string } = {
  unknown: 'not asked yet',
  ok: 'answers',
  unreachable: 'does not answer',
  limited: 'asks us to wait',
  refused: 'wants another API key',
  lagging: 'is behind',
  'wrong-chain': 'belongs to another network',
  lying: 'says what cannot be; it is not believed',
  'bad-answers': 'answers what makes no sense',
}

const checks: { readonly [C in SelfCheck]: string } = {
  'chain-id': 'the network is another one',
  'token-symbol': 'the BTT contract does not call itself BTT',
  'token-decimals': 'the BTT contract has other decimals',
  router: 'the exchange contract is another one',
  addresses: 'a fixed address is damaged',
}

const states: { readonly [S in ActivityState]: string } = {
  sending: 'Sending',
  pooled: 'Waiting for a block',
  'in-block': 'In a block',
  final: 'Final',
  failed: 'Failed',
  'not-sent': 'Not sent',
}

const stateTexts: { readonly [S in ActivityState]: string } = {
  sending: 'Saved here; no node has taken it yet.',
  pooled: 'A node has it. It is in a block in about 3 seconds.',
  'in-block': 'In a block that can still be undone for about a minute.',
  final: 'In a block that nobody can undo.',
  failed: 'The contract undid it. Only the fee is gone.',
  'not-sent': 'Nothing left your wallet, and this one can no longer be sent.',
}

/** Of Speed's vault, said so that it fits whether it is done, under way or failed. */
const calls: { readonly [C in VaultCallName]: string } = {
  approve: 'Speed: leave to deposit',
  deposit: 'Speed: deposit of',
  setSigner: 'Speed: voucher key named',
  lock: 'Speed: set aside',
  requestUnlock: 'Speed: request to unlock',
  unlock: 'Speed: unlock',
  requestExit: 'Speed: request to withdraw',
  cancelExit: 'Speed: request to withdraw taken back',
  withdraw: 'Speed: withdrawal of',
  cash: 'Speed: cashing in',
}

const callOf = (call: VaultCallName, who: string): string =>
  call === 'lock' || call === 'requestUnlock' || call === 'unlock' ? `for ${who}` : `by the vault ${who}`

/** What was done with what should leave: it is not called sent before it is. */
const outgoing: { readonly [S in ActivityState]: string } = {
  sending: 'Sending',
  pooled: 'Sending',
  'in-block': 'Sent',
  final: 'Sent',
  failed: 'Tried to send',
  'not-sent': 'Meant to send',
}

const failures: { readonly [F in FailureCode]: string } = {
  revert: 'the contract refused it',
  'out-of-energy': 'it needed more energy than was allowed for',
  'out-of-time': 'it took the contract too long',
  'transfer-failed': 'the transfer failed',
  'bad-code': 'the contract is faulty',
  other: 'the chain gave no reason',
}

const permission = (of: Permission): string => {
  if (of.is === 'others') return 'You can’t spend from this address alone. Other keys control it; do not deposit here.'
  if (of.is === 'shared')
    return `You can’t spend from this address alone, or not only you can: ${plural(of.keys.length, { one: 'key is', other: 'keys are' })} allowed, with a threshold of ${number(of.threshold)}.`
  return ''
}

export const wallet = {
  title: 'Wallet',
  sidebar: 'Wallet',
  sidebarSpoken: (state: string) => `Wallet, ${state}`,
  notBackedUpShort: 'not backed up',
  networks,
  networkTexts,
  network: 'Network',
  networkChoose: (name: string) => `Network: ${name}`,
  chooseNetwork: 'Choose a network',
  noNetwork: 'No network',
  chooseNetworkText: 'Nothing is asked of any network before you choose one.',
  customNode: 'Address of the node',
  customNodeHint: 'Its full-node API, like https://node.example.org:8090',
  nodeFaults: {
    url: 'This is not the web address of a node.',
    twice: 'This node is there already. The same one twice is no second opinion.',
    key: 'An API key has no spaces and only plain characters.',
  },
  solidityNode: 'Its solidity API (optional)',
  solidityNodeHint: 'Only where it is at another address, as with nodes that you run yourself.',
  nodeNumber: (place: number) => `Node ${number(place)}`,
  removeNode: (place: number) => `Remove node ${number(place)}`,
  addOwnNode: 'Use a node of your own…',
  addNode: 'Add another node',
  nodeIsOther: 'That is not the network you chose, so it would not be used.',
  nodeExposed: {
    all: 'Over http, anybody on the way can read which addresses are yours and answer in the node’s place. Use https, or a node on this computer.',
    key: 'Over http, anybody on the way can read this API key and which addresses are yours, and answer in the node’s place. Use https, or a node on this computer.',
  },
  oneNode:
    'One node is believed alone. It cannot spend your money or change what you sign, but it can hide a payment from you, or say that one arrived which did not. Add nodes of other operators to have them compared.',
  manyNodes: (count: number, needed: number) =>
    `Only what at least ${number(needed)} of these ${number(count)} nodes say is believed. While fewer answer, nothing is called final, failed or not sent. What came in is found only by nodes that keep a history, as TronGrid does.`,
  customVault: 'Vault of Speed (optional)',
  customVaultHint: 'Where Speed’s deposits are on this network. Its code is compared with ours before it is used.',
  customVaultWrong: 'This is not an address of the TRON network.',
  apiKey: 'API key (optional)',
  apiKeyHint: 'Sent to the node as TRON-PRO-API-KEY.',
  checkNode: 'Check the node',
  nodeIs: (network: string, head: number) => `Found ${network}, at block ${number(head)}.`,
  unknownNetwork: 'a network of its own',
  useNetwork: 'Use this network',

  empty: 'A wallet, if you want one',
  emptyText:
    'Swiftseed can hold BTT and other tokens of the TRON network. Torrents work without it. The keys stay on this computer, encrypted.',
  create: 'Create a wallet',
  createText: 'New keys, backed up by twelve words.',
  import: 'Import a wallet',
  importText: 'From words, a private key or a wallet file.',
  watch: 'Watch an address',
  watchText: 'See its balances and activity. It cannot spend.',
  practise: 'Practise with play money',
  practiseText: 'A small chain on this computer. Nothing is real, nothing can be lost.',

  lockedTitle: 'The wallet is locked',
  lockedText: 'Torrents go on. Unlock it to see accounts and to send.',
  unlock: 'Unlock…',
  lock: 'Lock',
  forgot: 'Forgot the password…',
  tryAfter: 'There were many wrong passwords. None is tried for a while.',
  damagedTitle: 'The wallet’s file is damaged',
  damagedText: 'Nothing was deleted. Set it aside and import your words, or a wallet file that you saved.',
  setAside: 'Set it aside…',
  processStarting: 'Starting the wallet…',
  processFailed: 'The wallet process could not be started',
  processFailedText: 'Your wallet is safe on disk. Quit Swiftseed and start it again.',
  fromBackup: 'The wallet’s file was damaged; its backup is in use. What was changed last may be missing.',
  notBackedUp: 'These keys are not backed up',
  notBackedUpText: 'If this computer is lost, so is the money. It takes a minute.',
  notBackedUpUntil: (date: string) => `If this computer is lost, so is the money. You put it off until ${date}.`,
  drill: 'Can you still find your words?',
  drillText: (date: string) =>
    `You last had them at hand on ${date}. Checking takes half a minute and shows none of them.`,
  drillNow: 'Check now…',
  drillLater: 'Tomorrow',
  backUp: 'Back up…',

  menu: 'More about the wallet',
  addAccount: 'Add an account…',
  renameAccount: 'Rename…',
  stopWatching: 'Stop watching',
  backUpAgain: 'Show the words…',
  checkWords: 'Check that you have the words…',
  showKey: 'Show a private key…',
  exportFile: 'Save the wallet file…',
  changePassword: 'Change the password…',
  wipe: 'Remove the wallet…',
  account: 'Account',
  accountName: 'Name',
  add: 'Add',
  save: 'Save',
  watchAddress: 'Address',
  watchAddressWrong: 'This is not an address of the TRON network.',
  watchEthereum: 'An address that begins with 0x belongs to BitTorrent Chain or Ethereum, not to TRON.',
  watchOnly: 'watch-only',

  tabs: 'Parts of the wallet',
  balances: 'Balances',
  send: 'Send',
  receive: 'Receive',
  activity: 'Activity',
  contacts: 'Address book',

  phase: {
    checking: 'Checking the network…',
    offline: 'No node answers. What is shown is from before.',
    disagreeing: 'The nodes say different things. Nothing is called final until they agree.',
    tooFewNodes: 'Too few of your nodes answer to know how things are',
    tooFewNodesText: (answering: number, needed: number, named: number) =>
      `${number(answering)} of ${number(named)} ${answering === 1 ? 'answers' : 'answer'}, and ${number(needed)} have to agree. What is shown is from before, nothing is called final or not sent meanwhile, and nothing new is sent.`,
    refused: (check: SelfCheck) => `This network failed its check, so nothing is done there: ${checks[check]}.`,
    vaultRefused: (address: string) =>
      `The contract at ${address} is not Speed’s vault, so nothing is done with it and Speed is off here. Its address is set where the network is chosen.`,
    chainRestarting: 'The connection to the chain broke off and is being started again. What is shown is from before.',
    chainFailed: 'The connection to the chain could not be started',
    chainFailedText:
      'What is shown is from before, and nothing can be sent. What was sent is not lost: it is followed again as soon as this runs. Quit Swiftseed and start it again.',
    practiceStarting: 'Starting the practice network…',
    practiceFailed: 'The practice network could not be started.',
    notAsked: 'Choose a network to see balances.',
    notRead: 'The account has not been read from this network yet.',
  },
  node: (host: string, what: string) => `${host} ${what}`,
  conditions,
  block: (n: number) => `Block ${number(n)}`,

  amount: (n: string, symbol: string) => `${n} ${symbol}`,
  unknownAmount: 'Not known yet',
  legacy: 'legacy',
  legacyText: 'The token before 2021. 1 BTTOLD was worth 1,000 BTT; it is not counted as BTT.',
  spendable: (n: string, symbol: string) => `${n} ${symbol} can be spent`,
  balanceList: 'Balances of this account',
  worth: (n: string, currency: string) => `≈ ${n} ${currency}`,
  resources: 'For fees',
  freeBandwidth: 'Free bandwidth',
  stakedBandwidth: 'Staked bandwidth',
  energy: 'Energy',
  resource: (left: string, of: string) => `${left} of ${of}`,
  notActivated: 'This account does not exist on the chain yet. The first TRX it receives creates it.',
  permission,
  faucet: 'Get play money',
  faucetText: 'The faucet gives TRX and play BTT, as often as you like.',
  faucetDone: 'Play money is on its way.',

  receiveText: 'Send only TRX and tokens of the TRON network to this address.',
  receiveTronOnly: 'TRON only',
  receivePractice: 'An address for play money. Real money sent to it is real: never use it while you practise.',
  receiveBlocked: 'First write the words down',
  receiveBlockedText:
    'The keys of this address are on this computer only. If it breaks, what was sent here is gone. Once you have shown that you have the words, the address is here.',
  receivePutOff: 'Remind me in a week',
  receivePutOffText: (date: string) =>
    `Not backed up: you wanted to be reminded on ${date}. Until then this address is shown; what it receives can be lost.`,
  qr: (address: string) => `QR code of ${address}`,
  copyAddress: 'Copy the address',

  sendFrom: 'From',
  sendTo: 'To',
  sendToHint: 'An address of the TRON network, 34 characters that begin with T.',
  sendWhat: 'What',
  sendAmount: 'Amount',
  sendMax: 'All of it',
  sendMemo: 'Note (optional)',
  sendMemoHint: 'Public on the chain for ever, and costs extra.',
  sendMore: 'Add a note',
  toReview: 'Review…',
  sendPrepared: 'Answer in the window that opened.',
  sent: 'Saved here, and on its way to the network. What becomes of it is shown under Activity.',
  watchOnlyNoSend: 'This address is only watched: its key is not here, so it cannot send.',
  amountFaults: {
    empty: 'How much should be sent?',
    characters: 'This is not an amount. Use digits and one point.',
    comma: 'This could be thousands or decimal places. Leave the comma out, or write a point for decimal places.',
    digits: (decimals: number) => `This token has only ${number(decimals)} decimal places.`,
    'too-large': 'This is more than there can be.',
  },
  memoFaults: {
    long: 'This note is too long for the chain.',
    hidden: 'This note has something in it that cannot be seen, so it is not signed. Leave it out.',
  },
  addressFaults: {
    empty: '',
    ethereum:
      'An address that begins with 0x belongs to BitTorrent Chain or Ethereum. What is sent there over TRON does not arrive.',
    characters: 'This has characters in it that no address has.',
    length: 'An address of the TRON network has 34 characters.',
    checksum: 'This address is mistyped: its check digits do not fit.',
    'not-tron': 'This is not an address of the TRON network.',
  },
  known: (name: string | null, since: string | null) =>
    [name ?? 'You have paid this address before', since === null ? '' : `first on ${since}`].filter(Boolean).join(', '),
  own: 'One of your own accounts',
  lookAlikeTitle: 'Not the address you know',
  lookAlike: (name: string | null) =>
    `It only looks like ${name ?? 'an address you have paid before'}. Somebody may have placed it in your history. The characters that differ are marked:`,
  lookAlikeCompared: 'I compared every character with whom I want to pay: it is another address.',
  lookAlikeWayOn:
    'If it really is somebody else’s, put it into the address book: the two are compared there. If it has a name there already, take that away first.',
  lookAlikeYours: 'You know',
  lookAlikeThis: 'You typed',
  lookAlikeSpoken: (places: readonly number[]) =>
    `They differ at ${plural(places.length, { one: 'place', other: 'places' })}: ${places.map((place) => place + 1).join(', ')}.`,
  cost: 'What it costs',
  costLikely: (sun: string) => `About ${sun} TRX as things are now`,
  costMost: (sun: string) => `At most ${sun} TRX`,
  costParts: {
    bandwidth: (bytes: string, sun: string) => `Bandwidth: ${bytes} bytes, ${sun} TRX`,
    energy: (units: string, sun: string) => `Energy: ${units} units, ${sun} TRX`,
    activation: (sun: string) => `Creates the recipient’s account: ${sun} TRX`,
    memo: (sun: string) => `Note: ${sun} TRX`,
  },
  missingTrx: (sun: string) => `${sun} TRX more are needed for the fee.`,
  spendableOnly: (n: string, symbol: string) => `You can spend ${n} ${symbol}.`,
  contractSays: (reason: string) => `The contract says: ${reason}`,
  calculating: 'Working it out…',

  states,
  stateTexts,
  refusals,
  failed: (code: FailureCode) => `${failures[code]}.`,
  notSentChecked: (block: number) => `Not sent. Nothing left your wallet (checked at block ${number(block)}).`,
  out: (state: ActivityState): string => outgoing[state],
  in: 'Received',
  taken: 'Taken',
  takenText:
    'You did not send this: somebody whom this account once allowed to take this token did. Take that permission back with the program that gave it.',
  takenNothing: 'You did not send this, and nothing of yours has moved: somebody made it look so.',
  calls,
  callOf,
  ownMove: 'To yourself',
  to: (who: string) => `to ${who}`,
  from: (who: string) => `from ${who}`,
  activityList: 'Activity of the wallet',
  activityEmpty: 'Nothing has happened yet',
  activityEmptyText: 'What you send and receive is listed here, with its state.',
  activityNone: 'Nothing matches',
  filters: 'Filters',
  direction: 'Direction',
  anyDirection: 'In and out',
  onlyOut: 'Only sent',
  onlyIn: 'Only received',
  state: 'State',
  anyState: 'Any state',
  underway: 'Under way',
  searchActivity: 'Search the activity',
  hiddenCount: (n: number) => `${number(n)} hidden`,
  showHidden: 'Show what is hidden',
  hiddenHint: 'Zero amounts, dust and unknown tokens are hidden: they are often bait.',
  bait: 'unknown token',
  exportCsv: 'Save as CSV…',
  exported: 'The activity was saved.',
  explorer: 'Show in the explorer',
  more: (n: number) => `Show ${number(n)} more`,
  fee: (sun: string) => `Fee ${sun} TRX`,
  memo: (text: string) => `Note: ${text}`,

  contactsEmpty: 'Names for addresses you pay',
  contactsEmptyText: 'A name is shown wherever its address is.',
  contactName: 'Name',
  contactAddress: 'Address',
  contactAdd: 'Add a name…',
  contactEdit: 'Rename',
  contactRemove: 'Remove',
  contactPay: 'Send',
  contactPaid: (date: string) => `First paid ${date}`,
  contactNeverPaid: 'Never paid from here',
  contactPayableFrom: (at: string) => `Can be paid from ${at}`,
  bookOnly: 'Pay only addresses in this book',
  bookOnlyText:
    'Sends to anybody else are refused, and a new name can be paid a day after it was added. Switching this off takes a day as well.',
  bookOnlyEnds: (at: string) => `It ends on ${at}. Until then it holds.`,
  bookOnlyFrom: (at: string) => `It can be paid from ${at}.`,
  contactList: 'Names and addresses',

  importPreview: 'About to be imported',
  importPreviewText: 'What these addresses hold on the network you chose. Nothing is imported yet.',
  importPreviewNoNetwork: 'Choose a network to see what these addresses hold.',

  chipLocked: 'Wallet locked',
  chipNone: (network: string) => network,
  chipSpoken: (text: string) => `Wallet: ${text}`,
}
