// The fields of a form that is sent by a button. Before that each gives out what was typed in it; as long as one
// cannot, nothing is sent, and the first such has the focus. A field outside of a form gives out when it is left.
// Leaves what is right, and saying what is wrong, to the fields.

import { createContext, useContext, useEffect, type RefObject } from 'react'
import { useLatest } from './latest.ts'

/** Shows the field with what is said beneath it. */
export const showField = (box: Element): void => box.closest('.field')?.scrollIntoView({ block: 'nearest' })

/** For what is said beneath a field: in sight as soon as it is said, if one is in the field. */
export const intoSight = (said: Element | null): void => {
  if (said?.closest('.field')?.contains(document.activeElement)) showField(said)
}

interface Member {
  readonly box: RefObject<HTMLInputElement | null>
  /** Gives out what was typed; false when it cannot, and says so. */
  settle(): boolean
}

export interface FormFields {
  join(member: Member): () => void
  /** True when all have given out what was typed. */
  settle(): boolean
}

const isBefore = (a: Element, b: Element): boolean =>
  (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0

export const formFields = (): FormFields => {
  const members = new Set<Member>()
  return {
    join: (member) => {
      members.add(member)
      return () => void members.delete(member)
    },
    settle: () => {
      const wrong = [...members].filter((member) => !member.settle())
      const boxes = wrong.flatMap(({ box }) => box.current ?? [])
      const [first] = boxes.toSorted((a, b) => (isBefore(a, b) ? -1 : 1))
      if (first) {
        first.focus()
        first.select()
        showField(first)
      }
      return wrong.length === 0
    },
  }
}

export const FormContext = createContext<FormFields | null>(null)

export const useFormField = (box: Member['box'], settle: () => boolean): void => {
  const form = useContext(FormContext)
  const latest = useLatest(settle)
  useEffect(() => form?.join({ box, settle: () => latest.current() }), [form, box, latest])
}
