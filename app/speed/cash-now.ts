// Whether vouchers we hold have to be cashed now because of who gave them: somebody leaves, changed the key that pays,
// or has little left. Leaves fees, and whether cashing is worth them otherwise, to who prices the order. Invariant:
// only what a payer could be paid from now is called for; what they have nothing for, no hurry can bring.

import { amount, ZERO, type Amount } from '../money/amount.ts'
import type { Address } from '../tron/address.ts'
import { cashAdvice, type Debtor } from './cash-advice.ts'
import type { CashAdvice } from './vault-order.ts'

export interface CashNow {
  readonly because: Extract<CashAdvice, { readonly is: 'now' }>['because']
  readonly payers: readonly Address[]
  /** By those, in vouchers. */
  readonly owes: Amount
}

/** Null: it can wait. */
export const cashNowOf = (debtors: readonly Debtor[]): CashNow | null => {
  const advice = cashAdvice(debtors, ZERO, { btt: null, trx: null })
  if (advice.is !== 'now') return null
  const { because, payers } = advice
  const owes = debtors.filter(({ payer }) => payers.includes(payer)).reduce((sum, each) => sum + each.owes, 0n)
  return { because, payers, owes: amount(owes) }
}
