// What may be said of an unexpected failure: its kind, its code and where it happened. Never its message, which could
// quote the very thing that was being worked on.

import { randomBytes } from 'node:crypto'

const FRAMES = 12
const LONGEST = 1_500

const codeOf = (cause: Error): string => ('code' in cause && typeof cause.code === 'string' ? ` ${cause.code}` : '')

/** Frames name files of ours; their folders are left out. */
const frames = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim().replaceAll(/(?:file:\/\/)?\S*[/\\](?=[^/\\]+:\d+)/g, ''))
    .join(' ')

export const describeCrash = (cause: unknown, doing: string): string => {
  const what = cause instanceof Error ? `${cause.name}${codeOf(cause)} ${frames(cause.stack ?? '')}` : typeof cause
  return `${doing.slice(0, 60)}: ${what}`.slice(0, LONGEST)
}

export const newLogId = (): string => randomBytes(4).toString('hex')
