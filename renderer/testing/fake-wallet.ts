// A wallet and its chain for pages opened by tests and screenshots: two accounts with balances, an activity in every
// state. What blocks a send follows from what is typed.

import { amount, type Amount } from '../../app/money/amount.ts'
import { parseAddress, type Address } from '../../app/tron/address.ts'
import { BTTOLD, MAINNET, TRX, type Asset } from '../../app/tron/networks.ts'
import type { ActivityEntry, ActivityState, Contact } from '../../app/wallet/activity.ts'
import { assetKey, type AccountState, type ChainState } from '../../app/wallet/chain-state.ts'
import type { LookAlike, SendDraft, SendPreview, SendProblem } from '../../app/wallet/send-preview.ts'
import { noWallet, type WalletHome } from '../../app/wallet/wallet-home.ts'
import { SAMPLE_NOW } from './samples.ts'

const DAY_MS = 86_400_000

const address = (text: string): Address => {
  const parsed = parseAddress(text)
  if (!parsed.ok) throw new Error(`not an address: ${text}`)
  return parsed.value
}

export const sampleAddresses = {
  own: address('TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH'),
  second: address('TSeJkUh4Qv67VNFwY8LaAxERygNdy6NQZK'),
  friend: address('TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC'),
  stranger: address('THJrqfbBhoB1vX97da6S6nXWkafCxpyCNB'),
}

/** The name of accounts with more activity than is told at a time. */
const BUSY = 'Busy'

export const fakeHome = (kind: string | null): WalletHome => {
  const base = { wallet: noWallet(900_000), process: 'off', chain: 'off', practice: null } as const
  if (kind === null || kind === 'none') return base
  const running = { ...base, process: 'running', chain: 'running' } as const
  const accounts = [
    { index: 0, path: "m/44'/195'/0'/0/0", address: sampleAddresses.own, label: 'Account 1' },
    { index: 1, path: "m/44'/195'/0'/0/1", address: sampleAddresses.second, label: 'Savings' },
  ]
  const open = {
    ...base.wallet,
    vault: { is: 'unlocked', lockAt: SAMPLE_NOW + 900_000, of: 'phrase' },
    accounts,
    backedUp: kind !== 'unsafe',
    wordsCheckedAt: kind === 'unsafe' ? null : kind === 'drill' ? SAMPLE_NOW - 400 * DAY_MS : Date.now(),
  } as const
  switch (kind) {
    case 'locked':
      return { ...running, wallet: { ...base.wallet, vault: { is: 'locked', tryAfter: null } } }
    case 'damaged':
      return { ...running, wallet: { ...base.wallet, vault: { is: 'damaged', fault: 'file' } } }
    case 'watch':
      return {
        ...running,
        wallet: { ...base.wallet, watched: [{ address: sampleAddresses.friend, label: 'Cold storage' }] },
      }
    case 'practice':
      return { ...running, wallet: open, practice: 'running' }
    case 'unconnected':
      return { ...running, wallet: open, chain: 'failed' }
    case 'busy':
      return { ...running, wallet: { ...open, accounts: accounts.map((one) => ({ ...one, label: BUSY })) } }
    default:
      return { ...running, wallet: open }
  }
}

const held: Readonly<Record<string, bigint>> = {
  TRX: 128_450_000n,
  BTT: 1_234_567_890n * 10n ** 17n,
  BTTOLD: 2_500_000_000n,
  USDT: 42_170_000n,
}

const assets: readonly Asset[] = [TRX, ...MAINNET.assets.filter(({ kind }) => kind === 'trc20'), BTTOLD]

export const fakeAccount = (of: Address): AccountState => ({
  address: of,
  activated: true,
  permission: { is: 'alone' },
  balances: assets.map((asset) => {
    const whole = amount(held[asset.symbol] ?? 0n)
    return { key: assetKey(asset), asset, amount: whole, spendable: whole }
  }),
  resources: {
    freeBandwidth: { left: 345n, of: 600n },
    stakedBandwidth: { left: 0n, of: 0n },
    energy: { left: 0n, of: 0n },
  },
  readAt: SAMPLE_NOW,
})

export const fakeChain = (home: WalletHome, network: ChainState['network']): ChainState => ({
  network,
  chainId: MAINNET.chainId,
  phase: network === null ? { is: 'off' } : { is: 'ready' },
  nodes: [
    {
      host: 'api.trongrid.io',
      condition: 'ok',
      headNumber: 67_123_456,
      solidNumber: 67_123_437,
      headAt: SAMPLE_NOW,
      retryAt: null,
    },
  ],
  accounts: [...home.wallet.accounts, ...home.wallet.watched].map((one) => fakeAccount(one.address)),
  fees: {
    energy: amount(100n),
    bandwidth: amount(1_000n),
    activation: amount(1_100_000n),
    memo: amount(1_000_000n),
  },
  solidNumber: 67_123_437,
  underway: 2,
  activityRevision: 1,
  vault: { is: 'none' },
  prices: [],
})

const entry = (n: number, state: ActivityState, more: Partial<ActivityEntry> = {}): ActivityEntry => ({
  id: `${n}`,
  txId: n.toString(16).padStart(64, '0'),
  account: sampleAddresses.own,
  direction: 'out',
  asset: assetKey(TRX),
  symbol: 'TRX',
  decimals: 6,
  known: true,
  amount: amount(BigInt(n) * 1_250_000n),
  other: sampleAddresses.friend,
  otherName: 'Mara',
  memo: null,
  call: null,
  state,
  at: SAMPLE_NOW - n * 3_600_000,
  block: state === 'final' ? 67_120_000 + n : null,
  fee: state === 'final' ? amount(268_000n) : null,
  most: null,
  expiresAt: null,
  failure: null,
  refusal: null,
  checkedAt: null,
  hidden: null,
  ...more,
})

const fakeActivity: readonly ActivityEntry[] = [
  entry(1, 'pooled'),
  entry(2, 'in-block', { symbol: 'BTT', decimals: 18, amount: amount(5_000n * 10n ** 18n) }),
  entry(3, 'final', { direction: 'in', other: sampleAddresses.stranger, otherName: null, fee: null }),
  entry(4, 'failed', { failure: 'out-of-energy', fee: amount(6_500_000n) }),
  entry(5, 'not-sent', { checkedAt: 67_110_000 }),
  entry(6, 'final', { memo: 'for the hosting' }),
  entry(7, 'sending', { refusal: 'balance', expiresAt: SAMPLE_NOW + 300_000 }),
  entry(8, 'final', {
    direction: 'taken',
    symbol: 'USDT',
    other: sampleAddresses.stranger,
    otherName: null,
    fee: null,
  }),
]

const longActivity = Array.from({ length: 430 }, (_, n) => entry(n + 1, 'final'))

export const activityOf = ({ wallet }: WalletHome): readonly ActivityEntry[] =>
  wallet.accounts[0]?.label === BUSY ? longActivity : fakeActivity

export const fakeContacts: readonly Contact[] = [
  {
    address: sampleAddresses.friend,
    name: 'Mara',
    firstPaidAt: SAMPLE_NOW - 86_400_000 * 40,
    addedAt: SAMPLE_NOW - 86_400_000 * 41,
  },
  { address: sampleAddresses.stranger, name: 'Hosting', firstPaidAt: null, addedAt: SAMPLE_NOW - 3_600_000 },
]

const LOOKS_LIKE = 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HD'

/** Of a right checksum, and begins like the friend's. */
const IMITATION = 'TMVQGm1qAQYVdetCeGRRkTWYYrL2xoaXt8'

export const fakeAlike = (typed: Address): readonly LookAlike[] =>
  String(typed) === IMITATION
    ? [{ address: sampleAddresses.friend, name: 'Mara', why: 'same-start', differs: [27, 28, 29, 30, 31, 32, 33] }]
    : []

const problemsOf = (draft: SendDraft, valid: boolean, max: Amount): readonly SendProblem[] => {
  const problems: SendProblem[] = []
  if (!valid && draft.to !== '') problems.push({ code: 'recipient-invalid', blocks: true })
  if (draft.to === LOOKS_LIKE) problems.push({ code: 'look-alike', blocks: true })
  if (draft.amount === null) problems.push({ code: 'amount-missing', blocks: true })
  else if (draft.amount !== 'max' && draft.amount > max) {
    problems.push({ code: 'balance-too-low', blocks: true, spendable: max })
  }
  if (valid && draft.to === sampleAddresses.stranger) {
    problems.push({ code: 'new-recipient', blocks: false }, { code: 'recipient-not-activated', blocks: false })
  }
  return problems
}

/** `LOOKS_LIKE` stands for an address that imitates the friend's. */
export const fakePreview = (draft: SendDraft): SendPreview => {
  const parsed = parseAddress(draft.to)
  const like = draft.to === LOOKS_LIKE
  const balance = fakeAccount(sampleAddresses.own).balances.find(({ key }) => key === draft.asset)
  const max = balance?.spendable ?? amount(0n)
  const energy = draft.asset.startsWith('trc20')
  return {
    recipient: {
      address: parsed.ok ? parsed.value : null,
      fault: parsed.ok || like ? null : parsed.error,
      kind: parsed.ok ? (parsed.value === sampleAddresses.friend ? 'known' : 'new') : null,
      name: parsed.ok && parsed.value === sampleAddresses.friend ? 'Mara' : null,
      firstPaidAt: null,
      activated: true,
      lookAlike: like ? { address: sampleAddresses.friend, name: 'Mara', why: 'same-start', differs: [33] } : null,
    },
    amount: draft.amount === 'max' ? max : draft.amount,
    max,
    cost: {
      bytes: energy ? 345 : 268,
      units: energy ? 64_895n : 0n,
      bandwidth: amount(0n),
      energy: amount(energy ? 6_489_500n : 0n),
      activation: amount(0n),
      memo: amount(draft.memo === null ? 0n : 1_000_000n),
      likely: amount(energy ? 6_489_500n : 0n),
      most: amount(energy ? 8_436_350n : 268_000n),
      feeLimit: amount(energy ? 8_436_350n : 0n),
    },
    problems: problemsOf(draft, parsed.ok || like, max),
  }
}
