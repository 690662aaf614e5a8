// From one list of priorities to another as the commands that do it: one for each priority that is newly given. Pure.
// Law: laying the changes over `before` gives `after`.

import type { Priority } from '../../../app/torrent/details.ts'

export interface PriorityChange {
  readonly priority: Priority
  readonly files: readonly number[]
}

const ALL = [0, 1, 2, 3] as const

export const priorityChanges = (before: Uint8Array, after: Uint8Array): readonly PriorityChange[] => {
  const files: readonly number[][] = ALL.map(() => [])
  after.forEach((priority, file) => {
    if (before[file] !== priority) files[priority]?.push(file)
  })
  return ALL.flatMap((priority) => {
    const changed = files[priority] ?? []
    return changed.length > 0 ? [{ priority, files: changed }] : []
  })
}
