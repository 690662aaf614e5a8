// A new wallet: a password, and behind one button how many words and a passphrase; then its words and their check.

import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { useMessages } from '../../messages/messages.ts'
import { askKeys, withBytes } from '../../state/keys.ts'
import { useAttempt } from './attempt.ts'
import { BackingUp } from './backing-up.tsx'
import { isSettled, NewPasswordFields, noPassword, PasswordField } from './password-field.tsx'
import { Screen } from './screen.tsx'
import { secretOf, type Secret } from './words-screens.tsx'

interface Options {
  readonly count: '12' | '24'
  readonly passphrase: string
}

interface MoreProps {
  readonly options: Options
  readonly onChange: (options: Options) => void
}

const More = ({ options, onChange }: MoreProps) => {
  const words = useMessages().keys
  return (
    <>
      <Field label={words.wordCount}>
        <Segmented
          label={words.wordCount}
          value={options.count}
          options={[
            { value: '12', label: words.words12 },
            { value: '24', label: words.words24 },
          ]}
          onChange={(count) => onChange({ ...options, count })}
        />
      </Field>
      <PasswordField
        label={words.passphrase}
        hint={words.passphraseHint}
        value={options.passphrase}
        onChange={(passphrase) => onChange({ ...options, passphrase })}
      />
    </>
  )
}

const create = (password: string, { count, passphrase }: Options) =>
  withBytes(password, (bytes) =>
    withBytes(passphrase, (extra) =>
      askKeys('key.create', {
        password: bytes,
        words: count === '12' ? 12 : 24,
        passphrase: passphrase === '' ? null : extra,
      }),
    ),
  )

export const CreateScreen = ({ onDone }: { readonly onDone: () => void }) => {
  const words = useMessages().keys
  const [password, setPassword] = useState(noPassword)
  const [options, setOptions] = useState<Options>({ count: '12', passphrase: '' })
  const [open, setOpen] = useState(false)
  const [secret, setSecret] = useState<Secret | null>(null)
  const attempt = useAttempt()
  if (secret !== null) return <BackingUp first={secret} onDone={onDone} />
  const run = (): void =>
    attempt.run(
      () => create(password.first, options),
      (made) => {
        setPassword(noPassword)
        setSecret(secretOf(made))
      },
    )
  return (
    <Screen
      title={words.titles.create}
      text={words.createText}
      error={attempt.error}
      busy={attempt.busy}
      disabled={!isSettled(password)}
      action={words.create}
      onAction={run}
      leave={words.cancel}
      onLeave={onDone}
    >
      <NewPasswordFields label={words.password} value={password} onChange={setPassword} />
      <div>
        <Button
          look="quiet"
          icon={open ? ChevronDown : ChevronRight}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {words.more}
        </Button>
      </div>
      {open && <More options={options} onChange={setOptions} />}
    </Screen>
  )
}
