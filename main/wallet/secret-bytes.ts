// Secrets as bytes: kept in arrays of our own that are overwritten when they are no longer needed. Strings are avoided
// for them, because a string stays in memory for as long as the collector pleases. What cannot be promised: copies made
// by the system (swap, a core dump) or by the runtime while it computes.

/** Overwrites; what is null is skipped. */
export const wipe = (...secrets: readonly (Uint8Array | null | undefined)[]): void => {
  for (const secret of secrets) secret?.fill(0)
}

/** Of bytes that are only needed while `use` runs. */
export const wiping = async <T>(secrets: readonly Uint8Array[], use: () => Promise<T>): Promise<T> => {
  try {
    return await use()
  } finally {
    wipe(...secrets)
  }
}

/** A new array, so that each part can be wiped by whoever has it. */
export const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const isAscii = (text: Uint8Array): boolean => text.every((byte) => byte < 0x80)

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/**
 * UTF-8 in a normal form of Unicode, as a new array; null: it is not UTF-8. ASCII is in every normal form already and
 * never becomes a string.
 */
export const normalised = (text: Uint8Array, form: 'NFKC' | 'NFKD'): Uint8Array | null => {
  if (isAscii(text)) return Uint8Array.from(text)
  try {
    return encoder.encode(strict.decode(text).normalize(form))
  } catch {
    return null
  }
}

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at])

const HEX = encoder.encode('0123456789abcdef')

/** Two digits for each byte, as ASCII. */
export const hexBytes = (bytes: Uint8Array): Uint8Array => {
  const digits = new Uint8Array(bytes.length * 2)
  for (const [at, byte] of bytes.entries()) {
    digits[2 * at] = HEX[byte >> 4] ?? 0
    digits[2 * at + 1] = HEX[byte & 15] ?? 0
  }
  return digits
}
