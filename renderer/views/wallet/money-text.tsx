// An amount with its token, always together: exact, or short with the exact one in its tooltip.

import type { Amount } from '../../../app/money/amount.ts'
import { formatAmount, formatShortAmount } from '../../format/amounts.ts'
import { useMessages } from '../../messages/messages.ts'

interface MoneyTextProps {
  /** Null: not known yet. */
  readonly amount: Amount | null
  readonly decimals: number
  readonly symbol: string
  readonly exact?: boolean
}

export const MoneyText = ({ amount, decimals, symbol, exact = false }: MoneyTextProps) => {
  const words = useMessages().wallet
  if (amount === null) return <span className="money-text">{words.unknownAmount}</span>
  const full = words.amount(formatAmount(amount, decimals), symbol)
  const text = exact ? full : words.amount(formatShortAmount(amount, decimals), symbol)
  return (
    <span className="money-text numeric" title={full}>
      {text}
    </span>
  )
}

const TRX_DECIMALS = 6

/** Sun as TRX, without its name. */
export const trx = (sun: Amount): string => formatAmount(sun, TRX_DECIMALS)
