// Counts, shares and ratios as short text. Formatters are made once: Intl objects are too dear to make per cell.
// Invariant: text never claims more than is true (a share below 1 never reads 100%).

import { messages, type Messages } from '../messages/messages.ts'

const words = (): Messages['units'] => messages().units

const LOCALE = 'en'

const fixed = [0, 1, 2].map(
  (digits) => new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
)
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 })

/** `value` with `digits` (0…2) decimals, cut rather than rounded: 1.99 with one digit is 1.9. */
export const formatCut = (value: number, digits: 0 | 1 | 2): string => {
  const step = 10 ** digits
  // The nudge undoes representation error only (4.35 * 100 is 434.99999999999994); it is far below one digit.
  const cut = Math.floor(value * step * (1 + Number.EPSILON * 4)) / step
  return (fixed[digits] ?? whole).format(cut)
}

/** 12,345: every digit, grouped. */
export const formatCount = (count: number): string => whole.format(count)

/** 12 k, 1.2 M: at most four characters of number, for lists; the exact count belongs into the tooltip. */
export const formatCompactCount = (count: number): string => {
  let value = count
  let step = 0
  while (value >= 1000 && step < words().thousands.length - 1) {
    value /= 1000
    step += 1
  }
  const text = step > 0 && value < 100 ? formatCut(value, 1) : formatCut(value, 0)
  return `${text}${words().thousands[step] ?? ''}`
}

/** A share from 0 to 1 as 45.3%; 100% and 0% only when it is exactly that. */
export const formatShare = (share: number): string => {
  if (share >= 1) return words().percent('100')
  if (share <= 0) return words().percent('0')
  return words().percent(formatCut(Math.min(Math.max(share * 100, 0.1), 99.9), 1))
}

/** Uploaded to downloaded: 1.24; the sign for endless when nothing was downloaded but something uploaded. */
export const formatRatio = (ratio: number): string => {
  if (!Number.isFinite(ratio)) return Number.isNaN(ratio) ? words().unknown : words().endless
  return ratio < 100 ? formatCut(ratio, 2) : formatCut(ratio, 0)
}
