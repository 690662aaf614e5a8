// The log of the app: lines with a level and a time, free of the user's paths, at most so many a minute. An error
// gets an id, which is all of it that may leave this process. What is written where is LogFile's matter.

import { randomBytes } from 'node:crypto'

export type Level = 'info' | 'warn' | 'error'

export interface Log {
  info(text: string): void
  warn(text: string): void
  /** `cause` is written with its stack. Gives the id the user can name. */
  error(text: string, cause?: unknown): string
  /** A line of another process of ours, which may have given it an id already. */
  line(level: Level, text: string, logId?: string): void
}

interface LogDeps {
  readonly write: (line: string) => void
  readonly redact: (line: string) => string
  /** ms since the epoch. */
  readonly now: () => number
}

const LINES_A_MINUTE = 600
const LONGEST_LINE = 8_192

const describe = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause)
  const own = cause.stack ?? `${cause.name}: ${cause.message}`
  return cause.cause === undefined ? own : `${own}\ncaused by ${describe(cause.cause)}`
}

const newId = (): string => randomBytes(4).toString('hex')

/** Line feeds only as continuation lines, so that no text can pretend to be an entry of its own. */
const flatten = (text: string): string =>
  text
    .slice(0, LONGEST_LINE)
    .replaceAll(/\r?\n/g, '\n    ')
    .replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f]/g, '?')

export const createLog = ({ write, redact, now }: LogDeps): Log => {
  let minute = 0
  let lines = 0

  /** False when this minute had its share; says so once. */
  const admit = (at: number): boolean => {
    const current = Math.floor(at / 60_000)
    if (current !== minute) {
      minute = current
      lines = 0
    }
    lines++
    if (lines === LINES_A_MINUTE + 1)
      write(`${new Date(at).toISOString()} warn too many lines, the rest of this minute is left out`)
    return lines <= LINES_A_MINUTE
  }
  const line: Log['line'] = (level, text, logId) => {
    const at = now()
    if (!admit(at)) return
    const id = logId === undefined ? '' : ` [${logId}]`
    write(`${new Date(at).toISOString()} ${level}${flatten(redact(`${id} ${text}`))}`)
  }
  return {
    line,
    info: (text) => line('info', text),
    warn: (text) => line('warn', text),
    error: (text, cause) => {
      const logId = newId()
      line('error', cause === undefined ? text : `${text}: ${describe(cause)}`, logId)
      return logId
    },
  }
}
