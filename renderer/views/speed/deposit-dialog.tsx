// Puts BTT of the wallet into the vault: how much, what it costs, and the way to the window in which it is confirmed. One
// that was allowed and not made is gone on with, or the leave for it is taken back.

import { useState } from 'react'
import type { Amount } from '../../../app/money/amount.ts'
import type { Address } from '../../../app/tron/address.ts'
import { AmountField } from '../../components/amount-field.tsx'
import { Button } from '../../components/button.tsx'
import { bttText, formatExactBtt } from '../../format/prices.ts'
import { useMessages } from '../../messages/messages.ts'
import { accountOf, useWallet } from '../../state/wallet.ts'
import { OrderDialog } from './order-dialog.tsx'
import { typedAmount } from './typed-amount.ts'

/** What the wallet has of BTT; null: not known. */
const useBtt = (account: Address): Amount | null =>
  useWallet(
    ({ chain }) => accountOf(chain, account)?.balances.find(({ asset }) => asset.symbol === 'BTT')?.spendable ?? null,
  )

interface DepositProps {
  readonly account: Address
  /** What the vault may take already. */
  readonly approved: Amount
  readonly onClose: () => void
}

export const DepositDialog = ({ account, approved, onClose }: DepositProps) => {
  const { speed, speedOrders: words } = useMessages()
  const have = useBtt(account)
  const [text, setText] = useState(approved === 0n ? '' : bttText(approved))
  const { value, fault } = typedAmount(text)
  return (
    <OrderDialog
      title={words.depositTitle}
      text={words.depositText}
      order={value === null || value === 0n ? null : { do: 'deposit', from: account, amount: value }}
      onClose={onClose}
    >
      <AmountField
        label={words.amount}
        text={text}
        onChange={setText}
        unit={speed.unit}
        fault={fault}
        {...(have !== null && { hint: words.depositHave(formatExactBtt(have)) })}
        {...(have !== null &&
          have > 0n && { action: <Button onClick={() => setText(bttText(have))}>{words.depositAll}</Button> })}
      />
    </OrderDialog>
  )
}

export const RevokeDialog = ({ account, onClose }: Pick<DepositProps, 'account' | 'onClose'>) => {
  const words = useMessages().speedOrders
  return (
    <OrderDialog
      title={words.revokeTitle}
      text={words.revokeText}
      order={{ do: 'revoke', from: account }}
      onClose={onClose}
    />
  )
}
