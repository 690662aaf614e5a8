// What Speed takes of an engine's processor time, from within: the thread's time in the outermost of Speed's own methods,
// and in handing over what it says to main. The difference of two transfers is too coarse for what is a small part of both.

import { DeskLine } from '../../main/engine/speed/desk-line.ts'
import { SpeedHouse } from '../../main/engine/speed/speed-house.ts'
import { SpeedReport } from '../../main/engine/speed/speed-report.ts'
import { SpeedSessions } from '../../app/speed/sessions.ts'

const methods: readonly (readonly [object, readonly string[]])[] = [
  [SpeedHouse.prototype, ['dispatch', 'tick', 'order'] satisfies (keyof SpeedHouse)[]],
  [SpeedSessions.prototype, ['dispatch', 'room', 'grain', 'isUrgent', 'view'] satisfies (keyof SpeedSessions<never>)[]],
  [DeskLine.prototype, ['ask', 'pay', 'receive', 'answer'] satisfies (keyof DeskLine)[]],
  [SpeedReport.prototype, ['tell'] satisfies (keyof SpeedReport)[]],
]

/** Processor time of this thread, µs. */
const threadTime = (): number => {
  const { user, system } = process.threadCpuUsage()
  return user + system
}

let spent = 0
let depth = 0

/** The same function; outermost, its time is added up. */
export const timed =
  <I extends unknown[], O>(run: (...input: I) => O) =>
  (...input: I): O => {
    const start = depth === 0 ? threadTime() : 0
    depth++
    try {
      return run(...input)
    } finally {
      depth--
      if (depth === 0) spent += threadTime() - start
    }
  }

/** From now on all of Speed in this process is timed. */
export const watchSpeed = (): void => {
  for (const [prototype, names] of methods) {
    const owner = prototype as Record<string, (...input: unknown[]) => unknown>
    for (const name of names) {
      const own = owner[name]
      if (own === undefined) throw new Error(`no ${name}`)
      owner[name] = function (this: unknown, ...input) {
        return timed(() => own.apply(this, input))()
      }
    }
  }
}

/** ms since the process began. */
export const speedMs = (): number => spent / 1_000
