// What the vault keeps, as the bytes that are encrypted: the secret first, as it is, then names and settings as JSON,
// then zeros up to a whole KiB, so that the file's size says neither how many words there are nor how long the names
// are. Not JSON throughout, because the secret would have to become a string for that. Invariant: what reads is written
// back to the same bytes.

import * as v from 'valibot'
import { LabelField, TimeField } from '../../app/wallet/fields.ts'
import { MOST_ACCOUNTS } from '../../app/wallet/wallet-state.ts'
import type { Secret } from './account-keys.ts'
import { isPrivateKey } from './hd-key.ts'
import { languages } from './phrase.ts'
import { joined, wipe } from './secret-bytes.ts'
import { canonical } from './vault-format.ts'

const PADDED_TO = 1_024
const VERSION = 1
const KIND = { phrase: 1, key: 2 } as const
const LONGEST = 60_000
const ENTROPY_BYTES: readonly number[] = [16, 20, 24, 28, 32]

const KeptSchema = v.strictObject({
  /** Names of the accounts by index. */
  accounts: v.pipe(v.array(LabelField), v.minLength(1), v.maxLength(MOST_ACCOUNTS)),
  checkedAt: v.nullable(TimeField),
  /** Where the accounts lie below; null: the secret is a key itself. */
  path: v.nullable(v.literal("m/44'/195'/0'/0")),
  language: v.nullable(v.picklist(languages)),
})

/** What is no secret, yet nobody else's business. */
export interface Kept {
  readonly labels: readonly string[]
  /** When the user last showed to have the words, ms since 1970; null: never. */
  readonly checkedAt: number | null
}

export interface VaultBody {
  readonly secret: Secret
  readonly kept: Kept
}

const sized = (part: Uint8Array): Uint8Array => joined(Uint8Array.of(part.length >> 8, part.length & 0xff), part)

const NONE = new Uint8Array()

const textOf = ({ secret, kept }: VaultBody): Uint8Array =>
  Buffer.from(
    canonical({
      accounts: kept.labels,
      checkedAt: kept.checkedAt,
      path: secret.of === 'phrase' ? "m/44'/195'/0'/0" : null,
      language: secret.of === 'phrase' ? secret.language : null,
    }),
  )

/** To be wiped after it was encrypted. */
export const writeBody = (body: VaultBody): Uint8Array => {
  const { secret } = body
  const main = sized(secret.of === 'phrase' ? secret.entropy : secret.key)
  const passphrase = sized((secret.of === 'phrase' && secret.passphrase) || NONE)
  const hasPassphrase = secret.of === 'phrase' && secret.passphrase !== null ? 1 : 0
  const parts = joined(Uint8Array.of(VERSION, KIND[secret.of], hasPassphrase), main, passphrase, sized(textOf(body)))
  const whole = new Uint8Array(Math.ceil(parts.length / PADDED_TO) * PADDED_TO)
  whole.set(parts)
  wipe(main, passphrase, parts)
  return whole
}

class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Null: more than is there. */
  take(length: number): Uint8Array | null {
    if (this.#at + length > this.#bytes.length) return null
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  sized(): Uint8Array | null {
    const [high = 0, low = 0] = this.take(2) ?? []
    return this.take(high * 256 + low)
  }

  get restIsPadding(): boolean {
    const rest = this.#bytes.subarray(this.#at)
    return rest.length < PADDED_TO && rest.every((byte) => byte === 0)
  }
}

const keptOf = (text: Uint8Array): v.InferOutput<typeof KeptSchema> | null => {
  try {
    const json = Buffer.from(text).toString('utf8')
    const kept = v.safeParse(KeptSchema, JSON.parse(json))
    return kept.success && canonical(kept.output) === json ? kept.output : null
  } catch {
    return null
  }
}

const secretOf = (
  kind: number,
  main: Uint8Array,
  passphrase: Uint8Array | null,
  { path, language }: v.InferOutput<typeof KeptSchema>,
): Secret | null => {
  if (kind === KIND.key && path === null && language === null && passphrase === null) {
    return isPrivateKey(main) ? { of: 'key', key: Uint8Array.from(main) } : null
  }
  if (kind !== KIND.phrase || path === null || language === null || !ENTROPY_BYTES.includes(main.length)) return null
  const own = passphrase && Uint8Array.from(passphrase)
  return { of: 'phrase', entropy: Uint8Array.from(main), language, passphrase: own }
}

/** Null: decrypted rightly, but not what we write. Copies what it takes, so the bytes can be wiped. */
export const readBody = (bytes: Uint8Array): VaultBody | null => {
  if (bytes.length === 0 || bytes.length % PADDED_TO !== 0 || bytes.length > LONGEST) return null
  const reader = new Reader(bytes)
  const [version, kind, hasPassphrase] = reader.take(3) ?? []
  const [main, passphrase, text] = [reader.sized(), reader.sized(), reader.sized()]
  if (version !== VERSION || kind === undefined || hasPassphrase === undefined || hasPassphrase > 1) return null
  if (main === null || passphrase === null || text === null || !reader.restIsPadding) return null
  if (hasPassphrase === 0 && passphrase.length > 0) return null
  const kept = keptOf(text)
  const secret = kept && secretOf(kind, main, hasPassphrase === 1 ? passphrase : null, kept)
  if (kept === null || secret === null) return null
  if (secret.of === 'key' && kept.accounts.length !== 1) return null
  return { secret, kept: { labels: kept.accounts, checkedAt: kept.checkedAt } }
}
