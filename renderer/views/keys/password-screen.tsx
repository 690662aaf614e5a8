// Another password. The old one is asked for even while the wallet is open.

import { useState } from 'react'
import { Note } from '../../components/note.tsx'
import { useMessages } from '../../messages/messages.ts'
import { askKeys, withBytes } from '../../state/keys.ts'
import { useAttempt } from './attempt.ts'
import { isSettled, NewPasswordFields, noPassword, PasswordField } from './password-field.tsx'
import { Screen } from './screen.tsx'

export const ChangePasswordScreen = ({ onDone }: { readonly onDone: () => void }) => {
  const words = useMessages().keys
  const [old, setOld] = useState('')
  const [next, setNext] = useState(noPassword)
  const [changed, setChanged] = useState(false)
  const attempt = useAttempt()
  const title = words.titles['change-password']
  if (changed) {
    return (
      <Screen title={title} action={words.done} onAction={onDone}>
        <Note announced>{words.changed}</Note>
      </Screen>
    )
  }
  const change = (): void =>
    attempt.run(
      () =>
        withBytes(old, (password) =>
          withBytes(next.first, (bytes) => askKeys('key.changePassword', { password, next: bytes })),
        ),
      () => setChanged(true),
    )
  return (
    <Screen
      title={title}
      text={words.changeText}
      error={attempt.error}
      busy={attempt.busy}
      disabled={old === '' || !isSettled(next)}
      action={words.change}
      onAction={change}
      leave={words.cancel}
      onLeave={onDone}
    >
      <PasswordField label={words.oldPassword} value={old} onChange={setOld} />
      <NewPasswordFields label={words.newPassword} value={next} onChange={setNext} />
    </Screen>
  )
}
