// The foot of the add dialog: start or not at the left, what the dialog does at the right.

import type { RefObject } from 'react'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Switch } from '../../components/switch.tsx'
import { useMessages } from '../../messages/messages.ts'
import {
  addsNothing,
  obstacle,
  setChoices,
  setTogether,
  type AddQueue,
  type ChangeQueue,
  type Draft,
} from './add-queue.ts'

interface StartChoiceProps {
  readonly queue: AddQueue
  readonly draft: Draft
  readonly change: ChangeQueue
}

export const StartChoice = ({ queue, draft, change }: StartChoiceProps) => {
  const words = useMessages().add
  const { ref, duplicateOf } = draft.candidate
  const count = queue.drafts.length
  if (duplicateOf !== null && count === 1) return null
  return (
    <div className="add-dialog__choices">
      <label className="add-dialog__start">
        <Switch checked={draft.start} onChange={(start) => change((before) => setChoices(before, ref, { start }))} />
        <span>{words.start}</span>
      </label>
      {count > 1 && (
        <Checkbox checked={queue.together} onChange={(together) => change((before) => setTogether(before, together))}>
          {words.together(count)}
        </Checkbox>
      )}
    </div>
  )
}

interface AddButtonsProps {
  readonly draft: Draft | null
  readonly count: number
  /** All of them can be added. */
  readonly ready: boolean
  /** Some are being added. */
  readonly busy: boolean
  readonly primary: RefObject<HTMLButtonElement | null>
  readonly onClose: () => void
  readonly onAdd: () => void
  readonly onAddOne: () => void
}

export const AddButtons = ({ draft, count, ready, busy, primary, onClose, onAdd, onAddOne }: AddButtonsProps) => {
  const { add: words, common } = useMessages()
  if (draft === null) {
    return (
      <Button ref={primary} look="primary" onClick={onClose}>
        {common.close}
      </Button>
    )
  }
  const single = draft.candidate.duplicateOf === null ? words.confirm : words.confirmMerge
  if (count === 1 && addsNothing(draft)) {
    return (
      <Button ref={primary} look="primary" onClick={onClose}>
        {common.close}
      </Button>
    )
  }
  return (
    <>
      <Button disabled={busy} onClick={onClose}>
        {common.cancel}
      </Button>
      {count > 1 && (
        <Button disabled={draft.busy || obstacle(draft) !== null} onClick={onAddOne}>
          {words.confirmOne}
        </Button>
      )}
      <Button ref={primary} look="primary" disabled={!ready} onClick={onAdd}>
        {draft.busy ? words.adding : count > 1 ? words.confirmAll(count) : single}
      </Button>
    </>
  )
}
