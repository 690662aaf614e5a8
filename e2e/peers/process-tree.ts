// The processes below a process, from /proc. Linux only.

import { readFileSync, readdirSync } from 'node:fs'

export interface ProcessStat {
  readonly parent: number
  /** Processor time of all its threads, user and system, in clock ticks of 10 ms. */
  readonly ticks: number
}

/** Null when it is gone. */
export const statOf = (pid: number): ProcessStat | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
  } catch {
    return null
  }
}

/** The process itself first, then everything below it. */
export const treeOf = (root: number): number[] => {
  const children = new Map<number, number[]>()
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const parent = statOf(pid)?.parent
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const tree = [root]
  for (const pid of tree) tree.push(...(children.get(pid) ?? []))
  return tree
}
