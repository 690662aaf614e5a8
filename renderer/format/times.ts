// Spans and moments as text. A span shows its two largest parts; the present moment is passed in, so that text is a
// function of its arguments. Dates name the month, so that no reader takes a day for a month.

import { messages, type Messages } from '../messages/messages.ts'
import { formatCount } from './numbers.ts'

const words = (): Messages['units'] => messages().units

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Beyond this an estimate is a guess and reads as endless. */
const LONGEST_ETA = 100 * DAY

const dateTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })
const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' })
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })
const precise = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' })

const twoParts = (seconds: number, large: number, small: number, names: readonly [Name, Name]): string => {
  const first = Math.floor(seconds / large)
  const rest = Math.floor((seconds % large) / small)
  const head = names[0](formatCount(first))
  return rest === 0 ? head : words().parts(head, names[1](formatCount(rest)))
}
type Name = (n: string) => string

/** 45 s, 12 min, 3 h 20 min, 2 d 4 h. Seconds are whole and dropped from one minute on, save below ten. */
export const formatSpan = (seconds: number): string => {
  if (!Number.isFinite(seconds)) return words().endless
  const s = Math.max(0, Math.floor(seconds))
  if (s < MINUTE) return words().seconds(formatCount(s))
  if (s < 10 * MINUTE) return twoParts(s, MINUTE, 1, [words().minutes, words().seconds])
  if (s < HOUR) return words().minutes(formatCount(Math.floor(s / MINUTE)))
  if (s < DAY) return twoParts(s, HOUR, MINUTE, [words().hours, words().minutes])
  return twoParts(s, DAY, HOUR, [words().days, words().hours])
}

/** 3 days, 12 hours: a wait of whole ones, as it stands in a sentence; any other is a span. */
export const formatWait = (seconds: number): string => {
  if (seconds > 0 && seconds % DAY === 0) return words().wholeDays(seconds / DAY)
  if (seconds > 0 && seconds % HOUR === 0) return words().wholeHours(seconds / HOUR)
  return formatSpan(seconds)
}

/** The time left in a list: a span, endless beyond 100 days, and a dash when nobody knows. */
export const formatEta = (seconds: number | null): string => {
  if (seconds === null) return words().unknown
  return seconds > LONGEST_ETA ? words().endless : formatSpan(seconds)
}

/** in 4 min 10 s; 3 h ago; now. Both in ms since the epoch. */
export const formatRelative = (at: number, now: number): string => {
  const seconds = Math.round((at - now) / 1000)
  if (seconds === 0) return words().now
  return seconds > 0 ? words().inFuture(formatSpan(seconds)) : words().inPast(formatSpan(-seconds))
}

/** 20 Nov 2026, 14:32. */
export const formatDateTime = (at: number): string => dateTime.format(at)

/** 20 Nov 2026. */
export const formatDate = (at: number): string => date.format(at)

/** 14:32. */
export const formatTime = (at: number): string => time.format(at)

/** 14:32:07. */
export const formatClock = (at: number): string => clock.format(at)

/** The moment in full, for a tooltip. */
export const formatExactTime = (at: number): string => precise.format(at)

/** Whether two moments fall on the same day here. */
export const sameDay = (a: number, b: number): boolean => date.format(a) === date.format(b)
