// What a process and everything below it use, from /proc: processor time (utime + stime of all threads) and anonymous
// memory (RssAnon, which leaves mapped files and the page cache out). Linux only.

import { readFileSync } from 'node:fs'
import { statOf, treeOf } from '../../e2e/peers/process-tree.ts'

const TICKS_PER_SECOND = 100

const anonymousBytes = (pid: number): number => {
  try {
    const kilobytes = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
    return Number(kilobytes ?? 0) * 1024
  } catch {
    return 0
  }
}

/** Seconds of processor time since the processes began. */
const processorSeconds = (tree: readonly number[]): number =>
  tree.reduce((sum, pid) => sum + (statOf(pid)?.ticks ?? 0), 0) / TICKS_PER_SECOND

export interface Usage {
  readonly cpuSeconds: number
  readonly peakBytes: number
}

export interface Meter {
  /** Processor time since the meter was started, and the highest memory it saw. */
  read(): Usage
  stop(): void
}

/** Looks every 100 ms; the set of processes is taken once, for clients do not fork while they transfer. */
export const meter = (root: number): Meter => {
  const tree = treeOf(root)
  const before = processorSeconds(tree)
  let peakBytes = 0
  const look = (): void => {
    peakBytes = Math.max(
      peakBytes,
      tree.reduce((sum, pid) => sum + anonymousBytes(pid), 0),
    )
  }
  look()
  const timer = setInterval(look, 100)
  return { read: () => ({ cpuSeconds: processorSeconds(tree) - before, peakBytes }), stop: () => clearInterval(timer) }
}
