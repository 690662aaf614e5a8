// Gives an address a name. One that could be mistaken for another the user knows is shown beside it, and is only named
// once the two were compared.

import { useEffect, useState } from 'react'
import { parseAddress, type Address } from '../../../app/tron/address.ts'
import type { LookAlike } from '../../../app/wallet/send-preview.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act, api } from '../../state/api.ts'
import { LookAlikeNote } from './look-alike.tsx'

/** Null: not known yet. */
const useAlike = (address: Address | null): readonly LookAlike[] | null => {
  const [said, setSaid] = useState<{ readonly of: Address; readonly alike: readonly LookAlike[] } | null>(null)
  useEffect(() => {
    if (address === null) return undefined
    let current = true
    const ask = async (): Promise<void> => {
      const answer = await api().call('contacts.alike', { address })
      if (current && answer.ok) setSaid({ of: address, alike: answer.value })
    }
    void ask()
    return () => {
      current = false
    }
  }, [address])
  return said !== null && said.of === address ? said.alike : null
}

export const ContactDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { common, wallet: words } = useMessages()
  const [typed, setTyped] = useState('')
  const [name, setName] = useState('')
  const [compared, setCompared] = useState<Address | null>(null)
  const parsed = parseAddress(typed)
  const address = parsed.ok ? parsed.value : null
  const fault = parsed.ok || parsed.error === 'empty' ? null : words.addressFaults[parsed.error]
  const type = (text: string): void => {
    setTyped(text)
    setCompared(null)
  }
  const alike = useAlike(address)
  const ready = name.trim() !== '' && alike !== null && (alike.length === 0 || compared === address)
  const save = async (): Promise<void> => {
    if (!ready || address === null) return
    const unlike = alike.map((one) => one.address)
    if (await act('contacts.put', { address, name: name.trim(), unlike })) onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      onEnter={() => void save()}
      title={words.contactAdd}
      size="small"
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" disabled={!ready} onClick={() => void save()}>
            {words.save}
          </Button>
        </>
      }
    >
      <div className="wallet__form">
        <Field label={words.contactName}>
          <TextInput maxLength={40} value={name} onChange={setName} />
        </Field>
        <Field label={words.contactAddress} hint={words.sendToHint} error={fault}>
          <TextInput className="wallet__address-input" maxLength={64} value={typed} onChange={type} />
        </Field>
        {address !== null && alike?.map((like) => <LookAlikeNote key={like.address} typed={address} like={like} />)}
        {address !== null && alike !== null && alike.length > 0 && (
          <Checkbox checked={compared === address} onChange={(on) => setCompared(on ? address : null)}>
            {words.lookAlikeCompared}
          </Checkbox>
        )}
      </div>
    </Dialog>
  )
}
