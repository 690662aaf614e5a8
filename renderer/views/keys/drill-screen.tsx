// Twice a year: are the words still to be found? Three of them, without any being shown; who does not have them any more
// sees them again and writes them down.

import { useState } from 'react'
import type { WordsCheck } from '../../../app/ipc/key-window-contract.ts'
import { useMessages } from '../../messages/messages.ts'
import { askKeys, withBytes } from '../../state/keys.ts'
import { useAttempt } from './attempt.ts'
import { BackingUp } from './backing-up.tsx'
import { PasswordField } from './password-field.tsx'
import { Screen } from './screen.tsx'
import { CheckWords } from './words-screens.tsx'

type Step =
  | { readonly at: 'ask' }
  | { readonly at: 'check'; readonly check: WordsCheck }
  | { readonly at: 'again' }
  | { readonly at: 'done' }

export const DrillScreen = ({ onDone }: { readonly onDone: () => void }) => {
  const words = useMessages().keys
  const [step, setStep] = useState<Step>({ at: 'ask' })
  const [password, setPassword] = useState('')
  const attempt = useAttempt()
  const ask = (): void =>
    attempt.run(
      () => withBytes(password, (bytes) => askKeys('key.drill', { password: bytes })),
      (check) => {
        setPassword('')
        setStep({ at: 'check', check })
      },
    )
  switch (step.at) {
    case 'ask':
      return (
        <Screen
          title={words.titles.drill}
          text={words.drillText}
          error={attempt.error}
          busy={attempt.busy}
          disabled={password === ''}
          action={words.next}
          onAction={ask}
          leave={words.cancel}
          onLeave={onDone}
        >
          <PasswordField label={words.password} value={password} onChange={setPassword} />
        </Screen>
      )
    case 'check':
      return (
        <CheckWords
          check={step.check}
          text={words.drillCheckText}
          onRight={() => setStep({ at: 'done' })}
          onAgain={() => setStep({ at: 'again' })}
        />
      )
    case 'again':
      return <BackingUp first={null} onDone={onDone} />
    case 'done':
      return <Screen title={words.drillDone} text={words.drillDoneText} action={words.done} onAction={onDone} />
  }
}
