// What goes wrong with a web seed, and how long it is left alone then; and reading what users write.

import { webUrl } from './metainfo-urls.ts'

export type WebSeedProblem =
  | 'bad-url'
  | 'no-such-name'
  | 'refused-address'
  /** It is http, or leads there, and the user requires encryption. */
  | 'not-encrypted'
  | 'unreachable'
  | 'timeout'
  | 'tls'
  | 'redirects'
  /** The message is the status. */
  | 'http-status'
  /** 503 or 429. */
  | 'busy'
  /** 404 or 410. */
  | 'not-there'
  /** The file there has another length than in the torrent. */
  | 'wrong-size'
  /** It sends whole files only. */
  | 'no-ranges'
  | 'bad-answer'
  /** It stopped in the middle. */
  | 'interrupted'
  /** What it sent did not match the torrent. */
  | 'bad-data'

export interface WebSeedFailure {
  readonly problem: WebSeedProblem
  readonly message: string | null
  /** How long the server asks to be left alone, ms. */
  readonly retryAfter: number | null
}

const SECOND = 1_000
const FIRST = 10 * SECOND
const LONGEST = 3_600 * SECOND

/** What waiting a little does not mend. */
const LASTING: ReadonlySet<WebSeedProblem> = new Set([
  'bad-url',
  'refused-address',
  'not-encrypted',
  'tls',
  'redirects',
  'http-status',
  'not-there',
  'wrong-size',
  'no-ranges',
  'bad-answer',
])

/** ms until it is asked again after so many failures in a row. */
export const webSeedDelay = ({ problem, message, retryAfter }: WebSeedFailure, failures: number): number => {
  if (retryAfter !== null) return Math.min(LONGEST, Math.max(FIRST, retryAfter))
  const serverError = problem === 'http-status' && message?.startsWith('5') === true
  if (LASTING.has(problem) && !serverError) return LONGEST
  return Math.min(LONGEST, FIRST * 2 ** Math.max(0, failures - 1))
}

const MOST = 100
const SHAPE = /^https?:\/\/[^\s/?#@]+/i

/** Addresses as a user writes them, one a line; or the number of the first line that is none, from 1. */
export const textToWebSeeds = (
  text: string,
): { readonly urls: string[] } | { readonly line: number; readonly why: 'not-an-address' | 'too-many' } => {
  const urls: string[] = []
  for (const [index, raw] of text.split('\n').entries()) {
    if (raw.trim() === '') continue
    const url = SHAPE.test(raw.trim()) ? webUrl(raw) : null
    if (url === null) return { line: index + 1, why: 'not-an-address' }
    if (!urls.includes(url)) urls.push(url)
    if (urls.length > MOST) return { line: index + 1, why: 'too-many' }
  }
  return { urls }
}
