// Two ways to be without this wallet: deleting it, for its password; and setting it aside, when the password is
// forgotten or the file damaged. Both name what is lost and want it ticked.

import { useState } from 'react'
import { Checkbox } from '../../components/checkbox.tsx'
import { Note } from '../../components/note.tsx'
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
  const backedUp = useKeys(({ state }) => state?.backedUp ?? null)
  const [password, setPassword] = useState('')
  const [ticked, setTicked] = useState(false)
  const attempt = useAttempt()
  return (
    <Screen
      title={words.titles.wipe}
      text={words.wipeText}
      error={attempt.error}
      busy={attempt.busy}
      tone="danger"
      disabled={password === '' || !ticked}
      action={words.wipe}
      onAction={() =>
        attempt.run(() => withBytes(password, (bytes) => askKeys('key.wipe', { password: bytes })), onDone)
      }
      leave={words.cancel}
      onLeave={onDone}
    >
      {backedUp === false && <Note tone="warning">{words.wipeNotBackedUp}</Note>}
      <PasswordField label={words.password} value={password} onChange={setPassword} />
      <Checkbox checked={ticked} onChange={setTicked}>
        {words.wipeTick}
      </Checkbox>
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
