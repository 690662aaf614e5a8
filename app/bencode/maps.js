// Dictionaries for our own code: Maps in the order of the bytes, whose keys are byte strings (one UTF-16 unit a byte),
// so that no two keys fall together and their order can be checked. Byte strings are views of the input.

import { atPair, BencodeError, cursorOver, readStringHead, readValue } from './scanner.js'

/** @typedef {Map<string, import('./scanner.js').Value<Dictionary>>} Dictionary */
/** @typedef {import('./scanner.js').Value<Dictionary>} MapValue */
/** @typedef {import('./scanner.js').Cursor<Dictionary>} MapCursor */
/** @typedef {{ start: number, end: number }} Span offsets into the input */

/** @param {Uint8Array} bytes @param {number} start @param {number} end */
const byteString = (bytes, start, end) => {
  let text = ''
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] ?? 0)
  return text
}

/** @param {Map<string, Span>} spans where each value of the outermost dictionary lies; filled while reading */
const mapReader = (spans) => {
  /** @param {MapCursor} cursor @param {number} depth @returns {Dictionary} */
  const readMap = (cursor, depth) => {
    /** @type {Dictionary} */
    const dictionary = new Map()
    while (atPair(cursor)) {
      const end = readStringHead(cursor)
      const key = byteString(cursor.bytes, cursor.at, end)
      if (dictionary.has(key)) throw new BencodeError('duplicate-key', cursor.at)
      cursor.at = end
      dictionary.set(key, readValue(cursor, depth))
      if (depth === 1) spans.set(key, { start: end, end: cursor.at })
    }
    return dictionary
  }
  return readMap
}

/**
 * The value at the start of `bytes` and where it ends. Integers that no number holds exactly are bigint (64 bits at
 * most). `spans`: where each value of the outermost dictionary lies, if the value is one. Throws BencodeError only.
 * @param {Uint8Array} bytes
 * @returns {{ value: MapValue, end: number, spans: Map<string, Span> }}
 */
export const decodeMaps = (bytes) => {
  /** @type {Map<string, Span>} */
  const spans = new Map()
  const cursor = cursorOver(bytes, {
    wide: true,
    dictionary: mapReader(spans),
    slice: (from, start, end) => from.subarray(start, end),
  })
  const value = readValue(cursor, 0)
  return { value, end: cursor.at, spans }
}
