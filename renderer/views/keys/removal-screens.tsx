// Two ways to be without this wallet: deleting it, for its password, its address and ten seconds' thought; and setting
// it aside, when the password is forgotten or the file damaged. Both name what is lost.

import { useState } from 'react'
import { Checkbox } from '../../components/checkbox.tsx'
import { Field } from '../../components/field.tsx'
import { Note } from '../../components/note.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { useMessages } from '../../messages/messages.ts'
import { askKeys, useKeys, withBytes } from '../../state/keys.ts'
import { useAttempt } from './attempt.ts'
import { PasswordField } from './password-field.tsx'
import { Screen } from './screen.tsx'

interface Leaving {
  readonly onDone: () => void
}

export const WipeScreen = ({ onDone }: Leaving) => {
  const words = useMessages().keys
  const { state } = useKeys()
  const accounts = state?.accounts ?? []
  const [password, setPassword] = useState('')
  const [typed, setTyped] = useState('')
  const attempt = useAttempt()
  const meant = typed.trim() !== '' && typed.trim() === accounts[0]?.address
  return (
    <Screen
      title={words.titles.wipe}
      text={words.wipeText}
      error={attempt.error}
      busy={attempt.busy}
      tone="danger"
      hold
      disabled={password === '' || !meant}
      action={words.wipe}
      onAction={() =>
        attempt.run(() => withBytes(password, (bytes) => askKeys('key.wipe', { password: bytes })), onDone)
      }
      leave={words.cancel}
      onLeave={onDone}
    >
      {state?.backedUp === false && <Note tone="warning">{words.wipeNotBackedUp}</Note>}
      <Note>{words.wipeVouchers}</Note>
      <p>{words.wipeLost(accounts.length)}</p>
      <ul className="keys__accounts">
        {accounts.map(({ index, address, label }) => (
          <li key={index}>
            <span className="keys__label">{label}</span>
            <code className="keys__address selectable">{address}</code>
          </li>
        ))}
      </ul>
      <Field label={words.wipeAddress} hint={words.wipeAddressHint}>
        <TextInput className="keys__address" maxLength={64} value={typed} onChange={setTyped} />
      </Field>
      <PasswordField label={words.password} value={password} onChange={setPassword} />
    </Screen>
  )
}

export const StartOverScreen = ({ onDone }: Leaving) => {
  const words = useMessages().keys
  const [ticked, setTicked] = useState(false)
  const attempt = useAttempt()
  return (
    <Screen
      title={words.titles['start-over']}
      text={words.startOverText}
      error={attempt.error}
      busy={attempt.busy}
      tone="danger"
      disabled={!ticked}
      action={words.startOver}
      onAction={() => attempt.run(() => askKeys('key.startOver', { confirmed: true }), onDone)}
      leave={words.cancel}
      onLeave={onDone}
    >
      <Checkbox checked={ticked} onChange={setTicked}>
        {words.startOverTick}
      </Checkbox>
    </Screen>
  )
}
