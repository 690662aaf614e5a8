// Whether to cash now: when a payer is about to be unable to pay what it still could, else when it is worth at least
// twenty times its fee, by the user's own price source. Leaves vouchers and fees to who asks. Invariant: what cannot be
// compared is never called worth it.

import { amount, parseAmount, type Amount } from '../money/amount.ts'
import type { Address } from '../tron/address.ts'
import type { CashAdvice } from './vault-order.ts'

/** The value must be so many times the fee. */
export const WORTH_FEES = 20n
const PRICE_DECIMALS = 30
const BTT_UNIT = 10n ** 18n
const TRX_UNIT = 1_000_000n

/** One BTT: for less there is no hurry, whatever becomes of it. */
const LEAST_ALARM = BTT_UNIT

type AlarmReason = Extract<CashAdvice, { readonly is: 'now' }>['because']

/** What one payer owes us, and what it has. */
export interface Debtor {
  readonly payer: Address
  /** In vouchers we hold, uncashed. */
  readonly owes: Amount
  readonly free: Amount
  /** For us alone. */
  readonly locked: Amount
  /** 0: no exit was asked for. */
  readonly exitAt: number
  /** Some of it was signed with a key that the vault will not take much longer. */
  readonly signerEnds: boolean
}

/** Of one BTT and one TRX, in one currency, as the source writes them; null: no source, or it does not say. */
export interface CashPrices {
  readonly btt: string | null
  readonly trx: string | null
}

const priceOf = (text: string | null): bigint | null => {
  const parsed = text === null ? null : parseAmount(text, PRICE_DECIMALS)
  return parsed?.ok && parsed.value > 0n ? parsed.value : null
}

/** Of what is owed, what would be paid now. */
export const coveredOf = ({ owes, free, locked }: Debtor): Amount => amount(owes < free + locked ? owes : free + locked)

/** What is not covered by a lock can be taken by others: that much free money should be there twice. */
const runsDry = ({ owes, free, locked }: Debtor): boolean => owes > locked && free < 2n * (owes - locked)

const covered = (debtors: readonly Debtor[]): Amount => amount(debtors.reduce((sum, each) => sum + coveredOf(each), 0n))

const alarms: readonly (readonly [AlarmReason, (debtor: Debtor) => boolean])[] = [
  ['exit-asked', ({ exitAt }) => exitAt !== 0],
  ['signer-changed', ({ signerEnds }) => signerEnds],
  ['payer-runs-dry', runsDry],
]

export const cashAdvice = (debtors: readonly Debtor[], fee: Amount, prices: CashPrices): CashAdvice => {
  const owing = debtors.filter(({ owes }) => owes > 0n)
  for (const [because, isUrgent] of alarms) {
    const urgent = owing.filter((each) => isUrgent(each) && coveredOf(each) > 0n)
    if (covered(urgent) >= LEAST_ALARM) return { is: 'now', because, payers: urgent.map(({ payer }) => payer) }
  }
  const value = covered(owing)
  const [btt, trx] = [priceOf(prices.btt), priceOf(prices.trx)]
  if (btt === null || trx === null) return { is: 'wait', because: 'no-price' }
  const worth = value * btt * TRX_UNIT >= WORTH_FEES * fee * trx * BTT_UNIT
  return worth && value > 0n ? { is: 'worth-it' } : { is: 'wait', because: 'small' }
}
