// Whether to cash now: always when a payer is about to be unable to pay, else when it is worth at least twenty times its
// fee, by the user's own price source. Leaves vouchers and fees to who asks. Invariant: what cannot be compared is never
// called worth it.

import { amount, parseAmount, type Amount } from '../money/amount.ts'
import type { Address } from '../tron/address.ts'
import type { CashAdvice } from './vault-order.ts'

/** The value must be so many times the fee. */
export const WORTH_FEES = 20n
const PRICE_DECIMALS = 30
const BTT_UNIT = 10n ** 18n
const TRX_UNIT = 1_000_000n

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

export const cashAdvice = (debtors: readonly Debtor[], fee: Amount, prices: CashPrices): CashAdvice => {
  const owing = debtors.filter(({ owes }) => owes > 0n)
  const leaving = owing.filter(({ exitAt }) => exitAt !== 0)
  if (leaving.length > 0) return { is: 'now', because: 'exit-asked', payers: leaving.map(({ payer }) => payer) }
  const resigned = owing.filter(({ signerEnds }) => signerEnds)
  if (resigned.length > 0) return { is: 'now', because: 'signer-changed', payers: resigned.map(({ payer }) => payer) }
  const dry = owing.filter(runsDry)
  if (dry.length > 0) return { is: 'now', because: 'payer-runs-dry', payers: dry.map(({ payer }) => payer) }
  const value = owing.reduce((sum, each) => sum + coveredOf(each), 0n)
  const [btt, trx] = [priceOf(prices.btt), priceOf(prices.trx)]
  if (btt === null || trx === null) return { is: 'wait', because: 'no-price' }
  const worth = value * btt * TRX_UNIT >= WORTH_FEES * fee * trx * BTT_UNIT
  return worth && value > 0n ? { is: 'worth-it' } : { is: 'wait', because: 'small' }
}
