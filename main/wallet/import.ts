// A secret brought from elsewhere: read, its addresses shown, and kept in memory until it is committed or not. One at a
// time for each key window. Invariant: the secret is wiped on every way out.

import { randomBytes } from 'node:crypto'
import type { AppError } from '../../app/ipc/errors.ts'
import type { ImportPreview, ImportSource } from '../../app/ipc/key-window-contract.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { Address } from '../../app/tron/address.ts'
import { MOST_FOUND } from '../../app/wallet/found.ts'
import { AccountKeys, accountPath, wipeSecret, type Secret } from './account-keys.ts'
import { isPrivateKey } from './hd-key.ts'
import { refused } from './keyring.ts'
import { readPhrase } from './phrase.ts'
import { normalised, wipe } from './secret-bytes.ts'
import type { Kept, VaultBody } from './vault-body.ts'
import { openVault } from './vault-crypto.ts'
import { readVaultFile } from './vault-format.ts'

/** Of a phrase that says nothing of how many accounts it has. */
const SHOWN = 3
/** Who brings the words or the key has them: that is when it was checked. */
const first = (now: number): Kept => ({ labels: ['Account 1'], checkedAt: now })

const digit = (byte: number): number => {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** 64 hexadecimal digits, 0x before them or not, white space around them or not. */
const readKey = (typed: Uint8Array): Uint8Array | null => {
  const visible = typed.filter((byte) => byte > 0x20)
  const digits = visible[0] === 0x30 && visible[1] === 0x78 ? visible.subarray(2) : visible
  const key = new Uint8Array(32)
  const isHex = digits.length === 64 && digits.every((byte) => digit(byte) >= 0)
  if (isHex) for (const at of key.keys()) key[at] = digit(digits[2 * at] ?? 0) * 16 + digit(digits[2 * at + 1] ?? 0)
  wipe(visible)
  if (isHex && isPrivateKey(key)) return key
  wipe(key)
  return null
}

const ofWords = (typed: Uint8Array, passphrase: Uint8Array | null, now: number): Result<VaultBody, AppError> => {
  const read = readPhrase(typed)
  if (!read.ok) return fail({ code: 'wallet', ...read.error })
  const normal = passphrase && passphrase.length > 0 ? normalised(passphrase, 'NFKD') : null
  return ok({ secret: { of: 'phrase', ...read.value, passphrase: normal }, kept: first(now) })
}

const ofKey = (typed: Uint8Array, now: number): Result<VaultBody, AppError> => {
  const key = readKey(typed)
  return key === null ? refused('bad-key') : ok({ secret: { of: 'key', key }, kept: first(now) })
}

const ofFile = async (bytes: Uint8Array, password: Uint8Array): Promise<Result<VaultBody, AppError>> => {
  const file = readVaultFile(bytes)
  if (!file.ok) return refused('bad-vault-file')
  const opened = await openVault(file.value, password)
  if (!opened.ok) return refused(opened.error === 'wrong-password' ? 'wrong-password' : 'bad-vault-file')
  wipe(opened.value.vault.dataKey)
  return ok(opened.value.body)
}

const readSource = (
  source: ImportSource,
  now: number,
): Result<VaultBody, AppError> | Promise<Result<VaultBody, AppError>> => {
  switch (source.from) {
    case 'words':
      return ofWords(source.words, source.passphrase, now)
    case 'key':
      return ofKey(source.key, now)
    case 'file':
      return ofFile(source.file, source.password)
  }
}

const accountsOf = (keys: AccountKeys, of: Secret['of'], count: number): ImportPreview['accounts'] =>
  Array.from({ length: count }, (_, index) => ({
    index,
    path: of === 'phrase' ? accountPath(index) : null,
    address: keys.address(index),
    label: `Account ${String(index + 1)}`,
  }))

interface Waiting {
  readonly ref: string
  readonly body: VaultBody
  /** The first account's, as it was shown. */
  readonly address: Address
}

/** Keeps what waits, unless `isWanted` says no before it is written; works on a copy of its own. */
type Keep = (waiting: Waiting, isWanted: () => boolean) => Promise<Result<void, AppError>>

interface ImportDeps {
  /** ms since 1970. */
  readonly now: () => number
  /** With the first of the addresses; null: there is no import under way. */
  readonly onPreview: (addresses: readonly Address[] | null) => void
}

export class Import {
  readonly #deps: ImportDeps
  #waiting: Waiting | null = null
  /** Moves on with every beginning and end, so that what took long is not shown after it was cancelled. */
  #epoch = 0

  constructor(deps: ImportDeps) {
    this.#deps = deps
  }

  async preview(source: ImportSource): Promise<Result<ImportPreview, AppError>> {
    this.cancel()
    const epoch = this.#epoch
    const read = await readSource(source, this.#deps.now())
    if (!read.ok) return read
    const body = read.value
    const { secret, kept } = body
    const keys = await AccountKeys.open(secret)
    if (keys === null || epoch !== this.#epoch) {
      keys?.wipe()
      wipeSecret(secret)
      return keys === null ? refused('bad-key') : fail({ code: 'cancelled' })
    }
    const count = source.from === 'words' ? SHOWN : kept.labels.length
    const accounts = accountsOf(keys, secret.of, count).map((account) => ({
      ...account,
      label: kept.labels[account.index] ?? account.label,
    }))
    const shown = keys.address(0)
    keys.wipe()
    const ref = randomBytes(16).toString('hex')
    this.#waiting = { ref, body, address: shown }
    this.#deps.onPreview(accounts.slice(0, MOST_FOUND).map(({ address }) => address))
    return ok({ ref, of: secret.of, accounts })
  }

  /** When `keep` refuses, it waits on. Cancelled meanwhile, nothing is kept that is not being written already. */
  async commit(ref: string, keep: Keep): Promise<Result<void, AppError>> {
    const waiting = this.#waiting
    if (waiting?.ref !== ref) return refused('not-waiting')
    const kept = await keep(waiting, () => this.#waiting === waiting)
    if (kept.ok) this.cancel(ref)
    return kept
  }

  cancel(ref: string | null = null): void {
    this.#epoch++
    if (this.#waiting === null || (ref !== null && ref !== this.#waiting.ref)) return
    wipeSecret(this.#waiting.body.secret)
    this.#waiting = null
    this.#deps.onPreview(null)
  }
}
