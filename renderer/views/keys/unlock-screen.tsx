// The password, once; also in front of whatever needs an open wallet.

import { useState, type ReactNode } from 'react'
import { useMessages } from '../../messages/messages.ts'
import { askKeys, useKeys, withBytes } from '../../state/keys.ts'
import { useAttempt } from './attempt.ts'
import { PasswordField } from './password-field.tsx'
import { Screen } from './screen.tsx'

interface UnlockProps {
  readonly onDone: () => void
  readonly onLeave: () => void
}

export const UnlockScreen = ({ onDone, onLeave }: UnlockProps) => {
  const words = useMessages().keys
  const [password, setPassword] = useState('')
  const attempt = useAttempt()
  const unlock = (): void =>
    attempt.run(() => withBytes(password, (bytes) => askKeys('key.unlock', { password: bytes })), onDone)
  return (
    <Screen
      title={words.titles.unlock}
      text={words.unlockText}
      error={attempt.error}
      busy={attempt.busy}
      disabled={password === ''}
      action={words.unlock}
      onAction={unlock}
      leave={words.cancel}
      onLeave={onLeave}
    >
      <PasswordField label={words.password} value={password} onChange={setPassword} />
    </Screen>
  )
}

/** What needs an open wallet, with the way to open it before. */
export const Unlocked = ({ onLeave, children }: { readonly onLeave: () => void; readonly children: ReactNode }) => {
  const words = useMessages().keys
  const vault = useKeys(({ state }) => state?.vault.is ?? null)
  if (vault === null) return <p className="keys__waiting">{words.loading}</p>
  return vault === 'locked' ? <UnlockScreen onDone={() => undefined} onLeave={onLeave} /> : children
}
