// A password, hidden while it is typed unless the user wants to see it. Two of them make sure of a new one.

import { Eye, EyeOff } from 'lucide-react'
import { useState, type RefObject } from 'react'
import { Field } from '../../components/field.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { useMessages } from '../../messages/messages.ts'

interface PasswordFieldProps {
  readonly label: string
  readonly hint?: string
  readonly error?: string | null
  readonly value: string
  readonly onChange: (value: string) => void
  readonly box?: RefObject<HTMLInputElement | null>
}

export const PasswordField = ({ label, hint, error = null, value, onChange, box }: PasswordFieldProps) => {
  const words = useMessages().keys
  const [shown, setShown] = useState(false)
  return (
    <Field label={label} error={error} {...(hint !== undefined && { hint })}>
      <TextInput
        ref={box}
        type={shown ? 'text' : 'password'}
        maxLength={256}
        value={value}
        onChange={onChange}
        end={
          <IconButton
            icon={shown ? EyeOff : Eye}
            label={shown ? words.hide : words.show}
            pressed={shown}
            small
            onClick={() => setShown(!shown)}
          />
        }
      />
    </Field>
  )
}

export interface NewPassword {
  readonly first: string
  readonly again: string
}

export const noPassword: NewPassword = { first: '', again: '' }

/** Typed twice the same. */
export const isSettled = ({ first, again }: NewPassword): boolean => first !== '' && first === again

export const NewPasswordFields = ({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: NewPassword
  readonly onChange: (value: NewPassword) => void
}) => {
  const words = useMessages().keys
  const differ = value.again !== '' && !value.first.startsWith(value.again) && value.first !== value.again
  return (
    <>
      <PasswordField
        label={label}
        hint={words.passwordHint}
        value={value.first}
        onChange={(first) => onChange({ ...value, first })}
      />
      <PasswordField
        label={words.passwordAgain}
        error={differ ? words.passwordsDiffer : null}
        value={value.again}
        onChange={(again) => onChange({ ...value, again })}
      />
    </>
  )
}
