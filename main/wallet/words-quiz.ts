// The three-word check after words were shown: three places, six words to choose from for each. Keeps the places and
// which choice is right, never the phrase. Invariant: one check for each showing, and one answer for each check, so
// that asking again and again tells nobody the words.

import { randomInt } from 'node:crypto'
import type { AppError } from '../../app/ipc/errors.ts'
import type { WordsCheck } from '../../app/ipc/key-window-contract.ts'
import { ok, type Result } from '../../app/result.ts'
import { refused } from './keyring.ts'
import { listedWord, wordIndices, type Phrase } from './phrase.ts'

const ASKED = 3
const CHOICES = 6
const LIST = 2_048

interface Question {
  readonly position: number
  /** Places in the list of words. */
  readonly choices: readonly number[]
  readonly right: number
}

interface Quiz {
  readonly language: Phrase['language']
  readonly questions: readonly Question[]
  asked: boolean
}

/** Different whole numbers below `below`. */
const draw = (count: number, below: number, but: readonly number[] = []): number[] => {
  const drawn = new Set<number>()
  while (drawn.size < count) {
    const number = randomInt(below)
    if (!but.includes(number)) drawn.add(number)
  }
  return [...drawn]
}

const questionAt = (indices: Uint16Array, at: number): Question => {
  const word = indices[at] ?? 0
  const right = randomInt(CHOICES)
  return { position: at + 1, choices: draw(CHOICES - 1, LIST, [word]).toSpliced(right, 0, word), right }
}

export class WordsQuiz {
  #quiz: Quiz | null = null

  /** These words are on the screen now. */
  shown({ entropy, language }: Phrase): void {
    const indices = wordIndices(entropy)
    const positions = draw(ASKED, indices.length).sort((a, b) => a - b)
    this.#quiz = { language, questions: positions.map((at) => questionAt(indices, at)), asked: false }
    indices.fill(0)
  }

  ask(): Result<WordsCheck, AppError> {
    const quiz = this.#quiz
    if (quiz === null || quiz.asked) return refused('wrong-answer')
    quiz.asked = true
    return ok({
      questions: quiz.questions.map(({ position, choices }) => ({
        position,
        choices: choices.map((index) => listedWord(quiz.language, index)),
      })),
    })
  }

  answer(choices: readonly number[]): Result<void, AppError> {
    const quiz = this.#quiz
    this.forget()
    const right = quiz?.asked && quiz.questions.every((question, at) => question.right === choices[at])
    return right ? ok(undefined) : refused('wrong-answer')
  }

  forget(): void {
    this.#quiz = null
  }
}
