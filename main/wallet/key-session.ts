// One key window's port: the only one over which passwords, words and keys come in and go out. Checks each call by the
// contract's schema, wipes what came in when the call is over and what went out when it was posted. What a window began
// (an import, a check of words) ends with it.

import * as v from 'valibot'
import type { AppError } from '../../app/ipc/errors.ts'
import {
  keyWindowCommands,
  type KeyWindowCommandName,
  type KeyWindowInput,
  type KeyWindowOutput,
} from '../../app/ipc/key-window-contract.ts'
import type { Port } from '../../app/ipc/port.ts'
import { serve } from '../../app/ipc/rpc.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { passwordFault } from '../../app/wallet/password.ts'
import { AccountKeys } from './account-keys.ts'
import { Import } from './import.ts'
import { refused } from './keyring.ts'
import { newPhrase, phraseWords } from './phrase.ts'
import { hexBytes, normalised, wipe } from './secret-bytes.ts'
import type { Wallet } from './wallet.ts'
import { WordsQuiz } from './words-quiz.ts'

type Handlers = {
  [N in KeyWindowCommandName]: (
    input: KeyWindowInput<N>,
  ) => Result<KeyWindowOutput<N>, AppError> | Promise<Result<KeyWindowOutput<N>, AppError>>
}

const FIRST_LABEL = 'Account 1'

const isCommand = (name: string): name is KeyWindowCommandName => Object.hasOwn(keyWindowCommands, name)

/** All bytes in a message, however deep. */
const wipeAll = (message: unknown): void => {
  if (message instanceof Uint8Array) wipe(message)
  else if (typeof message === 'object' && message !== null) for (const each of Object.values(message)) wipeAll(each)
}

/** A port that forgets what it sent. */
const wipingPort = (port: Port): Port => ({
  post: (message) => {
    try {
      port.post(message)
    } finally {
      wipeAll(message)
    }
  },
  onMessage: (listener) => port.onMessage(listener),
  onClose: (listener) => port.onClose(listener),
  close: () => port.close(),
})

/** As it will be used: what a rule says of one spelling of a password must hold for the other. */
const weakness = (password: Uint8Array): Result<never, AppError> | null => {
  const normal = normalised(password, 'NFKC')
  const fault = normal === null ? 'password-short' : passwordFault(normal)
  wipe(normal)
  return fault && refused(fault)
}

class KeySession {
  readonly #wallet: Wallet
  readonly #import: Import
  readonly #quiz = new WordsQuiz()
  readonly #handlers: Handlers

  readonly #onCrash: (cause: unknown, name: string) => string

  constructor(wallet: Wallet, onCrash: (cause: unknown, name: string) => string) {
    this.#wallet = wallet
    this.#onCrash = onCrash
    this.#import = new Import({
      now: () => wallet.now,
      onPreview: (addresses) => wallet.preview(addresses),
    })
    this.#handlers = { ...this.#lifeHandlers(), ...this.#secretHandlers(), ...this.#otherHandlers() }
  }

  serve(port: Port): void {
    const rpc = serve(wipingPort(port), (name, input) => this.#answer(name, input), this.#onCrash)
    const forget = this.#wallet.listen({
      changed: (state) => {
        rpc.emit('key.changed', state)
        rpc.emit('key.review', this.#wallet.reviews.current)
        rpc.emit('key.allowance', this.#wallet.speed.approvals.current)
      },
      answered: () => undefined,
      found: (found) => rpc.emit('key.found', found),
      previewing: () => undefined,
      speed: () => undefined,
      damaged: () => undefined,
      wiped: () => undefined,
    })
    port.onClose(() => {
      forget()
      this.#import.cancel()
      this.#quiz.forget()
      this.#wallet.windowClosed()
    })
  }

  async #answer(name: string, input: unknown): Promise<Result<unknown, AppError>> {
    try {
      if (!isCommand(name)) return fail({ code: 'forbidden' })
      const checked = v.safeParse(keyWindowCommands[name].input, input)
      if (!checked.success) return fail({ code: 'invalid-argument', field: v.getDotPath(checked.issues[0]) ?? '' })
      this.#wallet.touch()
      return await (this.#handlers[name] as (input: unknown) => Promise<Result<unknown, AppError>>)(checked.output)
    } finally {
      wipeAll(input)
    }
  }

  #lifeHandlers() {
    const { keyring } = this.#wallet
    return {
      'key.unlock': ({ password }) => keyring.unlock(password),
      'key.create': (input) => this.#create(input),
      'key.previewImport': (source) => this.#import.preview(source),
      'key.commitImport': ({ ref, password }) => this.#commitImport(ref, password),
      'key.cancelImport': ({ ref }) => (this.#import.cancel(ref), ok(undefined)),
      'key.wipe': ({ password }) => this.#wallet.wipe(password),
      'key.startOver': () => keyring.startOver(),
    } satisfies Partial<Handlers>
  }

  #secretHandlers() {
    const { keyring } = this.#wallet
    return {
      'key.showWords': ({ password }) => this.#showWords(password),
      'key.askWords': () => this.#quiz.ask(),
      'key.drill': ({ password }) => this.#drill(password),
      'key.answerWords': async ({ choices }) => {
        const right = this.#quiz.answer(choices)
        return right.ok ? this.#wallet.markBackedUp() : right
      },
      'key.showKey': ({ password, index }) => this.#showKey(password, index),
      'key.exportFile': async ({ password }) => {
        const file = await keyring.exportFile(password)
        return file.ok ? ok({ name: 'swiftseed-wallet.json', file: file.value }) : file
      },
      'key.changePassword': async ({ password, next }) => weakness(next) ?? keyring.changePassword(password, next),
    } satisfies Partial<Handlers>
  }

  #otherHandlers() {
    const wallet = this.#wallet
    return {
      'key.state': () => ok(wallet.state),
      'key.touch': () => (wallet.touch(), ok(undefined)),
      'key.addAccount': ({ label }) => wallet.addAccount(label),
      'key.review': () => ok(wallet.reviews.current),
      'key.answer': ({ token, approve }) => wallet.reviews.answer(token, approve),
      'key.allowance': () => ok(wallet.speed.approvals.current),
      'key.answerAllowance': ({ token, approve }) => wallet.speed.answer(token, approve),
    } satisfies Partial<Handlers>
  }

  async #create({ password, words, passphrase }: KeyWindowInput<'key.create'>) {
    const weak = weakness(password)
    if (weak) return weak
    const phrase = newPhrase(words)
    const secret = { of: 'phrase', ...phrase, passphrase: passphrase && Uint8Array.from(passphrase) } as const
    try {
      const kept = { labels: [FIRST_LABEL], checkedAt: null }
      const created = await this.#wallet.keyring.create(secret, kept, password)
      if (!created.ok) return created
      this.#quiz.shown(phrase)
      return ok({ words: phraseWords(phrase), passphrase: passphrase && Uint8Array.from(passphrase) })
    } finally {
      wipe(secret.entropy, secret.passphrase)
    }
  }

  #showWords(password: Uint8Array) {
    return this.#wallet.keyring.withSecret(password, ({ secret }) => {
      if (secret.of !== 'phrase') return refused('not-a-phrase')
      this.#quiz.shown(secret)
      return ok({ words: phraseWords(secret), passphrase: secret.passphrase && Uint8Array.from(secret.passphrase) })
    })
  }

  /** The check without the words before it: whether they are still to be found. */
  #drill(password: Uint8Array) {
    return this.#wallet.keyring.withSecret(password, ({ secret }) => {
      if (secret.of !== 'phrase') return refused('not-a-phrase')
      this.#quiz.shown(secret)
      return this.#quiz.ask()
    })
  }

  #showKey(password: Uint8Array, index: number) {
    return this.#wallet.keyring.withSecret(password, async ({ secret, kept }) => {
      const keys = index < kept.labels.length ? await AccountKeys.open(secret) : null
      if (keys === null) return refused('no-such-account')
      const key = keys.copyKey(index)
      keys.wipe()
      const shown = hexBytes(key)
      wipe(key)
      return ok({ key: shown })
    })
  }

  async #commitImport(ref: string, password: Uint8Array): Promise<Result<void, AppError>> {
    const weak = weakness(password)
    if (weak) return weak
    return this.#import.commit(ref, ({ body: { secret, kept }, address }, isWanted) =>
      this.#wallet.keyring.create(secret, kept, password, { isWanted, address }),
    )
  }
}

/** Serves a key window until its port closes. */
export const serveKeyWindow = (wallet: Wallet, port: Port, onCrash: (cause: unknown, name: string) => string): void => {
  const session = new KeySession(wallet, onCrash)
  session.serve(port)
}
