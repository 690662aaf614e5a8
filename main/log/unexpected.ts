// Bugs that nobody caught. Each is logged once, the user is told of the first, and the app goes on: what main holds
// is either on disk or can be asked for again. (The engine does otherwise: it ends and is started anew.)

import type { Log } from './log.ts'

type Tell = (logId: string) => void

/** Gives back how to set who tells the user; what happened before is told then. */
export const catchUnexpected = (log: Log, source: Pick<NodeJS.Process, 'on'>): ((tell: Tell) => void) => {
  let first: string | null = null
  let told = false
  let tell: Tell | null = null

  const tellOnce = (): void => {
    if (told || first === null || tell === null) return
    told = true
    tell(first)
  }
  const caught = (what: string) => (cause: unknown) => {
    const logId = log.error(what, cause)
    first ??= logId
    tellOnce()
  }
  source.on('uncaughtException', caught('uncaught exception'))
  source.on('unhandledRejection', caught('unhandled rejection'))
  return (value) => {
    tell = value
    tellOnce()
  }
}
