// What a key window and the wallet process say to each other, over a MessagePort of their own: the one place where
// passwords, words and keys travel. As bytes of UTF-8 throughout, because bytes can be wiped and strings cannot; both
// ends wipe what they no longer need. Main makes the port and hands it over, nothing of it passes through main.

import * as v from 'valibot'
import type { Result } from '../result.ts'
import { BytesField, LabelField, TokenField } from '../wallet/fields.ts'
import type { Found } from '../wallet/found.ts'
import type { Approval } from '../speed/approval.ts'
import type { Review } from '../wallet/review.ts'
import type { Account, WalletState } from '../wallet/wallet-state.ts'
import { MOST_ACCOUNTS } from '../wallet/wallet-state.ts'
import type { AppError } from './errors.ts'

const LONGEST_PASSWORD = 1_024
const LONGEST_WORDS = 2_048
const LARGEST_FILE = 65_536

const Nothing = v.undefined()
const Password = BytesField(LONGEST_PASSWORD)
/** BIP-39's passphrase: part of the key, never stored outside the vault. */
const Passphrase = v.nullable(BytesField(LONGEST_PASSWORD))
const AccountIndex = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_ACCOUNTS - 1))

const ImportSourceSchema = v.variant('from', [
  /** As typed: any white space between, any case, any of BIP-39's languages. */
  v.strictObject({ from: v.literal('words'), words: BytesField(LONGEST_WORDS), passphrase: Passphrase }),
  /** 64 hexadecimal digits, 0x before them or not. */
  v.strictObject({ from: v.literal('key'), key: BytesField(100) }),
  /** A vault file of ours, with the password it was saved under. */
  v.strictObject({ from: v.literal('file'), file: BytesField(LARGEST_FILE), password: Password }),
])
export type ImportSource = v.InferOutput<typeof ImportSourceSchema>

/** Words with single spaces between, in BIP-39's normal form (NFKD). */
export interface Words {
  readonly words: Uint8Array
  readonly passphrase: Uint8Array | null
}

/** One right word and others for each position asked for (from 1). */
export interface WordsCheck {
  readonly questions: readonly { readonly position: number; readonly choices: readonly string[] }[]
}

export interface ImportPreview {
  readonly ref: string
  readonly of: 'phrase' | 'key'
  /** Of a vault file all it has; else the first. */
  readonly accounts: readonly Account[]
}

interface Returned<O> {
  readonly type: O
}
const returns = <O>(): Returned<O> => undefined as unknown as Returned<O>
const nothing = returns<void>()

export const keyWindowCommands = {
  'key.state': { input: Nothing, output: returns<WalletState>() },
  'key.touch': { input: Nothing, output: nothing },
  'key.unlock': { input: v.strictObject({ password: Password }), output: nothing },
  /** Makes a vault of a new phrase and unlocks it. The words come once; later they cost the password. */
  'key.create': {
    input: v.strictObject({ password: Password, words: v.picklist([12, 24]), passphrase: Passphrase }),
    output: returns<Words>(),
  },
  /** For the backup, or to move elsewhere. */
  'key.showWords': { input: v.strictObject({ password: Password }), output: returns<Words>() },
  /** Asks for three of the words shown last by this window; one check for each showing. */
  'key.askWords': { input: Nothing, output: returns<WordsCheck>() },
  /** Asks for three words without showing any, to see whether they are still to be found. */
  'key.drill': { input: v.strictObject({ password: Password }), output: returns<WordsCheck>() },
  /** Index of the choice for each question. When one is wrong (`wrong-answer`), the words have to be shown again. */
  'key.answerWords': {
    input: v.strictObject({ choices: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.length(3)) }),
    output: nothing,
  },
  /** Nothing is kept of it before `key.commitImport`. */
  'key.previewImport': { input: ImportSourceSchema, output: returns<ImportPreview>() },
  'key.commitImport': { input: v.strictObject({ ref: TokenField, password: Password }), output: nothing },
  'key.cancelImport': { input: v.strictObject({ ref: TokenField }), output: nothing },
  /** 64 hexadecimal digits. */
  'key.showKey': {
    input: v.strictObject({ password: Password, index: AccountIndex }),
    output: returns<{ readonly key: Uint8Array }>(),
  },
  /** A vault file of its own under the same password; `name` is a file name to propose. */
  'key.exportFile': {
    input: v.strictObject({ password: Password }),
    output: returns<{ readonly name: string; readonly file: Uint8Array }>(),
  },
  'key.changePassword': { input: v.strictObject({ password: Password, next: Password }), output: nothing },
  'key.addAccount': { input: v.strictObject({ label: LabelField }), output: nothing },
  /** The one that waits for an answer. */
  'key.review': { input: Nothing, output: returns<Review | null>() },
  'key.answer': { input: v.strictObject({ token: TokenField, approve: v.boolean() }), output: nothing },
  /** What may be spent on Speed, where it waits to be allowed. */
  'key.allowance': { input: Nothing, output: returns<Approval | null>() },
  'key.answerAllowance': { input: v.strictObject({ token: TokenField, approve: v.boolean() }), output: nothing },
  /** Deletes the vault and its backup. */
  'key.wipe': { input: v.strictObject({ password: Password }), output: nothing },
  /** For a forgotten password or a damaged file: sets the vault aside under another name and begins without one. */
  'key.startOver': { input: v.strictObject({ confirmed: v.literal(true) }), output: nothing },
} as const

export interface KeyWindowEvents {
  'key.changed': WalletState
  'key.review': Review | null
  'key.allowance': Approval | null
  /** What the addresses of this window's import hold. */
  'key.found': Found
}

export const keyWindowEventNames = [
  'key.changed',
  'key.review',
  'key.allowance',
  'key.found',
] as const satisfies readonly (keyof KeyWindowEvents)[]

export type KeyWindowCommandName = keyof typeof keyWindowCommands
export type KeyWindowInput<N extends KeyWindowCommandName> = v.InferOutput<(typeof keyWindowCommands)[N]['input']>
export type KeyWindowOutput<N extends KeyWindowCommandName> = (typeof keyWindowCommands)[N]['output']['type']

/** What the key window's preload puts on its page, and what fakes implement. */
export interface KeyWindowApi {
  call<N extends KeyWindowCommandName>(
    name: N,
    ...input: KeyWindowInput<N> extends undefined ? [] : [input: KeyWindowInput<N>]
  ): Promise<Result<KeyWindowOutput<N>, AppError>>
  on<N extends keyof KeyWindowEvents>(name: N, listener: (data: KeyWindowEvents[N]) => void): () => void
}
