// What an import would bring, and the password under which it is kept here. Leaving forgets it.

import { useState } from 'react'
import type { ImportPreview } from '../../../app/ipc/key-window-contract.ts'
import { useMessages } from '../../messages/messages.ts'
import { askKeys, withBytes } from '../../state/keys.ts'
import { useAttempt } from './attempt.ts'
import { FoundList } from './found-list.tsx'
import { isSettled, NewPasswordFields, noPassword } from './password-field.tsx'
import { Screen } from './screen.tsx'

interface ImportPreviewProps {
  readonly found: ImportPreview
  readonly onBack: () => void
  readonly onDone: () => void
}

export const ImportPreviewScreen = ({ found, onBack, onDone }: ImportPreviewProps) => {
  const words = useMessages().keys
  const [password, setPassword] = useState(noPassword)
  const attempt = useAttempt()
  const back = (): void => {
    void askKeys('key.cancelImport', { ref: found.ref })
    onBack()
  }
  const commit = (): void =>
    attempt.run(
      () => withBytes(password.first, (bytes) => askKeys('key.commitImport', { ref: found.ref, password: bytes })),
      onDone,
    )
  return (
    <Screen
      title={words.previewTitle}
      text={words.previewText(found.accounts.length)}
      error={attempt.error}
      busy={attempt.busy}
      disabled={!isSettled(password)}
      action={words.import}
      onAction={commit}
      leave={words.back}
      onLeave={back}
    >
      <FoundList accounts={found.accounts} />
      <NewPasswordFields label={words.previewPassword} value={password} onChange={setPassword} />
    </Screen>
  )
}
