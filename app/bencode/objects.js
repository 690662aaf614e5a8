// Dictionaries as the libraries under WebTorrent expect them: plain objects, keys as text. They have no prototype, and
// a key that would shadow something every object has (`toString`, `__proto__`, …) is not put on them at all. Where an
// object says less than the bytes did (the order of unsorted keys, keys that are no text, such hidden keys), the rest
// is remembered beside it, so that encoding an object that was not changed gives back its bytes.

import { atPair, BencodeError, cursorOver, readStringHead, readValue } from './scanner.js'
import { compareUtf8, decodeUtf8, encodeUtf8 } from './utf8.js'

/** @typedef {{ [key: string]: import('./scanner.js').Value<Dictionary> }} Dictionary */
/** @typedef {import('./scanner.js').Value<Dictionary>} ObjectValue */
/** @typedef {import('./scanner.js').Cursor<Dictionary>} ObjectCursor */

/**
 * What an object does not say. `order`: all keys as they came; `raw`: the bytes of keys that are no UTF-8, by the hex
 * that stands for them; `hidden`: pairs that are not on the object.
 * @typedef {{ order: string[], raw: Map<string, Uint8Array>, hidden: Map<string, ObjectValue> }} Source
 */

/** @type {WeakMap<object, Source>} */
const sources = new WeakMap()

const RESERVED = new Set(Object.getOwnPropertyNames(Object.prototype))

/** A dictionary must stand being called as text, whatever it holds: libraries do that to values they take for bytes. */
const asText = { value: () => '[object Object]' }

/** @returns {Dictionary} */
const newDictionary = () => {
  const dictionary = /** @type {Dictionary} */ (Object.create(null))
  return Object.defineProperty(dictionary, 'toString', asText)
}

/** What was not said of `dictionary`, if anything. @param {object} dictionary @returns {Source | undefined} */
export const sourceOf = (dictionary) => sources.get(dictionary)

/** @param {Dictionary} dictionary @returns {Source} of a dictionary whose keys so far came in order, all of them text */
const beginSource = (dictionary) => {
  /** @type {Source} */
  const source = { order: Object.keys(dictionary).sort(compareUtf8), raw: new Map(), hidden: new Map() }
  sources.set(dictionary, source)
  return source
}

/** @param {Uint8Array} bytes @param {number} a @param {number} aEnd @param {number} b @param {number} bEnd */
const comesBefore = (bytes, a, aEnd, b, bEnd) => {
  while (a < aEnd && b < bEnd && bytes[a] === bytes[b]) {
    a++
    b++
  }
  return a === aEnd ? b < bEnd : b < bEnd && (bytes[a] ?? 0) < (bytes[b] ?? 0)
}

/** @param {Uint8Array} bytes @param {number} start @param {number} end */
const toHex = (bytes, start, end) => {
  let hex = ''
  for (let at = start; at < end; at++) hex += (bytes[at] ?? 0).toString(16).padStart(2, '0')
  return hex
}

/**
 * @param {Dictionary} dictionary @param {Source} source @param {string} key @param {ObjectValue} value
 * @param {number} offset
 */
const putOdd = (dictionary, source, key, value, offset) => {
  const hide = RESERVED.has(key)
  if (source.hidden.has(key) || (!hide && Object.hasOwn(dictionary, key)))
    throw new BencodeError('duplicate-key', offset)
  source.order.push(key)
  if (hide) source.hidden.set(key, value)
  else dictionary[key] = value
}

/** @param {ObjectCursor} cursor @param {number} depth @returns {Dictionary} */
const readObject = (cursor, depth) => {
  const { bytes } = cursor
  const dictionary = newDictionary()
  /** @type {Source | null} */
  let source = null
  for (let last = 0, lastEnd = 0, first = true; atPair(cursor); first = false) {
    const end = readStringHead(cursor)
    const start = cursor.at
    const text = decodeUtf8(bytes, start, end, null)
    const key = text ?? toHex(bytes, start, end)
    const ordered = first || comesBefore(bytes, last, lastEnd, start, end)
    if (!ordered || text === null || RESERVED.has(key)) source ??= beginSource(dictionary)
    if (text === null) source?.raw.set(key, bytes.slice(start, end))
    cursor.at = end
    if (depth === 1) cursor.wide = key === 'info'
    const value = readValue(cursor, depth)
    if (source) putOdd(dictionary, source, key, value, start)
    else dictionary[key] = value
    last = start
    lastEnd = end
  }
  return dictionary
}

/** A copy, of the same class: Buffers come out of a Buffer. @type {(b: Uint8Array, s: number, e: number) => Uint8Array} */
const copy = (bytes, start, end) => Uint8Array.prototype.slice.call(bytes, start, end)

/** @param {unknown} data @returns {Uint8Array} */
const toBytes = (data) => {
  if (data instanceof Uint8Array) return data
  if (typeof data === 'string') return encodeUtf8(data)
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  throw new BencodeError('input')
}

/**
 * The value at the start of `data`; bytes behind it do not matter, unsorted keys are taken. Byte strings are copies.
 * Integers that no number holds exactly are refused, except in the value of the top-level key `info`: nobody
 * calculates with what is unknown there, but its bytes count for the infohash. Throws BencodeError only.
 * @param {unknown} data bytes or text
 * @returns {ObjectValue}
 */
export const decodeObjects = (data) => {
  const cursor = cursorOver(toBytes(data), { wide: false, dictionary: readObject, slice: copy })
  return readValue(cursor, 0)
}
