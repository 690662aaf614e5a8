// What a node means when it does not take a transaction: java-tron's response codes (api.proto, `response_code`) and
// the texts it sends with them, as one union. Nodes write texts as hex of UTF-8 or plain. Invariant: anything unknown
// is `other`, never mistaken for one we know.

export type RefusalCode =
  /** Already there: an earlier broadcast got through. */
  | 'duplicate'
  | 'expired'
  /** It refers to a block that this chain does not have. */
  | 'tapos'
  | 'signature'
  /** TRX is missing for the bandwidth. */
  | 'bandwidth'
  | 'balance'
  | 'sender-not-activated'
  | 'token-balance'
  | 'no-such-token'
  | 'to-itself'
  /** TRX or TRC-10 to a smart contract. */
  | 'to-contract'
  | 'no-contract'
  | 'fee-limit'
  | 'invalid'
  | 'too-big'
  | 'busy'
  | 'no-connection'
  /** The node itself is behind: it cannot tell what is solid. */
  | 'unsolidified'
  | 'other'

/** java-tron's spelling, mistakes and all. */
const CODES: Readonly<Record<string, RefusalCode>> = {
  SIGERROR: 'signature',
  CONTRACT_VALIDATE_ERROR: 'invalid',
  CONTRACT_EXE_ERROR: 'invalid',
  BANDWITH_ERROR: 'bandwidth',
  DUP_TRANSACTION_ERROR: 'duplicate',
  TAPOS_ERROR: 'tapos',
  TOO_BIG_TRANSACTION_ERROR: 'too-big',
  TRANSACTION_EXPIRATION_ERROR: 'expired',
  SERVER_BUSY: 'busy',
  NO_CONNECTION: 'no-connection',
  NOT_ENOUGH_EFFECTIVE_CONNECTION: 'no-connection',
  BLOCK_UNSOLIDIFIED: 'unsolidified',
}

const TEXTS: readonly (readonly [RegExp, RefusalCode])[] = [
  [/no OwnerAccount|account \[?T?\S*\]? does not exist|Owner account .*not exist/i, 'sender-not-activated'],
  [/assetBalance is not sufficient|assetBalance must be greater/i, 'token-balance'],
  [/No asset/i, 'no-such-token'],
  [/balance is not sufficient|no enough balance|Not enough/i, 'balance'],
  [/transfer (TRX|asset|trx) to yourself|to yourself/i, 'to-itself'],
  [/(TRX|asset) to a? ?smart ?contract/i, 'to-contract'],
  [/No contract or not a (valid )?smart contract/i, 'no-contract'],
  [/feeLimit must be/i, 'fee-limit'],
]

const LONGEST = 600

/** Printable text of what may be hex of UTF-8, cut to a length that can be shown. */
export const refusalText = (message: string): string => {
  const text = /^([0-9a-f]{2})+$/i.test(message) ? fromHex(message) : message
  return text.replaceAll(/\p{C}/gu, ' ').trim().slice(0, LONGEST)
}

const fromHex = (hex: string): string => {
  const bytes = (hex.slice(0, 2 * 4 * LONGEST).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))
  return utf8(bytes)
}

/** Without a TextDecoder, which is no part of the language; what is no UTF-8 becomes a replacement character. */
const utf8 = (bytes: readonly number[]): string => {
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return bytes.map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : '\ufffd')).join('')
  }
}

export const refusalOf = (code: string, message: string): RefusalCode => {
  const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined
  if (known === undefined) return 'other'
  if (known !== 'invalid') return known
  return TEXTS.find(([pattern]) => pattern.test(refusalText(message)))?.[1] ?? 'invalid'
}

/**
 * What becomes of the same bytes after a refusal. `retry`: the node could not take it now, and is asked again. `held`:
 * the account lacks something; it is tried now and then, and goes if that comes in time. `hopeless`: they can never be
 * in a block of this chain, so they are not sent again. None of them is an end: that a node refuses does not keep
 * another from having it, so only time that is over makes it certain that nothing was sent.
 */
export type RefusalFate = 'retry' | 'held' | 'hopeless'

const RETRIED: ReadonlySet<RefusalCode> = new Set(['busy', 'no-connection', 'unsolidified', 'other', 'duplicate'])
const HELD: ReadonlySet<RefusalCode> = new Set([
  'bandwidth',
  'balance',
  'sender-not-activated',
  'token-balance',
  'invalid',
])

export const fateOf = (refusal: RefusalCode): RefusalFate => {
  if (RETRIED.has(refusal)) return 'retry'
  return HELD.has(refusal) ? 'held' : 'hopeless'
}

const HOPE: readonly RefusalFate[] = ['retry', 'held', 'hopeless']

/** Of what several nodes say, that which leaves most hope: one that lies cannot have it given up. */
export const mildestOf = (refusals: readonly RefusalCode[]): RefusalCode | null =>
  refusals.toSorted((a, b) => HOPE.indexOf(fateOf(a)) - HOPE.indexOf(fateOf(b)))[0] ?? null
