// What stories about calls of the vault have in common: one call of each kind on the Practice network, where the wallet
// knows the vault itself, and the bytes that carry it out honestly.

import type { Prepare } from '../../../app/ipc/wallet-contract.ts'
import { callData, calledContract, type Cashable, type VaultCall } from '../../../app/speed/vault-call.ts'
import { encodeTransaction, type RawTransaction } from '../../../app/tron/transaction.ts'
import { knownVault } from '../../../app/tron/networks.ts'
import type { VaultIntent } from '../../../app/wallet/intent.ts'
import { BTT, facts, OWN, PAYEE, sun, THIEF, WALL, type Raw } from './sends.ts'

export const practice = { id: 'practice', chainId: 123_456 } as const
const there = knownVault(practice)
if (!there) throw new Error('no vault')
export const VAULT = there

export const voucher: Cashable = {
  payer: THIEF,
  lane: 7n,
  cumulative: sun(25n * 10n ** 17n),
  signature: Uint8Array.from({ length: 65 }, (_, at) => (at === 64 ? 27 : at + 1)),
}
export const other: Cashable = { ...voucher, lane: 8n, cumulative: sun(10n ** 18n) }

export const calls: readonly VaultCall[] = [
  { call: 'approve', amount: sun(5n * 10n ** 19n) },
  { call: 'approve', amount: sun(0n) },
  { call: 'deposit', amount: sun(5n * 10n ** 19n) },
  { call: 'setSigner', signer: PAYEE },
  { call: 'lock', payee: PAYEE, amount: sun(10n ** 18n) },
  { call: 'requestUnlock', payee: PAYEE },
  { call: 'unlock', payee: PAYEE },
  { call: 'requestExit' },
  { call: 'cancelExit' },
  { call: 'withdraw', amount: sun(10n ** 18n) },
  { call: 'cash', to: 'wallet', vouchers: [voucher] },
  { call: 'cash', to: 'wallet', vouchers: [voucher, other] },
  { call: 'cash', to: 'vault', vouchers: [voucher] },
]

export const intentFor = (call: VaultCall, change: Partial<VaultIntent> = {}): VaultIntent => ({
  do: 'vaultCall',
  from: OWN,
  vault: VAULT,
  token: BTT,
  call,
  feeLimit: sun(20_000_000n),
  ...change,
})

/** The bytes that honestly carry out an intent. */
export const honestCall = (intent: VaultIntent): Raw => ({
  refBlockBytes: Uint8Array.of(1, 2),
  refBlockHash: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  expiration: BigInt(WALL) + 60_000n,
  timestamp: BigInt(WALL),
  feeLimit: intent.feeLimit,
  memo: new Uint8Array(),
  contract: {
    type: 'TriggerSmartContract',
    owner: intent.from,
    contract: calledContract(intent.call, intent),
    callValue: 0n,
    data: callData(intent.call, intent),
    tokenValue: 0n,
    tokenId: 0n,
  },
})

export const prepareCall = (intent: VaultIntent, raw: RawTransaction = honestCall(intent)): Prepare => ({
  intent,
  rawData: encodeTransaction(raw),
  chain: practice,
  vault: null,
  facts: {
    ...facts,
    token: { symbol: 'BTT', decimals: 18 },
    vault: { delayMs: 259_200_000, expected: sun(2n * 10n ** 18n), endsExit: null },
  },
})
