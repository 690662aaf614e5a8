// Names an address whose key is elsewhere.

import { useState } from 'react'
import { parseAddress } from '../../../app/tron/address.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'

const useFault = (typed: string): string | null => {
  const { addressFaults } = useMessages().wallet
  const parsed = parseAddress(typed)
  return parsed.ok || parsed.error === 'empty' ? null : addressFaults[parsed.error]
}

export const WatchDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { common, wallet: words } = useMessages()
  const [typed, setTyped] = useState('')
  const [label, setLabel] = useState('')
  const fault = useFault(typed)
  const parsed = parseAddress(typed)
  const name = label.trim()
  const save = async (): Promise<void> => {
    if (!parsed.ok || name === '') return
    const done = await act('wallet.watch', { address: parsed.value, label: name })
    if (done) onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      onEnter={() => void save()}
      title={words.watch}
      description={words.watchText}
      size="small"
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" disabled={!parsed.ok || name === ''} onClick={() => void save()}>
            {words.add}
          </Button>
        </>
      }
    >
      <div className="wallet__form">
        <Field label={words.watchAddress} hint={words.sendToHint} error={fault}>
          <TextInput className="wallet__address-input" maxLength={64} value={typed} onChange={setTyped} />
        </Field>
        <Field label={words.accountName}>
          <TextInput maxLength={40} value={label} onChange={setLabel} />
        </Field>
      </div>
    </Dialog>
  )
}
