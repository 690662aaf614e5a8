// Reads what contracts answer as text (Solidity's ABI, "string"): where it begins, how long it is, its bytes. TronWeb's
// own codec, which brings all of ethers with it, is the oracle of the test. Invariant: whatever the bytes, text or
// null.

const LONGEST = 64
const WORD = 64

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

const decoded = (hex: string): string => utf8.decode(Buffer.from(hex, 'hex'))

/** Of the word at a place, counted in digits; null: none is there, or more than any answer has bytes. */
const numberAt = (data: string, at: number): number | null => {
  const word = data.slice(at, at + WORD)
  return /^0{56}[0-9a-f]{8}$/i.test(word) ? Number.parseInt(word, 16) : null
}

/** Of a function that returns a string, or bytes32 as old tokens do. `data`: hex. */
export const textIn = (data: string): string | null => {
  if (data.length === WORD) return decoded(data).replace(/\0+$/, '')
  const from = numberAt(data, 0)
  const length = from === null ? null : numberAt(data, 2 * from)
  if (from === null || length === null) return null
  const text = data.slice(2 * from + WORD, 2 * (from + length) + WORD)
  return text.length === 2 * length ? decoded(text).slice(0, LONGEST) : null
}

/** The reason of a `revert`, Error(string); null: none, or another kind. */
export const reasonIn = (data: string): string | null => (data.startsWith('08c379a0') ? textIn(data.slice(8)) : null)
