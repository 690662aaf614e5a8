// Twice a year: are the words still to be found? Three of them, without any being shown; who does not have them any
// more sees them again and writes them down.

import { useState } from 'react'
import type { WordsCheck } from '../../../app/ipc/key-window-contract.ts'
import { useMessages } from '../../messages/messages.ts'
import { askKeys } from '../../state/keys.ts'
import { AskPassword } from './ask-password.tsx'
import { BackingUp } from './backing-up.tsx'
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
  switch (step.at) {
    case 'ask':
      return (
        <AskPassword
          title={words.titles.drill}
          text={words.drillText}
          ask={(password) => askKeys('key.drill', { password })}
          onGot={(check) => setStep({ at: 'check', check })}
          onLeave={onDone}
        />
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
