// Whether a password is worth having, the same rule where it is typed and where it is taken. Counts what is left once
// stretches that everybody tries first (runs, neighbours on the keyboard, common words, repeats) are worth one
// character each. Works on UTF-8, so that no string is needed for it.

export type PasswordFault = 'password-short' | 'password-simple'

const SHORTEST = 10
const FEWEST_DIFFERENT = 5
/** Characters that are left of it, a predictable stretch being one. */
const FEWEST_LEFT = 6
const SHORTEST_STRETCH = 3

const ascii = (text: string): readonly number[] => Array.from(text, (letter) => letter.charCodeAt(0))

/** As fingers go: rows and columns of keyboards in use, the digits between them. */
const PATHS = [
  'qwertyuiop[]',
  'qwertzuiop',
  'azertyuiop',
  "asdfghjkl;'",
  'qsdfghjklm',
  'zxcvbnm,./',
  'yxcvbnm,.-',
  'wxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  'qazwsxedcrfvtgbyhnujmik',
  'zaq1xsw2cde3vfr4bgt5nhy6mju7',
  'zaq12wsxcde34rfvbgt56yhnmju78ik',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '!@#$%^&*()',
].map(ascii)

const WORDS = [
  'password',
  'passwort',
  'passw0rd',
  'p@ssw0rd',
  'letmein',
  'welcome',
  'iloveyou',
  'monkey',
  'dragon',
  'football',
  'baseball',
  'princess',
  'sunshine',
  'superman',
  'trustno1',
  'administrator',
  'admin',
  'login',
  'secret',
  'bitcoin',
  'bittorrent',
  'torrent',
  'swiftseed',
  'wallet',
  'tron',
].map(ascii)

/** Characters, not bytes: those that begin one. */
const characters = (utf8: Uint8Array): number[] => [...utf8].filter((byte) => (byte & 0xc0) !== 0x80)

const lower = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte)

/** How many bytes from `at` are the same as those from `from` on in the other. */
const common = (text: readonly number[], at: number, other: readonly number[], from: number, step: 1 | -1): number => {
  let length = 0
  while (at + length < text.length && text[at + length] === other[from + step * length]) length++
  return length
}

/** 123, cba, 9876, 8901, aaaa. */
const runAt = (text: readonly number[], at: number): number => {
  const apart = (from: number): number => ((text[from + 1] ?? Number.NaN) - (text[from] ?? 0) + 10) % 10
  const step = apart(at)
  if (step !== 0 && step !== 1 && step !== 9) return 1
  let length = 2
  while (at + length < text.length && apart(at + length - 1) === step) length++
  return at + length <= text.length ? length : 1
}

const pathAt = (text: readonly number[], at: number): number =>
  Math.max(
    ...PATHS.flatMap((path) =>
      path.map((byte, from) =>
        byte === text[at] ? Math.max(common(text, at, path, from, 1), common(text, at, path, from, -1)) : 0,
      ),
    ),
  )

const wordAt = (text: readonly number[], at: number): number =>
  Math.max(0, ...WORDS.filter((word) => common(text, at, word, 0, 1) === word.length).map(({ length }) => length))

/** Of something that stood there before. */
const repeatAt = (text: readonly number[], at: number): number => {
  let longest = 0
  for (let from = 0; from < at; from++) longest = Math.max(longest, common(text, at, text, from, 1))
  return longest
}

/** How much of it cannot be foreseen. */
const left = (text: readonly number[]): number => {
  let [count, at] = [0, 0]
  while (at < text.length) {
    const stretch = Math.max(runAt(text, at), pathAt(text, at), wordAt(text, at), repeatAt(text, at))
    at += stretch >= SHORTEST_STRETCH ? stretch : 1
    count++
  }
  return count
}

/** Null: good enough. */
export const passwordFault = (utf8: Uint8Array): PasswordFault | null => {
  if (characters(utf8).length < SHORTEST) return 'password-short'
  const text = [...utf8].map(lower)
  const simple = new Set(text).size < FEWEST_DIFFERENT || left(text) < FEWEST_LEFT
  text.fill(0)
  return simple ? 'password-simple' : null
}
