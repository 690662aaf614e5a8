// What leaves the wallet, each time for the password: the private key of an account, seen while a button is held, and
// the wallet file, saved by the system's dialog.

import { useEffect, useState } from 'react'
import { Field } from '../../components/field.tsx'
import { Note } from '../../components/note.tsx'
import { Select } from '../../components/select.tsx'
import { useMessages } from '../../messages/messages.ts'
import { askKeys, takeText, useKeys, withBytes } from '../../state/keys.ts'
import { useAttempt } from './attempt.ts'
import { DeliberateScreen } from './deliberate-screen.tsx'
import { Hold } from './hold.tsx'
import { PasswordField } from './password-field.tsx'
import { Screen } from './screen.tsx'

interface Leaving {
  readonly onDone: () => void
}

/** ms until it has to be asked for again. */
const SHOWN_MS = 60_000

const KeyShown = ({ value, onDone }: Leaving & { readonly value: string }) => {
  const words = useMessages().keys
  useEffect(() => {
    const timer = setTimeout(onDone, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [onDone])
  return (
    <Screen title={words.titles['show-key']} text={words.keyText} action={words.done} onAction={onDone}>
      <Hold label={words.keyHold} hidden={words.keyHidden}>
        {(shown) => (
          <code className="keys__key" aria-hidden={!shown}>
            {shown ? value : '•'.repeat(64)}
          </code>
        )}
      </Hold>
    </Screen>
  )
}

export const ShowKeyScreen = ({ onDone }: Leaving) => {
  const words = useMessages().keys
  const accounts = useKeys(({ state }) => state?.accounts ?? [])
  const [index, setIndex] = useState(0)
  const [password, setPassword] = useState('')
  const [value, setValue] = useState<string | null>(null)
  const [thought, setThought] = useState(false)
  const attempt = useAttempt()
  if (value !== null && !thought) {
    return <DeliberateScreen title={words.titles['show-key']} onGo={() => setThought(true)} onLeave={onDone} />
  }
  if (value !== null) return <KeyShown value={value} onDone={onDone} />
  const show = (): void =>
    attempt.run(
      () => withBytes(password, (bytes) => askKeys('key.showKey', { password: bytes, index })),
      ({ key }) => setValue(takeText(key)),
    )
  return (
    <Screen
      title={words.titles['show-key']}
      text={words.keyText}
      error={attempt.error}
      busy={attempt.busy}
      disabled={password === ''}
      action={words.next}
      onAction={show}
      leave={words.cancel}
      onLeave={onDone}
    >
      {accounts.length > 1 && (
        <Field label={words.account}>
          <Select
            value={index}
            options={accounts.map((account) => ({ value: account.index, label: account.label }))}
            onChange={setIndex}
          />
        </Field>
      )}
      <PasswordField label={words.password} value={password} onChange={setPassword} />
    </Screen>
  )
}

/** By the browser's own way of saving, so that the file passes nobody on its way to the disk. */
const save = (name: string, file: Uint8Array): void => {
  const url = URL.createObjectURL(new Blob([new Uint8Array(file)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

export const ExportFileScreen = ({ onDone }: Leaving) => {
  const words = useMessages().keys
  const [password, setPassword] = useState('')
  const [name, setName] = useState<string | null>(null)
  const attempt = useAttempt()
  const run = (): void =>
    attempt.run(
      () => withBytes(password, (bytes) => askKeys('key.exportFile', { password: bytes })),
      (made) => {
        save(made.name, made.file)
        setName(made.name)
      },
    )
  if (name !== null) {
    return (
      <Screen title={words.titles['export-file']} action={words.done} onAction={onDone}>
        <Note announced>{words.fileSaved(name)}</Note>
      </Screen>
    )
  }
  return (
    <Screen
      title={words.titles['export-file']}
      text={words.fileText}
      error={attempt.error}
      busy={attempt.busy}
      disabled={password === ''}
      action={words.saveFile}
      onAction={run}
      leave={words.cancel}
      onLeave={onDone}
    >
      <PasswordField label={words.password} value={password} onChange={setPassword} />
    </Screen>
  )
}
