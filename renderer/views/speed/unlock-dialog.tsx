// Gets back what is locked for one payee, in the two steps there are: it is asked for, and freed once the waiting time
// is over. Swiftseed itself locks nothing; another program with the same words may have.

import type { Deposit } from '../../../app/speed/speed-state.ts'
import type { Address } from '../../../app/tron/address.ts'
import { formatWait } from '../../format/times.ts'
import { useMessages } from '../../messages/messages.ts'
import { useSetup } from '../../state/speed-setup.ts'
import { OrderDialog } from './order-dialog.tsx'

interface UnlockProps {
  readonly account: Address
  readonly deposit: Deposit
  readonly onClose: () => void
}

export const UnlockDialog = ({ account, deposit, onClose }: UnlockProps) => {
  const words = useMessages().speedOrders
  const unlocking = useSetup((setup) => setup.unlocking)
  if (unlocking === null) return null
  const asks = unlocking.do === 'requestUnlock'
  return (
    <OrderDialog
      title={words.unlockTitle}
      text={asks ? words.unlockText(formatWait(deposit.exitDelayMs / 1000)) : words.unlockDue}
      order={{ ...unlocking, from: account }}
      onClose={onClose}
    >
      <p className="order-dialog__quiet selectable">{words.unlockPayee(unlocking.payee)}</p>
    </OrderDialog>
  )
}
