// The vault file, version 1, as text: UTF-8 JSON in its one canonical form. Parsed strictly before anything is computed
// from it; leaves opening it to vault-crypto.ts. Invariants: what parses is written back to the same bytes, so unknown
// fields, a field twice, other white space and trailing bytes are all refused; key derivation never gets parameters out
// of bounds, so a hostile file costs no time and no memory.

import { createHash, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'
import { fail, ok, type Result } from '../../app/result.ts'

export const LARGEST_FILE = 65_536
/** scrypt's cost for new vaults: about 0.7 s and 256 MiB on a usual computer. */
export const USUAL_N = 2 ** 18
export const SALT_BYTES = 32
export const IV_BYTES = 12
export const TAG_BYTES = 16
export const KEY_BYTES = 32

const FORMAT = 'btt-vault'
const VERSION = 1

const Base64 = v.pipe(
  v.string(),
  v.check((text) => Buffer.from(text, 'base64').toString('base64') === text),
)
const ofSize = (bytes: number) =>
  v.pipe(
    Base64,
    v.check((text) => Buffer.from(text, 'base64').length === bytes),
  )
const Whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

const VaultFileSchema = v.strictObject({
  fmt: v.literal(FORMAT),
  v: v.literal(VERSION),
  id: v.pipe(v.string(), v.uuid()),
  /** One more at each writing. */
  rev: Whole,
  kdf: v.strictObject({ alg: v.string(), N: Whole, r: Whole, p: Whole, salt: Base64 }),
  wrap: v.strictObject({ alg: v.literal('A256GCM'), iv: ofSize(IV_BYTES), ct: ofSize(KEY_BYTES + TAG_BYTES) }),
  body: v.strictObject({ alg: v.literal('A256GCM'), iv: ofSize(IV_BYTES), ct: Base64 }),
  /** SHA-256 of all the rest: tells a damaged file from a wrong password, and protects nothing. */
  sum: ofSize(32),
})

export type VaultFile = v.InferOutput<typeof VaultFileSchema>
type Unsummed = Omit<VaultFile, 'sum'>

/** `file`: damaged, or not a vault at all. `unsupported`: whole, but with parameters we neither write nor use. */
export type FormatFault = 'file' | 'unsupported'

const sorted = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const entries = Object.entries(value as Record<string, unknown>)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, sorted(each)]))
}

/** Keys sorted, no white space. */
export const canonical = (value: unknown): string => JSON.stringify(sorted(value))

export const newHeader = (id: string, salt: Uint8Array, N: number) =>
  ({
    fmt: FORMAT,
    v: VERSION,
    id,
    kdf: { alg: 'scrypt', N, r: 8, p: 1, salt: Buffer.from(salt).toString('base64') },
  }) as const

/** What authenticates the wrapped data key: it opens under these parameters only. */
export const wrapData = ({ fmt, v: version, id, kdf }: Pick<VaultFile, 'fmt' | 'v' | 'id' | 'kdf'>): Buffer =>
  Buffer.from(canonical({ fmt, v: version, id, kdf }))

/** What authenticates the body: it belongs to this vault and this writing. */
export const bodyData = ({ fmt, v: version, id, rev }: Pick<VaultFile, 'fmt' | 'v' | 'id' | 'rev'>): Buffer =>
  Buffer.from(canonical({ fmt, v: version, id, rev }))

const sumOf = ({ fmt, v: version, id, rev, kdf, wrap, body }: Unsummed): Buffer =>
  createHash('sha256')
    .update(canonical({ fmt, v: version, id, rev, kdf, wrap, body }))
    .digest()

export const writeVaultFile = (file: Unsummed): Buffer =>
  Buffer.from(canonical({ ...file, sum: sumOf(file).toString('base64') }))

const isPowerOfTwo = (n: number): boolean => Number.isInteger(Math.log2(n))

/** Weaker than we would ever write is refused as well: nobody gains from making us try a password against it. */
const isBounded = ({ alg, N, r, p, salt }: VaultFile['kdf']): boolean =>
  alg === 'scrypt' &&
  isPowerOfTwo(N) &&
  N >= 2 ** 15 &&
  N <= 2 ** 20 &&
  r === 8 &&
  p >= 1 &&
  p <= 4 &&
  Buffer.from(salt, 'base64').length === SALT_BYTES

const parsed = (bytes: Uint8Array): VaultFile | null => {
  try {
    const value = v.safeParse(VaultFileSchema, JSON.parse(Buffer.from(bytes).toString('utf8')))
    return value.success && Buffer.from(canonical(value.output)).equals(bytes) ? value.output : null
  } catch {
    return null
  }
}

export const readVaultFile = (bytes: Uint8Array): Result<VaultFile, FormatFault> => {
  const file = bytes.length > LARGEST_FILE ? null : parsed(bytes)
  if (file === null || !timingSafeEqual(sumOf(file), Buffer.from(file.sum, 'base64'))) return fail('file')
  return isBounded(file.kdf) ? ok(file) : fail('unsupported')
}
