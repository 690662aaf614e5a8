// The strict grammar of bencode (BEP 3): integers, byte strings, lists, and the walk over a dictionary's pairs. One
// pass, no backtracking, bounded in bytes, values and depth, so that no input costs more than its length. What a
// dictionary becomes is up to the caller (objects.js, maps.js).

export const MAX_BYTES = 10_000_000
export const MAX_DEPTH = 100
/** Values, keys, and ends of lists and dictionaries. */
export const MAX_TOKENS = 3_000_000

const [D, E, I, L, COLON, MINUS, ZERO, NINE] = [0x64, 0x65, 0x69, 0x6c, 0x3a, 0x2d, 0x30, 0x39]
const MAX_LENGTH_DIGITS = 8
const MAX_INTEGER_DIGITS = 20
const INT64_MIN = -(2n ** 63n)
const UINT64_MAX = 2n ** 64n - 1n

/**
 * - `input`: not bytes or text; `too-large`, `too-deep`, `too-many`: a limit; `truncated`: ends too soon
 * - `syntax`: a byte that cannot be there; `integer`: `-0`, `i03e`, `ie`, …; `range`: beyond ±(2^53 − 1), where the
 *   caller takes no bigint, or beyond 64 bits; `length`: `01:`, or too many digits
 * - `duplicate-key`: one key twice in a dictionary; `value`: (encoding) not something bencode has
 * @typedef {'input' | 'too-large' | 'too-deep' | 'too-many' | 'truncated' | 'syntax' | 'integer' | 'range' | 'length'
 *   | 'duplicate-key' | 'value'} BencodeFault
 */

/** The only thing decoding and encoding ever throw. `offset`: bytes into the input, as far as known. */
export class BencodeError extends Error {
  /** @param {BencodeFault} fault @param {number} [offset] */
  constructor(fault, offset = 0) {
    super(`bencode: ${fault} at ${offset}`)
    this.name = 'BencodeError'
    this.fault = fault
    this.offset = offset
  }
}

/**
 * `dictionary` reads the pairs after a `d` and the closing `e`; `slice` takes a byte string out of the input;
 * `wide`: integers that no number holds exactly come out as bigint, else they are refused.
 * @template T
 * @typedef {object} Cursor
 * @property {Uint8Array} bytes
 * @property {number} at
 * @property {number} tokens
 * @property {Uint8Array} nothing the one empty byte string: making them is dear
 * @property {boolean} wide
 * @property {(cursor: Cursor<T>, depth: number) => T} dictionary
 * @property {(bytes: Uint8Array, start: number, end: number) => Uint8Array} slice
 */

/**
 * @template T
 * @typedef {number | bigint | Uint8Array | T | Value<T>[]} Value
 */

/**
 * @template T
 * @param {Uint8Array} bytes
 * @param {Pick<Cursor<T>, 'wide' | 'dictionary' | 'slice'>} how
 * @returns {Cursor<T>}
 */
export const cursorOver = (bytes, { wide, dictionary, slice }) => {
  if (bytes.length > MAX_BYTES) throw new BencodeError('too-large', MAX_BYTES)
  return { bytes, at: 0, tokens: 0, nothing: slice(bytes, 0, 0), wide, dictionary, slice }
}

/** @template T @param {Cursor<T>} cursor */
const countToken = (cursor) => {
  if (++cursor.tokens > MAX_TOKENS) throw new BencodeError('too-many', cursor.at)
}

/** @param {number | undefined} byte @param {number} offset @returns {BencodeError} */
const unexpected = (byte, offset) => new BencodeError(byte === undefined ? 'truncated' : 'syntax', offset)

/** @param {number | undefined} byte @returns {byte is number} */
const isDigit = (byte) => byte !== undefined && byte >= ZERO && byte <= NINE

/**
 * Reads `length:` and leaves the cursor at the first byte of the string.
 * @template T @param {Cursor<T>} cursor @returns {number} where the string ends
 */
export const readStringHead = (cursor) => {
  countToken(cursor)
  const { bytes } = cursor
  const start = cursor.at
  let at = start
  let length = 0
  for (let byte = bytes[at]; isDigit(byte); byte = bytes[++at]) {
    if (at - start === MAX_LENGTH_DIGITS) throw new BencodeError('length', start)
    length = length * 10 + (byte - ZERO)
  }
  if (at === start || bytes[at] !== COLON) throw unexpected(bytes[at], at)
  if (bytes[start] === ZERO && at - start > 1) throw new BencodeError('length', start)
  const end = at + 1 + length
  if (end > bytes.length) throw new BencodeError('truncated', start)
  cursor.at = at + 1
  return end
}

/** @template T @param {Cursor<T>} cursor @returns {Uint8Array} */
const readString = (cursor) => {
  const end = readStringHead(cursor)
  const start = cursor.at
  cursor.at = end
  return start === end ? cursor.nothing : cursor.slice(cursor.bytes, start, end)
}

/** @template T @param {Cursor<T>} cursor @param {number} start @param {number} end @returns {number | bigint} */
const wideInteger = (cursor, start, end) => {
  const value = BigInt(String.fromCharCode(...cursor.bytes.subarray(start, end)))
  if (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) return Number(value)
  if (!cursor.wide || value < INT64_MIN || value > UINT64_MAX) throw new BencodeError('range', start)
  return value
}

/** @template T @param {Cursor<T>} cursor @returns {number | bigint} */
const readInteger = (cursor) => {
  countToken(cursor)
  const { bytes } = cursor
  const start = cursor.at + 1
  const negative = bytes[start] === MINUS
  const first = negative ? start + 1 : start
  let at = first
  let value = 0
  for (let byte = bytes[at]; isDigit(byte); byte = bytes[++at]) {
    if (at - first === MAX_INTEGER_DIGITS) throw new BencodeError('range', start)
    value = value * 10 + (byte - ZERO)
  }
  if (bytes[at] !== E) throw unexpected(bytes[at], at)
  if (at === first || (bytes[first] === ZERO && (negative || at - first > 1))) throw new BencodeError('integer', start)
  cursor.at = at + 1
  if (value > Number.MAX_SAFE_INTEGER) return wideInteger(cursor, start, at)
  return negative ? -value : value
}

/** @template T @param {Cursor<T>} cursor @param {number} depth @returns {Value<T>[]} */
const readList = (cursor, depth) => {
  /** @type {Value<T>[]} */
  const list = []
  while (cursor.bytes[cursor.at] !== E) list.push(readValue(cursor, depth))
  cursor.at++
  return list
}

/**
 * The value at the cursor, which is left behind it. `depth`: how many lists and dictionaries it lies in.
 * @template T @param {Cursor<T>} cursor @param {number} depth @returns {Value<T>}
 */
export const readValue = (cursor, depth) => {
  const kind = cursor.bytes[cursor.at]
  if (kind === I) return readInteger(cursor)
  if (kind !== D && kind !== L) return readString(cursor)
  countToken(cursor) // itself
  countToken(cursor) // its end
  if (depth === MAX_DEPTH) throw new BencodeError('too-deep', cursor.at)
  cursor.at++
  return kind === D ? cursor.dictionary(cursor, depth + 1) : readList(cursor, depth + 1)
}

/**
 * Is there another pair in the dictionary? At its `e`, which is passed, there is none.
 * @template T @param {Cursor<T>} cursor
 */
export const atPair = (cursor) => {
  if (cursor.bytes[cursor.at] !== E) return true
  cursor.at++
  return false
}
