// A screen that needs nothing but the password to go on; what the wallet answers goes to `onGot`.

import { useState } from 'react'
import type { AppError } from '../../../app/ipc/errors.ts'
import type { Result } from '../../../app/result.ts'
import { useMessages } from '../../messages/messages.ts'
import { withBytes } from '../../state/keys.ts'
import { useAttempt } from './attempt.ts'
import { PasswordField } from './password-field.tsx'
import { Screen } from './screen.tsx'

interface AskPasswordProps<T> {
  readonly title: string
  readonly text: string
  /** With the password, which is wiped after it. */
  readonly ask: (password: Uint8Array) => Promise<Result<T, AppError>>
  readonly onGot: (answer: T) => void
  readonly onLeave: () => void
}

export const AskPassword = <T,>({ title, text, ask, onGot, onLeave }: AskPasswordProps<T>) => {
  const words = useMessages().keys
  const [password, setPassword] = useState('')
  const attempt = useAttempt()
  return (
    <Screen
      title={title}
      text={text}
      error={attempt.error}
      busy={attempt.busy}
      disabled={password === ''}
      action={words.next}
      onAction={() => attempt.run(() => withBytes(password, ask), onGot)}
      leave={words.cancel}
      onLeave={onLeave}
    >
      <PasswordField label={words.password} value={password} onChange={setPassword} />
    </Screen>
  )
}
