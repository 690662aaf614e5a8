// The system's ways of handing over files and links: before there is anything to hand them to they are kept, then
// passed on. Registered before the app is ready, because macOS says it then.

import { app } from 'electron'
import type { Intake } from './intake.ts'

/** What a second instance sends of itself before it ends. */
export interface Handover {
  readonly argv: readonly string[]
  readonly cwd: string
}

const isHandover = (data: unknown): data is Handover => {
  if (typeof data !== 'object' || data === null) return false
  const { argv, cwd } = data as Record<string, unknown>
  return typeof cwd === 'string' && Array.isArray(argv) && argv.every((each) => typeof each === 'string')
}

export const ownHandover = (): Handover => ({ argv: process.argv.slice(1), cwd: process.cwd() })

type Hand = (intake: Intake) => void

/** `onSecond` is called when somebody starts the app again. Gives back how to pass on what comes. */
export const collectOpenings = (onSecond: () => void): ((intake: Intake) => void) => {
  let intake: Intake | null = null
  let kept: Hand[] = []
  const hand = (over: Hand): void => {
    if (intake) over(intake)
    else kept.push(over)
  }
  app.on('open-file', (event, path) => {
    event.preventDefault()
    hand((to) => to.takeArguments([path], '/'))
  })
  app.on('open-url', (event, url) => {
    event.preventDefault()
    hand((to) => to.takeLink(url))
  })
  // Chromium reorders and adds to the arguments it reports itself; the second instance's own word is used.
  app.on('second-instance', (_event, _argv, _folder, data) => {
    if (isHandover(data)) hand((to) => to.takeArguments(data.argv, data.cwd))
    onSecond()
  })
  return (to) => {
    intake = to
    for (const over of kept) over(to)
    kept = []
  }
}
