// What main and the wallet process say to each other. No message of it can carry a secret: passwords, words and keys go
// by key-window-contract.ts, over a port of their own that main only hands over. Both directions have a schema, and the
// wallet process checks what it says as strictly as what it hears.

import * as v from 'valibot'
import type { Result } from '../result.ts'
import { AddressField, BytesField, LabelField, TokenField, TxIdField } from '../wallet/fields.ts'
import { FoundSchema, MOST_FOUND } from '../wallet/found.ts'
import { IntentSchema } from '../wallet/intent.ts'
import { ChainField, ReviewFactsSchema, ReviewSchema } from '../wallet/review.ts'
import { MOST_ACCOUNTS, WalletStateSchema } from '../wallet/wallet-state.ts'
import type { AppError } from './errors.ts'
import { speedWalletCommands, speedWalletEvents } from './speed-wallet.ts'

const MINUTE_MS = 60_000
/** Not for ever: a wallet that never locks is a wallet of whoever sits down. */
export const AUTO_LOCK_MS = { least: MINUTE_MS, most: 24 * 60 * MINUTE_MS, usual: 15 * MINUTE_MS } as const

/** Of as many vouchers as are cashed in one call. */
const LARGEST_TRANSACTION = 16_384
/** Bytes of a signed one. */
const LARGEST_SIGNED = LARGEST_TRANSACTION + 128

const Nothing = v.undefined()
const AutoLock = v.pipe(v.number(), v.integer(), v.minValue(AUTO_LOCK_MS.least), v.maxValue(AUTO_LOCK_MS.most))
const AccountIndex = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_ACCOUNTS - 1))
const Named = v.strictObject({ address: AddressField, label: LabelField })

/** To be sent as it is, again and again if need be: until it expires it can happen once at most. */
const SignedSchema = v.strictObject({
  txId: TxIdField,
  /** The protobuf message of the transaction with its signature. */
  bytes: BytesField(LARGEST_SIGNED),
  /** r, s and v: 65 bytes. */
  signature: v.pipe(BytesField(65), v.length(65)),
})
export type Signed = v.InferOutput<typeof SignedSchema>

const PrepareSchema = v.strictObject({
  intent: IntentSchema,
  /** The `raw_data` of the transaction, made by our own code. */
  rawData: BytesField(LARGEST_TRANSACTION),
  chain: ChainField,
  /** Where the vault is on a network that only the user knows; null elsewhere, where the wallet knows itself. */
  vault: v.optional(v.nullable(AddressField), null),
  facts: ReviewFactsSchema,
})
export type Prepare = v.InferOutput<typeof PrepareSchema>

export const walletCommands = {
  /** Once, first of all. `folder` is the wallet's own and exists. */
  'wallet.start': {
    input: v.strictObject({ folder: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)), autoLockMs: AutoLock }),
    output: Nothing,
  },
  'wallet.ping': { input: Nothing, output: Nothing },
  /** Locks and lets go; the process may exit after the answer. */
  'wallet.shutdown': { input: Nothing, output: Nothing },
  'wallet.state': { input: Nothing, output: WalletStateSchema },
  /** On the user's wish, on suspend, on the screen's lock: keys are wiped before the answer. */
  'wallet.lock': { input: Nothing, output: Nothing },
  /** The user did something: the time until it locks by itself begins anew. */
  'wallet.touch': { input: Nothing, output: Nothing },
  'wallet.setAutoLock': { input: v.strictObject({ ms: AutoLock }), output: Nothing },
  /** The next account of the same phrase. */
  'wallet.addAccount': { input: v.strictObject({ label: LabelField }), output: WalletStateSchema },
  'wallet.renameAccount': {
    input: v.strictObject({ index: AccountIndex, label: LabelField }),
    output: WalletStateSchema,
  },
  /** An address whose key is elsewhere; one that is there already is renamed. */
  'wallet.watch': { input: Named, output: WalletStateSchema },
  'wallet.unwatch': { input: v.strictObject({ address: AddressField }), output: WalletStateSchema },
  /** Checks the bytes against the intent. One review waits at a time: a new one takes the place of the one before. */
  'wallet.prepare': { input: PrepareSchema, output: ReviewSchema },
  /** Only after a person approved this very review in a key window, and once. */
  'wallet.sign': { input: v.strictObject({ token: TokenField }), output: SignedSchema },
  /** Of the addresses of `wallet.preview`, for the key window to show. */
  'wallet.found': { input: FoundSchema, output: Nothing },
  'wallet.discard': { input: v.strictObject({ token: TokenField }), output: Nothing },
  ...speedWalletCommands,
} as const

export const walletEvents = {
  'wallet.changed': WalletStateSchema,
  /** What a person said to a review; `ended`: it waits no more, because it expired or the wallet was locked. */
  'wallet.answered': v.strictObject({ token: TokenField, answer: v.picklist(['approved', 'refused', 'ended']) }),
  /** The first of what an import would bring, so that its balances can be looked up before it is done; null: no more. */
  'wallet.preview': v.nullable(v.strictObject({ addresses: v.pipe(v.array(AddressField), v.maxLength(MOST_FOUND)) })),
  /** For good, as its owner wished: what others keep of its accounts is to go as well. */
  'wallet.wiped': Nothing,
  ...speedWalletEvents,
  /** Free of secrets and of the user's paths. */
  'wallet.log': v.strictObject({
    level: v.picklist(['info', 'warn', 'error']),
    text: v.pipe(v.string(), v.maxLength(2_000)),
    logId: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f-]{1,40}$/))),
  }),
} as const

/** Beside the calls: hands over the wallet's end of a key window's port, as the message's one transferred port. */
export const KEY_WINDOW_PORT = { t: 'key-window' } as const

export type WalletCommandName = keyof typeof walletCommands
export type WalletInput<N extends WalletCommandName> = v.InferOutput<(typeof walletCommands)[N]['input']>
export type WalletOutput<N extends WalletCommandName> = v.InferOutput<(typeof walletCommands)[N]['output']>
export type WalletEventName = keyof typeof walletEvents
export type WalletEvent<N extends WalletEventName> = v.InferOutput<(typeof walletEvents)[N]>

/** The wallet with its types, as main sees it. */
export interface WalletClient {
  call<N extends WalletCommandName>(name: N, input: WalletInput<N>): Promise<Result<WalletOutput<N>, AppError>>
}
