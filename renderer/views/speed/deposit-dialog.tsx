// Puts BTT of the wallet into the vault: how much, what it costs, and the way to the window in which it is confirmed.
// One that was allowed and not made is gone on with, or the leave for it is taken back.

import { useState } from 'react'
import { ZERO, type Amount } from '../../../app/money/amount.ts'
import type { Deposit } from '../../../app/speed/speed-state.ts'
import type { Address } from '../../../app/tron/address.ts'
import { AmountField } from '../../components/amount-field.tsx'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import { bttText, formatExactBtt } from '../../format/prices.ts'
import { formatDateTime, formatWait } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'
import { useNow } from '../../state/minute.ts'
import { accountOf, useWallet } from '../../state/wallet.ts'
import { OrderDialog } from './order-dialog.tsx'
import { typedAmount } from './typed-amount.ts'

const MINUTE_MS = 60_000

/** What the wallet has of BTT; null: not known. */
const useBtt = (account: Address): Amount | null =>
  useWallet(
    ({ chain }) => accountOf(chain, account)?.balances.find(({ asset }) => asset.symbol === 'BTT')?.spendable ?? null,
  )

/** What was waited for is lost by a deposit. */
const EndsExit = ({ deposit: { exitAt, exitDelayMs } }: { readonly deposit: Deposit }) => {
  const words = useMessages().speedOrders
  const now = useNow(MINUTE_MS)
  if (exitAt === null) return null
  return (
    <Note tone="warning">
      {words.depositEndsExit(now >= exitAt, formatDateTime(exitAt), formatWait(exitDelayMs / 1000))}
    </Note>
  )
}

interface DepositProps {
  readonly account: Address
  /** Null: not read yet. */
  readonly deposit: Deposit | null
  readonly onClose: () => void
}

export const DepositDialog = ({ account, deposit, onClose }: DepositProps) => {
  const approved = deposit?.approved ?? ZERO
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
      {deposit !== null && <EndsExit deposit={deposit} />}
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
