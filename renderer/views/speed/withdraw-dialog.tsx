// Takes BTT out of the vault, in the two steps there are: it is announced, and done once the waiting time is over.
// Until then it can be taken back. What is due is shown as it becomes so.

import { useState } from 'react'
import type { Deposit } from '../../../app/speed/speed-state.ts'
import type { Address } from '../../../app/tron/address.ts'
import { AmountField } from '../../components/amount-field.tsx'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import { bttText, formatExactBtt } from '../../format/prices.ts'
import { formatWait } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'
import { OrderDialog } from './order-dialog.tsx'
import { typedAmount } from './typed-amount.ts'

interface WithdrawProps {
  readonly account: Address
  readonly deposit: Deposit
  readonly onClose: () => void
}

const Promised = ({ deposit }: Pick<WithdrawProps, 'deposit'>) => {
  const words = useMessages().speedOrders
  return deposit.promised > 0n ? <Note>{words.promisedStays(formatExactBtt(deposit.promised))}</Note> : null
}

const Announce = ({ account, deposit, onClose }: WithdrawProps) => {
  const words = useMessages().speedOrders
  return (
    <OrderDialog
      title={words.withdrawTitle}
      text={words.exitText(formatWait(deposit.exitDelayMs / 1000), formatExactBtt(deposit.free))}
      order={{ do: 'requestExit', from: account }}
      onClose={onClose}
      confirm={words.announce}
    >
      <p className="order-dialog__quiet">{words.exitMeanwhile}</p>
      <Promised deposit={deposit} />
    </OrderDialog>
  )
}

const Withdraw = ({ account, deposit, onClose }: WithdrawProps) => {
  const { speed, speedOrders: words } = useMessages()
  const [text, setText] = useState('')
  const { value, fault } = typedAmount(text)
  return (
    <OrderDialog
      title={words.withdrawTitle}
      text={words.withdrawNow(formatExactBtt(deposit.free))}
      order={value === null || value === 0n ? null : { do: 'withdraw', from: account, amount: value }}
      onClose={onClose}
    >
      <AmountField
        label={words.amount}
        text={text}
        onChange={setText}
        unit={speed.unit}
        fault={fault}
        action={<Button onClick={() => setText(bttText(deposit.free))}>{words.depositAll}</Button>}
      />
      {value !== deposit.free && (
        <Note tone="warning">{words.withdrawEndsExit(formatWait(deposit.exitDelayMs / 1000))}</Note>
      )}
      <Promised deposit={deposit} />
    </OrderDialog>
  )
}

export const WithdrawDialog = (props: WithdrawProps) =>
  props.deposit.exitAt === null ? <Announce {...props} /> : <Withdraw {...props} />

export const CancelExitDialog = ({ account, onClose }: Omit<WithdrawProps, 'deposit'>) => {
  const words = useMessages().speedOrders
  return (
    <OrderDialog
      title={words.cancelExitTitle}
      text={words.cancelExitText}
      order={{ do: 'cancelExit', from: account }}
      onClose={onClose}
    />
  )
}
