// Amounts of BTT and prices as text and back. Prices are base units per MiB inside and BTT per GiB for people: a number
// they can compare with what they download. Invariant: what a person typed as a price comes back as typed.

import { exactAmount, parseAmount, type Amount, type AmountFault } from '../../app/money/amount.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { Price } from '../../app/speed/terms.ts'
import { messages } from '../messages/messages.ts'
import { formatAmount, formatShortAmount } from './amounts.ts'

export const BTT_DECIMALS = 18

const MIB_PER_GIB = 1024n
/** More places would not divide by 1,024 to the unit: 10^10 does. */
export const PRICE_DECIMALS = 8
const PER_TYPED_UNIT = 10n ** BigInt(BTT_DECIMALS - PRICE_DECIMALS)

/** 1.234 M BTT, never broken over two lines; the exact amount belongs beside it or in its tooltip. */
export const formatBtt = (amount: Amount): string =>
  messages().speed.amount(formatShortAmount(amount, BTT_DECIMALS)).replaceAll(' ', '\u00a0')

/** 1,234,567.5 BTT: every digit. */
export const formatExactBtt = (amount: Amount): string => messages().speed.amount(formatAmount(amount, BTT_DECIMALS))

const perGiB = (price: Price): Amount => (price * MIB_PER_GIB) as Amount

/** 20: of BTT per GiB, where that stands above it. */
export const formatBarePrice = (price: Price): string => formatShortAmount(perGiB(price), BTT_DECIMALS)

/** 20 BTT per GiB. */
export const formatPrice = (price: Price): string => messages().speed.price(formatBarePrice(price))

export const formatExactPrice = (price: Price): string =>
  messages().speed.price(formatAmount(perGiB(price), BTT_DECIMALS))

export const parseBtt = (text: string): Result<Amount, AmountFault> => parseAmount(text, BTT_DECIMALS)

/** Of BTT per GiB, as a person types it. */
export const parsePrice = (text: string): Result<Price, AmountFault> => {
  const typed = parseAmount(text, PRICE_DECIMALS)
  if (!typed.ok) return typed
  const price = (typed.value * PER_TYPED_UNIT) / MIB_PER_GIB
  return price >= 2n ** 255n ? fail('too-large') : ok(price as Price)
}

/** What comes back from `parseBtt`: for a field that begins with an amount. */
export const bttText = (amount: Amount): string => exactAmount(amount, BTT_DECIMALS)

/** What comes back from `parsePrice`; cut where a price has more places than can be typed. */
export const priceText = (price: Price): string => exactAmount(perGiB(price) / PER_TYPED_UNIT, PRICE_DECIMALS)
