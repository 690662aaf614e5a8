// The key window's questions that are about Speed, for tests and screenshots: each kind is a task and what the wallet
// process would show with it, its lines composed by the wallet's own hand (app/wallet/compose-vault-review.ts).

import type { KeyWindowApi } from '../../app/ipc/key-window-contract.ts'
import { amount, type Amount } from '../../app/money/amount.ts'
import { ok } from '../../app/result.ts'
import type { Allowance } from '../../app/speed/allowance.ts'
import type { Approval } from '../../app/speed/approval.ts'
import type { Price } from '../../app/speed/terms.ts'
import type { Cashable, VaultCall } from '../../app/speed/vault-call.ts'
import { addressOf, type Address } from '../../app/tron/address.ts'
import { MAINNET, NILE } from '../../app/tron/networks.ts'
import { composeReview } from '../../app/wallet/compose-review.ts'
import type { KeyTask } from '../../app/wallet/key-task.ts'
import type { Review, ReviewFacts } from '../../app/wallet/review.ts'
import { fakeHome, sampleAddresses } from './fake-wallet.ts'

const DAY_MS = 86_400_000
const { own, second, friend, stranger } = sampleAddresses

const btt = (thousandths: bigint): Amount => amount(thousandths * 10n ** 15n)
const price = (perGiB: bigint): Price => amount((perGiB * 10n ** 18n) / 1024n)

const accountAt = (at: number): Address => addressOf(new Uint8Array(21).fill(at * 7 + 1).fill(0x41, 0, 1)) ?? own

const voucher = (payer: Address, thousandths: bigint): Cashable => ({
  payer,
  lane: 1n,
  cumulative: btt(thousandths),
  signature: new Uint8Array(65),
})

interface Asked {
  readonly call: VaultCall
  readonly vault?: Partial<NonNullable<ReviewFacts['vault']>>
  readonly chain?: Review['chain']
}

const cash = (to: 'wallet' | 'vault', payers: readonly Address[]): Asked => ({
  call: { call: 'cash', to, vouchers: payers.map((payer, at) => voucher(payer, 20_000n + BigInt(at) * 1_234_567n)) },
  vault: { expected: btt(20_000n * BigInt(payers.length)) },
})

const endsExit = { endsExit: Date.UTC(2026, 2, 4, 17, 5) }
const waits = { delayMs: 3 * DAY_MS }

const calls: Readonly<Record<string, Asked>> = {
  approve: { call: { call: 'approve', amount: btt(1_250_500n) } },
  revoke: { call: { call: 'approve', amount: amount(0n) } },
  deposit: { call: { call: 'deposit', amount: btt(1_250_500n) } },
  'deposit-ends-exit': { call: { call: 'deposit', amount: btt(1_250_500n) }, vault: endsExit },
  'set-signer': { call: { call: 'setSigner', signer: second }, vault: waits },
  lock: { call: { call: 'lock', payee: friend, amount: btt(50_000n) } },
  'request-unlock': { call: { call: 'requestUnlock', payee: friend }, vault: waits },
  unlock: { call: { call: 'unlock', payee: friend } },
  'request-exit': { call: { call: 'requestExit' }, vault: waits },
  'cancel-exit': { call: { call: 'cancelExit' } },
  withdraw: { call: { call: 'withdraw', amount: btt(4_200_000n) } },
  'withdraw-ends-exit': { call: { call: 'withdraw', amount: btt(100_000n) }, vault: endsExit },
  cash: cash('wallet', [second]),
  'cash-many': cash(
    'wallet',
    Array.from({ length: 50 }, (_, at) => accountAt(at)),
  ),
  'cash-to-vault': cash('vault', [second, friend, stranger]),
  'own-node': { call: { call: 'requestExit' }, vault: waits, chain: { id: 'custom', chainId: NILE.chainId } },
  practice: { call: { call: 'deposit', amount: btt(1_000_000n) }, chain: { id: 'practice', chainId: 2_026_012_345 } },
}

const reviewOf = ({ call, vault, chain = { id: 'mainnet', chainId: MAINNET.chainId } }: Asked): Review | null => {
  const token = MAINNET.assets.find(({ symbol }) => symbol === 'BTT')
  if (token?.kind !== 'trc20') return null
  const facts: ReviewFacts = {
    fees: { bandwidth: amount(345_000n), activation: amount(0n), memo: amount(0n) },
    token: { symbol: 'BTT', decimals: 18 },
    recipient: { kind: 'known', name: null },
    vault: { delayMs: null, expected: null, endsExit: null, ...vault },
  }
  const contract = {
    type: 'TriggerSmartContract',
    owner: own,
    contract: stranger,
    callValue: 0n,
    data: new Uint8Array(),
    tokenValue: 0n,
    tokenId: 0n,
  } as const
  const composed = composeReview({
    intent: { do: 'vaultCall', from: own, vault: stranger, token: token.contract, call, feeLimit: amount(6_489_500n) },
    raw: {
      refBlockBytes: new Uint8Array(2),
      refBlockHash: new Uint8Array(8),
      expiration: BigInt(Date.now() + 58_000),
      timestamp: BigInt(Date.now()),
      feeLimit: 6_489_500n,
      memo: new Uint8Array(),
      contract,
    },
    chain,
    facts,
  })
  return composed.ok ? { ...composed.value, token: 'A'.repeat(22), txId: '0'.repeat(64) } : null
}

const allowed: Allowance = {
  perDay: btt(500_000n),
  perPeer: btt(250_000n),
  total: btt(4_000_000n),
  priceCeiling: price(80n),
  whileLocked: false,
}

const approval: Approval = {
  token: 'A'.repeat(22),
  chainId: MAINNET.chainId,
  network: 'mainnet',
  vault: stranger,
  account: own,
  now: null,
  spent: amount(0n),
  next: allowed,
}

const approvals: Readonly<Record<string, Approval>> = {
  allow: approval,
  'allow-more': {
    ...approval,
    now: allowed,
    spent: btt(318_500n),
    next: { ...allowed, perDay: btt(12_345_678_900n), perPeer: btt(100_000n), whileLocked: true },
  },
  'allow-anew': { ...approval, now: allowed, spent: btt(4_000_000n) },
  'allow-practice': { ...approval, chainId: 2_026_012_345, network: 'practice' },
}

/** What the window was opened for, and the wallet it is given; `locked-`: its password comes first. */
export const fakeKeys = (kind: string): { readonly task: KeyTask; readonly api: KeyWindowApi } => {
  const asked = calls[kind]
  const allowance = approvals[kind] ?? null
  const answers: Readonly<Record<string, unknown>> = {
    'key.state': fakeHome(kind === 'locked' ? 'locked' : 'open').wallet,
    'key.review': asked === undefined ? null : reviewOf(asked),
    'key.allowance': allowance,
  }
  const api = {
    call: (name: string) => Promise.resolve(ok(answers[name])),
    on: () => () => undefined,
  }
  return { task: allowance === null && !kind.startsWith('allow') ? 'review' : 'allow', api: api as KeyWindowApi }
}
