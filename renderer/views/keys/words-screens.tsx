// The words, seen while a button is held and for some minutes at most, and then the check that they were written down:
// three of them, chosen among others.

import { useEffect, useState } from 'react'
import type { WordsCheck, Words } from '../../../app/ipc/key-window-contract.ts'
import { Note } from '../../components/note.tsx'
import { useMessages } from '../../messages/messages.ts'
import { askKeys, takeText } from '../../state/keys.ts'
import { useAttempt } from './attempt.ts'
import { Hold } from './hold.tsx'
import { Screen } from './screen.tsx'

/** ms until they have to be asked for again. */
const SHOWN_MS = 180_000

export interface Secret {
  readonly words: readonly string[]
  readonly passphrase: string | null
}

/** The bytes are wiped; the strings go with the screen. */
export const secretOf = ({ words, passphrase }: Words): Secret => ({
  words: takeText(words).normalize('NFC').split(' '),
  passphrase: passphrase === null ? null : takeText(passphrase),
})

const WordList = ({ secret, shown }: { readonly secret: Secret; readonly shown: boolean }) => {
  const words = useMessages().keys
  return (
    <>
      <ol className="keys__words" data-shown={shown} aria-hidden={!shown}>
        {secret.words.map((word, at) => (
          <li key={at}>
            <span className="keys__place numeric">{at + 1}</span>
            <span className="keys__word">{shown ? word : '•••••'}</span>
          </li>
        ))}
      </ol>
      {secret.passphrase !== null && shown && <p>{words.passphraseShown(secret.passphrase)}</p>}
    </>
  )
}

interface ShowProps {
  readonly secret: Secret
  readonly onCheck: (check: WordsCheck) => void
  /** The time is over. */
  readonly onGone: () => void
  readonly onLater: () => void
}

export const ShowWords = ({ secret, onCheck, onGone, onLater }: ShowProps) => {
  const words = useMessages().keys
  const attempt = useAttempt()
  useEffect(() => {
    const timer = setTimeout(onGone, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [onGone])
  return (
    <Screen
      title={words.wordsTitle}
      text={words.wordsText}
      error={attempt.error}
      busy={attempt.busy}
      action={words.check}
      onAction={() => attempt.run(() => askKeys('key.askWords', undefined), onCheck)}
      leave={words.later}
      onLeave={onLater}
    >
      <Hold label={words.wordsHold} hidden={words.wordsHidden}>
        {(shown) => <WordList secret={secret} shown={shown} />}
      </Hold>
      <Note>{words.wordsWarning}</Note>
    </Screen>
  )
}

interface ChoicesProps {
  readonly label: string
  readonly choices: readonly string[]
  /** Null: none yet; the Tab key leads to the first all the same. */
  readonly chosen: number | null
  readonly onChoose: (choice: number) => void
}

const Choices = ({ label, choices, chosen, onChoose }: ChoicesProps) => (
  <div role="radiogroup" aria-label={label} className="keys__choices">
    {choices.map((word, at) => (
      <label key={word} className="keys__choice">
        <input type="radio" name={label} checked={chosen === at} onChange={() => onChoose(at)} />
        {word}
      </label>
    ))}
  </div>
)

interface CheckProps {
  readonly check: WordsCheck
  readonly text?: string
  readonly onRight: () => void
  readonly onAgain: () => void
}

export const CheckWords = ({ check, text, onRight, onAgain }: CheckProps) => {
  const words = useMessages().keys
  const attempt = useAttempt()
  const [choices, setChoices] = useState<readonly (number | null)[]>(check.questions.map(() => null))
  const wrong = attempt.error?.code === 'wallet' && attempt.error.fault === 'wrong-answer'
  const answered = choices.filter((choice) => choice !== null)
  const choose = (question: number, choice: number): void =>
    setChoices(choices.map((chosen, at) => (at === question ? choice : chosen)))
  return (
    <Screen
      title={words.checkTitle}
      text={text ?? words.checkText}
      error={attempt.error}
      busy={attempt.busy}
      disabled={wrong || answered.length < choices.length}
      action={words.checkNow}
      onAction={() => attempt.run(() => askKeys('key.answerWords', { choices: answered }), onRight)}
      leave={words.seeAgain}
      onLeave={onAgain}
    >
      {check.questions.map((question, at) => (
        <div key={question.position} className="keys__question">
          <p className="keys__label">{words.checkWord(question.position)}</p>
          <Choices
            label={words.checkWord(question.position)}
            choices={question.choices}
            chosen={choices[at] ?? null}
            onChoose={(choice) => choose(at, choice)}
          />
        </div>
      ))}
    </Screen>
  )
}
