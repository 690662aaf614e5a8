// What an amount is worth at a price, as text: only where the user has named a source of prices. Exact until the last
// cut, without a `number` on the way.

import { parseAmount, type Amount } from '../../../app/money/amount.ts'

const PRICE_DIGITS = 18
const CENTS = 2n

/** With two decimal places, cut; null: the price makes no sense. `price`: decimal digits, for one whole unit. */
export const worthOf = (amount: Amount, decimals: number, price: string): string | null => {
  const each = parseAmount(price.slice(0, 60), PRICE_DIGITS)
  if (!each.ok) return null
  const cents = (amount * each.value * 10n ** CENTS) / 10n ** BigInt(decimals + PRICE_DIGITS)
  const digits = cents.toString().padStart(3, '0')
  return `${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${digits.slice(-2)}`
}
