// UTF-8 both ways without TextEncoder or TextDecoder, which app/ does not have. Ill-formed input (overlong forms,
// surrogates, five bytes, cut sequences) is found by the table of well-formed sequences of Unicode 15, §3.9.

const CHUNK = 4096

/**
 * Length of the well-formed sequence at `at`, or, of an ill-formed one, minus the length of its longest good start
 * (at least 1), so that every ill-formed stretch counts once.
 * @param {Uint8Array} bytes @param {number} at @param {number} end @returns {number}
 */
const sequenceLength = (bytes, at, end) => {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return 1
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
  if (length === 0) return -1
  let low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  let high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  for (let index = 1; index < length; index++) {
    const next = at + index < end ? (bytes[at + index] ?? 0) : 0
    if (next < low || next > high) return -index
    low = 0x80
    high = 0xbf
  }
  return length
}

/** @param {Uint8Array} bytes @param {number} at @param {number} length @returns {number} */
const codePointAt = (bytes, at, length) => {
  let point = (bytes[at] ?? 0) & (length === 1 ? 0x7f : 0xff >> (length + 1))
  for (let index = 1; index < length; index++) point = (point << 6) | ((bytes[at + index] ?? 0) & 0x3f)
  return point
}

/** @param {Uint8Array} bytes @param {number} start @param {number} end @returns {string | null} null: not all ASCII */
const decodeAscii = (bytes, start, end) => {
  let text = ''
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0
    if (byte > 0x7f) return null
    text += String.fromCharCode(byte)
  }
  return text
}

/**
 * The text of `bytes[start…end)`. Each ill-formed stretch becomes `replacement`; where that is null, so is the answer.
 * @template {string | null} R
 * @param {Uint8Array} bytes @param {number} start @param {number} end @param {R} replacement
 * @returns {string | R}
 */
export const decodeUtf8 = (bytes, start, end, replacement) => {
  const ascii = end - start < 64 ? decodeAscii(bytes, start, end) : null
  if (ascii !== null) return ascii
  let text = ''
  /** @type {number[]} */
  let points = []
  for (let at = start; at < end;) {
    const length = sequenceLength(bytes, at, end)
    if (length > 0) points.push(codePointAt(bytes, at, length))
    else if (replacement === null) return replacement
    if (length < 0 || points.length === CHUNK) {
      text += String.fromCodePoint(...points) + (length < 0 ? replacement : '')
      points = []
    }
    at += Math.abs(length)
  }
  return text + String.fromCodePoint(...points)
}

/**
 * Writes `text` at `at`; the caller has made room (three bytes for each UTF-16 unit are always enough). A lone
 * surrogate becomes U+FFFD.
 * @param {string} text @param {Uint8Array} into @param {number} at @returns {number} where the text ends
 */
export const writeUtf8 = (text, into, at) => {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) into[at++] = unit
    else if (unit < 0x800) {
      into[at++] = 0xc0 | (unit >> 6)
      into[at++] = 0x80 | (unit & 0x3f)
    } else {
      let point = unit < 0xd800 || unit > 0xdfff ? unit : (text.codePointAt(index) ?? 0)
      if (point > 0xffff) {
        index++
        into[at++] = 0xf0 | (point >> 18)
        into[at++] = 0x80 | ((point >> 12) & 0x3f)
      } else {
        if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd
        into[at++] = 0xe0 | (point >> 12)
      }
      into[at++] = 0x80 | ((point >> 6) & 0x3f)
      into[at++] = 0x80 | (point & 0x3f)
    }
  }
  return at
}

/** @param {string} text @returns {Uint8Array} */
export const encodeUtf8 = (text) => {
  const room = new Uint8Array(text.length * 3)
  return room.slice(0, writeUtf8(text, room, 0))
}

/** Bytes `text` takes in UTF-8. @param {string} text @returns {number} */
export const utf8Length = (text) => {
  let length = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0x80) length += unit < 0x800 ? 1 : 2
    if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) index++
  }
  return length
}

/** Below zero, zero or above: the order of the UTF-8 of two texts. @param {string} a @param {string} b */
export const compareUtf8 = (a, b) => {
  const limit = Math.min(a.length, b.length)
  let at = 0
  while (at < limit && a.charCodeAt(at) === b.charCodeAt(at)) at++
  if (at === limit) return a.length - b.length
  return rank(a.charCodeAt(at)) - rank(b.charCodeAt(at))
}

/** Surrogates stand for what lies above U+FFFF, so they come last. @param {number} unit */
const rank = (unit) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800)
