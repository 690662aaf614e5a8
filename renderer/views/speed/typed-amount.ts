// An amount or a price as it is typed in a form: its value once it can be read exactly, and what is wrong with it once
// something was typed.

import type { Amount, AmountFault } from '../../../app/money/amount.ts'
import type { Result } from '../../../app/result.ts'
import { BTT_DECIMALS, parseBtt, parsePrice, PRICE_DECIMALS } from '../../format/prices.ts'
import { messages } from '../../messages/messages.ts'

export interface TypedAmount {
  /** Null: not readable, or nothing is typed. */
  readonly value: Amount | null
  /** The sentence; null: nothing is wrong, or nothing is typed yet. */
  readonly fault: string | null
}

const sentence = (fault: AmountFault, decimals: number): string => {
  const words = messages().speedOrders.amountFaults
  return fault === 'digits' ? words.digits(decimals) : words[fault]
}

const typed = (text: string, read: Result<Amount, AmountFault>, decimals: number): TypedAmount => {
  if (read.ok) return { value: read.value, fault: null }
  return { value: null, fault: text.trim() === '' ? null : sentence(read.error, decimals) }
}

export const typedAmount = (text: string): TypedAmount => typed(text, parseBtt(text), BTT_DECIMALS)

export const typedPrice = (text: string): TypedAmount => typed(text, parsePrice(text), PRICE_DECIMALS)
