// Values to bencode (BEP 3), canonical: keys sorted by their bytes, integers and lengths in their only form. The one
// exception are objects that were decoded (objects.js): they keep the order and the keys they came with.

import { sourceOf } from './objects.js'
import { BencodeError } from './scanner.js'
import { compareUtf8, encodeUtf8, utf8Length, writeUtf8 } from './utf8.js'

/** More than decoding allows, so that what was decoded can be put into something larger. */
const MAX_DEPTH = 128

const [D, E, L] = [0x64, 0x65, 0x6c]

/** @typedef {{ bytes: Uint8Array, at: number }} Sink */

/** @param {Sink} sink @param {number} length */
const makeRoom = (sink, length) => {
  if (sink.at + length <= sink.bytes.length) return
  const larger = new Uint8Array(Math.max(sink.bytes.length * 2, sink.at + length))
  larger.set(sink.bytes.subarray(0, sink.at))
  sink.bytes = larger
}

/** @param {Sink} sink @param {number} byte */
const writeByte = (sink, byte) => {
  makeRoom(sink, 1)
  sink.bytes[sink.at++] = byte
}

/** @param {Sink} sink @param {string} text */
const writeText = (sink, text) => {
  makeRoom(sink, text.length * 3)
  sink.at = writeUtf8(text, sink.bytes, sink.at)
}

/** @param {Sink} sink @param {Uint8Array} value */
const writeBytes = (sink, value) => {
  writeText(sink, `${value.length}:`)
  makeRoom(sink, value.length)
  sink.bytes.set(value, sink.at)
  sink.at += value.length
}

/** @param {Sink} sink @param {string} value */
const writeString = (sink, value) => {
  writeText(sink, `${utf8Length(value)}:${value}`)
}

/** Fractions are cut off. @param {Sink} sink @param {number | bigint} value */
const writeInteger = (sink, value) => {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new BencodeError('value', sink.at)
  writeText(sink, `i${typeof value === 'bigint' ? value : BigInt(Math.trunc(value))}e`)
}

/** @param {Sink} sink @param {Iterable<unknown>} list @param {number} depth */
const writeList = (sink, list, depth) => {
  writeByte(sink, L)
  for (const item of list) if (item !== null && item !== undefined) writeValue(sink, item, depth + 1)
  writeByte(sink, E)
}

/** @param {Uint8Array} a @param {Uint8Array} b */
const compareBytes = (a, b) => {
  const limit = Math.min(a.length, b.length)
  for (let at = 0; at < limit; at++) if (a[at] !== b[at]) return (a[at] ?? 0) - (b[at] ?? 0)
  return a.length - b.length
}

/** @param {unknown} key @returns {Uint8Array} */
const keyBytes = (key) => (ArrayBuffer.isView(key) ? viewBytes(key) : encodeUtf8(String(key)))

/** @param {Sink} sink @param {Map<unknown, unknown>} map @param {number} depth */
const writeMap = (sink, map, depth) => {
  const pairs = [...map].map(([key, value]) => /** @type {const} */ ([keyBytes(key), value]))
  pairs.sort(([a], [b]) => compareBytes(a, b))
  writeByte(sink, D)
  pairs.forEach(([key, value], index) => {
    if (value === null || value === undefined) return
    const before = pairs[index - 1]
    if (before && compareBytes(before[0], key) === 0) throw new BencodeError('duplicate-key', sink.at)
    writeBytes(sink, key)
    writeValue(sink, value, depth + 1)
  })
  writeByte(sink, E)
}

/**
 * The keys to write, in order: as they came when they are still the same, else sorted.
 * @param {object} dictionary @param {import('./objects.js').Source | undefined} source
 */
const keysOf = (dictionary, source) => {
  const keys = Object.keys(dictionary)
  if (!source) return keys.sort(compareUtf8)
  const present = new Set([...keys, ...source.hidden.keys()])
  const same = present.size === source.order.length && source.order.every((key) => present.has(key))
  if (same) return source.order
  const bytes = (/** @type {string} */ key) => source.raw.get(key) ?? encodeUtf8(key)
  return [...present].sort((a, b) => compareBytes(bytes(a), bytes(b)))
}

/** @param {Sink} sink @param {{ readonly [key: string]: unknown }} dictionary @param {number} depth */
const writeObject = (sink, dictionary, depth) => {
  const source = sourceOf(dictionary)
  writeByte(sink, D)
  for (const key of keysOf(dictionary, source)) {
    const value = source?.hidden.get(key) ?? dictionary[key]
    if (value === null || value === undefined) continue
    const raw = source?.raw.get(key)
    if (raw) writeBytes(sink, raw)
    else writeString(sink, key)
    writeValue(sink, value, depth + 1)
  }
  writeByte(sink, E)
}

/** @param {ArrayBufferView} view */
const viewBytes = (view) =>
  view instanceof Uint8Array ? view : new Uint8Array(view.buffer, view.byteOffset, view.byteLength)

/** @param {Sink} sink @param {object} value @param {number} depth */
const writeCompound = (sink, value, depth) => {
  if (ArrayBuffer.isView(value)) return writeBytes(sink, viewBytes(value))
  if (value instanceof ArrayBuffer) return writeBytes(sink, new Uint8Array(value))
  if (depth === MAX_DEPTH) throw new BencodeError('too-deep', sink.at)
  if (Array.isArray(value) || value instanceof Set) writeList(sink, value, depth)
  else if (value instanceof Map) writeMap(sink, value, depth)
  else writeObject(sink, /** @type {{ [key: string]: unknown }} */ (value), depth)
}

/** @param {Sink} sink @param {unknown} value @param {number} depth */
const writeValue = (sink, value, depth) => {
  if (typeof value === 'string') writeString(sink, value)
  else if (typeof value === 'number' || typeof value === 'bigint') writeInteger(sink, value)
  else if (typeof value === 'boolean') writeInteger(sink, value ? 1 : 0)
  else if (typeof value === 'object' && value !== null) writeCompound(sink, value, depth)
  else throw new BencodeError('value', sink.at)
}

/**
 * Strings become UTF-8, booleans 1 and 0, sets lists; fractions are cut off; null and undefined inside dictionaries
 * and lists are left out. Throws BencodeError for anything else, for cycles and for not a number.
 * @param {unknown} value
 * @returns {Uint8Array}
 */
export const encodeValue = (value) => {
  const sink = { bytes: new Uint8Array(256), at: 0 }
  writeValue(sink, value, 0)
  return sink.bytes.slice(0, sink.at)
}
