// Asks for one name: of an account, of somebody in the address book.

import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { useMessages } from '../../messages/messages.ts'

interface NameDialogProps {
  readonly title: string
  readonly label: string
  readonly start: string
  /** True when it was taken: then the dialog is over. */
  readonly onName: (name: string) => Promise<boolean>
  readonly onClose: () => void
}

export const NameDialog = ({ title, label, start, onName, onClose }: NameDialogProps) => {
  const { common, wallet: words } = useMessages()
  const [typed, setTyped] = useState(start)
  const name = typed.trim()
  const save = async (): Promise<void> => {
    if (name !== '' && (await onName(name))) onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      onEnter={() => void save()}
      title={title}
      size="small"
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" disabled={name === ''} onClick={() => void save()}>
            {words.save}
          </Button>
        </>
      }
    >
      <Field label={label}>
        <TextInput maxLength={40} value={typed} onChange={setTyped} />
      </Field>
    </Dialog>
  )
}
