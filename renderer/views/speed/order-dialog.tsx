// A dialog around one order to the vault: what it is about, what it costs, and the way to the window in which it is
// confirmed. Once all of it is saved the dialog closes, and a notice says where to follow it.

import { useEffect, type ReactNode } from 'react'
import type { VaultOrder, VaultPreview } from '../../../app/speed/vault-order.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useLatest } from '../../components/latest.ts'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { useMessages } from '../../messages/messages.ts'
import { notify } from '../../state/notices.ts'
import { noteSent } from '../../state/speed-setup.ts'
import { useSpeed } from '../../state/speed.ts'
import { OrderCost } from './order-cost.tsx'
import { useOrder } from './order.ts'
import './order-dialog.css'

interface OrderDialogProps {
  readonly title: string
  readonly text: string
  /** Null: something in it is missing or wrong. */
  readonly order: VaultOrder | null
  readonly onClose: () => void
  /** What it is made of. */
  readonly children?: ReactNode
  readonly confirm?: string
  /** What is known of it besides its cost, once it is. */
  readonly about?: (preview: VaultPreview) => ReactNode
  /** Of the order as it is now, each time it is priced. */
  readonly onPreview?: (preview: VaultPreview) => void
}

export const OrderDialog = ({ title, text, order, onClose, children, confirm, about, onPreview }: OrderDialogProps) => {
  const { common, speedOrders: words } = useMessages()
  const practice = useSpeed(({ state }) => state?.practice === true)
  const ordering = useOrder(order)
  const heard = useLatest(onPreview)
  const { preview } = ordering
  useEffect(() => {
    if (preview?.ok === true) heard.current?.(preview.value)
  }, [preview, heard])
  const run = async (): Promise<void> => {
    if (order === null || !(await ordering.run())) return
    noteSent(order)
    notify({ kind: 'told', text: words.onItsWay })
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      onEnter={() => void run()}
      title={title}
      description={text}
      {...(practice && { aside: <PracticeBadge /> })}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" disabled={!ordering.ready} onClick={() => void run()}>
            {confirm ?? words.review}
          </Button>
        </>
      }
    >
      <div className="order-dialog">
        {children}
        {preview?.ok === true && about?.(preview.value)}
        {order !== null && <OrderCost ordering={ordering} />}
      </div>
    </Dialog>
  )
}
