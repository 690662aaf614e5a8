// The key that pays while the wallet is locked, made known to the vault: one transaction, asked for in a dialog of its
// own.

import { useState } from 'react'
import type { Address } from '../../../app/tron/address.ts'
import { Button } from '../../components/button.tsx'
import { useMessages } from '../../messages/messages.ts'
import { OrderDialog } from './order-dialog.tsx'

export const RegisterKey = ({ account }: { readonly account: Address | null }) => {
  const words = useMessages().speedOrders
  const [open, setOpen] = useState(false)
  if (account === null) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{words.register}</Button>
      {open && (
        <OrderDialog
          title={words.registerTitle}
          text={words.registerText}
          order={{ do: 'setSigner', from: account }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
