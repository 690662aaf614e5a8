// From the words to the proof that they were written down; ends in a sentence that says so, or in "later".

import { useState } from 'react'
import type { WordsCheck } from '../../../app/ipc/key-window-contract.ts'
import { useMessages } from '../../messages/messages.ts'
import { askKeys, useKeys } from '../../state/keys.ts'
import { AskPassword } from './ask-password.tsx'
import { DeliberateScreen } from './deliberate-screen.tsx'
import { Screen } from './screen.tsx'
import { CheckWords, secretOf, ShowWords, type Secret } from './words-screens.tsx'

type Step =
  | { readonly at: 'ask'; readonly text: string }
  | { readonly at: 'think' | 'show'; readonly secret: Secret }
  | { readonly at: 'check'; readonly check: WordsCheck }
  | { readonly at: 'done' }

interface BackingUpProps {
  /** Those of a wallet just created; null: they have to be asked for. */
  readonly first: Secret | null
  readonly onDone: () => void
}

export const BackingUp = ({ first, onDone }: BackingUpProps) => {
  const words = useMessages().keys
  const [step, setStep] = useState<Step>(
    first === null ? { at: 'ask', text: words.backUpText } : { at: 'show', secret: first },
  )
  /** Who has them already may have been talked into showing them; who has not is not held up. */
  const backedUp = useKeys(({ state }) => state?.backedUp === true)
  const [again] = useState(() => () => setStep({ at: 'ask', text: words.backUpText }))
  const [gone] = useState(() => () => setStep({ at: 'ask', text: words.wordsGone }))
  switch (step.at) {
    case 'ask':
      return (
        <AskPassword
          title={words.titles['back-up']}
          text={step.text}
          ask={(password) => askKeys('key.showWords', { password })}
          onGot={(shown) => setStep({ at: backedUp ? 'think' : 'show', secret: secretOf(shown) })}
          onLeave={onDone}
        />
      )
    case 'think':
      return (
        <DeliberateScreen
          title={words.titles['back-up']}
          onGo={() => setStep({ at: 'show', secret: step.secret })}
          onLeave={onDone}
        />
      )
    case 'show':
      return (
        <ShowWords
          secret={step.secret}
          onCheck={(check) => setStep({ at: 'check', check })}
          onGone={gone}
          onLater={onDone}
        />
      )
    case 'check':
      return <CheckWords check={step.check} onRight={() => setStep({ at: 'done' })} onAgain={again} />
    case 'done':
      return <Screen title={words.createdTitle} text={words.createdText} action={words.done} onAction={onDone} />
  }
}
