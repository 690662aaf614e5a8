// A dialog in which a list is edited as text, a line for each. Leaves reading the text, and what it is for, to its
// user.

import { useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { TextArea } from '../../components/text-area.tsx'
import { useMessages } from '../../messages/messages.ts'

interface LinesWords {
  readonly editTitle: string
  readonly editLabel: string
  readonly editHint: string
  readonly editConfirm: string
}

interface LinesDialogProps {
  readonly words: LinesWords
  /** As it was when the dialog was opened. */
  readonly before: string
  readonly rows: number
  /** Answers what is wrong with the text; null: it is taken, or the window was told why not. */
  readonly onSave: (text: string) => Promise<string | null>
  readonly onClose: () => void
}

export const LinesDialog = ({ words, before, rows, onSave, onClose }: LinesDialogProps) => {
  const { common } = useMessages()
  const [text, setText] = useState(before)
  const [fault, setFault] = useState<string | null>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  const save = async (): Promise<void> => {
    const wrong = await onSave(text)
    setFault(wrong)
    if (wrong !== null) box.current?.focus()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.editTitle}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" onClick={() => void save()}>
            {words.editConfirm}
          </Button>
        </>
      }
    >
      <Field label={words.editLabel} hint={words.editHint} error={fault}>
        <TextArea
          ref={box}
          value={text}
          rows={rows}
          autoFocus
          onChange={(next) => {
            setText(next)
            setFault(null)
          }}
        />
      </Field>
    </Dialog>
  )
}
