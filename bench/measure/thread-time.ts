// Processor time of a process to the microsecond, from what the kernel says of each of its threads: for differences too
// small for the clock ticks of usage.ts. Linux only. Of a thread that ended meanwhile nothing is counted.

import { readdirSync, readFileSync } from 'node:fs'

/** Nanoseconds on a processor, by thread. */
const threadsOf = (pid: number): ReadonlyMap<string, number> => {
  const times = new Map<string, number>()
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      const [onProcessor] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')
      times.set(thread, Number(onProcessor))
    } catch {
      // It ended just now.
    }
  }
  return times
}

/** Begins to count; called, says how many ms of processor time the process took since. */
export const threadTime = (pid: number): (() => number) => {
  const before = threadsOf(pid)
  return () => {
    let nanoseconds = 0
    for (const [thread, now] of threadsOf(pid)) nanoseconds += now - (before.get(thread) ?? 0)
    return nanoseconds / 1e6
  }
}
