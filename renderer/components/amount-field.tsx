// An amount of money as a person types it, with its token, in a form. What cannot be read exactly is said beneath; what
// to do with it is the form's.

import type { ReactNode, Ref } from 'react'
import { Field } from './field.tsx'
import { TextInput } from './text-input.tsx'
import './amount-field.css'

interface AmountFieldProps {
  readonly label: string
  readonly text: string
  readonly onChange: (text: string) => void
  /** The token, or what the amount is for. */
  readonly unit: string
  readonly hint?: ReactNode
  /** What is wrong with it; null: nothing. */
  readonly fault: string | null
  readonly onBlur?: () => void
  readonly disabled?: boolean
  readonly inputRef?: Ref<HTMLInputElement>
  /** A button beside it. */
  readonly action?: ReactNode
}

const LONGEST = 90

export const AmountField = (props: AmountFieldProps) => {
  const { label, text, onChange, unit, hint, fault, onBlur, disabled, inputRef, action } = props
  return (
    <Field label={label} error={fault} {...(hint !== undefined && { hint })} {...(disabled && { disabled })}>
      <div className="amount-field">
        <TextInput
          className="numeric amount-field__number"
          inputMode="decimal"
          maxLength={LONGEST}
          value={text}
          end={unit}
          {...(disabled && { disabled })}
          {...(onBlur && { onBlur })}
          {...(inputRef && { ref: inputRef })}
          onChange={onChange}
        />
        {action}
      </div>
    </Field>
  )
}
