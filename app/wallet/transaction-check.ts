// Whether a transaction's bytes are what was asked for, field by field, before they are signed. Decides purely; the
// wallet process alone acts on it. Invariant: of a transaction that passes, nothing can leave the account but what the
// intent says, to whom it says, and fees within its limit.

import { fail, ok, type Result } from '../result.ts'
import { callData, calledContract, type VaultCall } from '../speed/vault-call.ts'
import { decodeTransaction, type Contract, type RawTransaction } from '../tron/transaction.ts'
import { transferCall } from '../tron/trc20.ts'
import { LARGEST_INT64 } from './fields.ts'
import type { Intent, VaultIntent } from './intent.ts'
import type { TransactionFault, WalletFault } from './wallet-fault.ts'

const DAY_MS = 86_400_000n
/** A clock that is fast makes a transaction look expired. It does no harm when one is: the chain refuses it. */
const SKEW_MS = 600_000n
/** The most that TRON lets a fee limit be: 15,000 TRX. */
const MOST_FEE_LIMIT = 15_000_000_000n

const equal = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, at) => byte === b[at])

const hasTwice = (texts: readonly string[]): boolean => new Set(texts).size < texts.length

const callFault = (call: VaultCall, from: VaultIntent['from']): WalletFault | null => {
  switch (call.call) {
    case 'deposit':
    case 'withdraw':
      return call.amount === 0n ? 'amount-zero' : null
    case 'lock':
      if (call.payee === from) return 'to-itself'
      return call.amount === 0n ? 'amount-zero' : null
    case 'cash': {
      if (call.vouchers.some(({ payer }) => payer === from)) return 'to-itself'
      if (call.vouchers.some(({ cumulative }) => cumulative === 0n)) return 'amount-zero'
      return hasTwice(call.vouchers.map(({ payer, lane }) => `${payer} ${String(lane)}`)) ? 'not-our-voucher' : null
    }
    case 'approve':
    case 'setSigner':
    case 'requestUnlock':
    case 'unlock':
    case 'requestExit':
    case 'cancelExit':
      return null
  }
}

const vaultFault = ({ call, from, vault, token, feeLimit }: VaultIntent): WalletFault | null => {
  if (vault === token || vault === from || token === from) return 'not-our-vault'
  return feeLimit > MOST_FEE_LIMIT ? 'fee-too-high' : callFault(call, from)
}

/** What no transaction, however well made, could turn into something a person wants. */
export const intentFault = (intent: Intent): WalletFault | null => {
  if (intent.do === 'vaultCall') return vaultFault(intent)
  if (intent.to === intent.from) return 'to-itself'
  if (intent.amount === 0n) return 'amount-zero'
  if (intent.do !== 'sendTrc20') return intent.amount > LARGEST_INT64 ? 'amount-too-large' : null
  if (intent.to === intent.contract) return 'to-token-contract'
  return intent.feeLimit > MOST_FEE_LIMIT ? 'fee-too-high' : null
}

type Check<D extends Intent['do']> = (
  contract: Contract,
  intent: Extract<Intent, { do: D }>,
  raw: RawTransaction,
) => TransactionFault | null

const checkTrx: Check<'sendTrx'> = (contract, intent, raw) => {
  if (contract.type !== 'TransferContract') return 'contract-type'
  if (contract.owner !== intent.from) return 'owner'
  if (contract.to !== intent.to) return 'recipient'
  if (contract.amount !== intent.amount) return 'amount'
  return raw.feeLimit === 0n ? null : 'fee-limit'
}

const checkTrc10: Check<'sendTrc10'> = (contract, intent, raw) => {
  if (contract.type !== 'TransferAssetContract') return 'contract-type'
  if (contract.owner !== intent.from) return 'owner'
  if (contract.to !== intent.to) return 'recipient'
  if (contract.tokenId !== intent.tokenId) return 'token'
  if (contract.amount !== intent.amount) return 'amount'
  return raw.feeLimit === 0n ? null : 'fee-limit'
}

const checkTrc20: Check<'sendTrc20'> = (contract, intent, raw) => {
  if (contract.type !== 'TriggerSmartContract') return 'contract-type'
  if (contract.owner !== intent.from) return 'owner'
  if (contract.contract !== intent.contract) return 'contract'
  if (contract.callValue !== 0n || contract.tokenValue !== 0n || contract.tokenId !== 0n) return 'call-value'
  if (!equal(contract.data, transferCall(intent.to, intent.amount))) return 'call-data'
  return raw.feeLimit > 0n && raw.feeLimit <= intent.feeLimit ? null : 'fee-limit'
}

const checkVaultCall: Check<'vaultCall'> = (contract, intent, raw) => {
  if (contract.type !== 'TriggerSmartContract') return 'contract-type'
  if (contract.owner !== intent.from) return 'owner'
  if (contract.contract !== calledContract(intent.call, intent)) return 'contract'
  if (contract.callValue !== 0n || contract.tokenValue !== 0n || contract.tokenId !== 0n) return 'call-value'
  if (!equal(contract.data, callData(intent.call, intent))) return 'call-data'
  return raw.feeLimit > 0n && raw.feeLimit <= intent.feeLimit ? null : 'fee-limit'
}

const checkContract = (contract: Contract, intent: Intent, raw: RawTransaction): TransactionFault | null => {
  switch (intent.do) {
    case 'sendTrx':
      return checkTrx(contract, intent, raw)
    case 'sendTrc10':
      return checkTrc10(contract, intent, raw)
    case 'sendTrc20':
      return checkTrc20(contract, intent, raw)
    case 'vaultCall':
      return checkVaultCall(contract, intent, raw)
  }
}

const checkTime = ({ expiration }: RawTransaction, now: bigint): TransactionFault | null => {
  if (expiration < now - SKEW_MS) return 'expired'
  return expiration > now + DAY_MS ? 'expiry-too-far' : null
}

interface Asked {
  readonly intent: Intent
  readonly rawData: Uint8Array
  /** The memo's bytes of UTF-8; none: no memo. */
  readonly memo: Uint8Array
  /** ms since 1970. */
  readonly now: number
}

/** The transaction as decoded, or the first thing about it that is not as asked for. */
export const checkTransaction = ({ intent, rawData, memo, now }: Asked): Result<RawTransaction, TransactionFault> => {
  const decoded = decodeTransaction(rawData)
  if (!decoded.ok) return decoded
  const raw = decoded.value
  const fault = checkContract(raw.contract, intent, raw) ?? (equal(raw.memo, memo) ? null : 'memo')
  const wrong = fault ?? checkTime(raw, BigInt(now))
  return wrong === null ? ok(raw) : fail(wrong)
}
