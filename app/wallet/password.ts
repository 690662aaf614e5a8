// Whether a password is worth having, the same rule where it is typed and where it is taken. Leaves a finer measure to
// whoever shows one. Works on UTF-8, so that no string is needed for it.

export type PasswordFault = 'password-short' | 'password-simple'

const SHORTEST = 10
const FEWEST_DIFFERENT = 5

/** Characters, not bytes: those that begin one. */
const characters = (utf8: Uint8Array): number[] => [...utf8].filter((byte) => (byte & 0xc0) !== 0x80)

/** Each character is the one before it plus the same step: 1234567890, abcdefghij, 9876543210. */
const isRun = (utf8: Uint8Array): boolean => {
  const step = (utf8[1] ?? 0) - (utf8[0] ?? 0)
  return utf8.every((byte, at) => at === 0 || (byte - (utf8[at - 1] ?? 0) + 10) % 10 === (step + 10) % 10)
}

/** Null: good enough. */
export const passwordFault = (utf8: Uint8Array): PasswordFault | null => {
  if (characters(utf8).length < SHORTEST) return 'password-short'
  return new Set(utf8).size < FEWEST_DIFFERENT || isRun(utf8) ? 'password-simple' : null
}
