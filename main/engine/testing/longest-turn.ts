// How long the event loop is held up, in work of this thread: what other programs do meanwhile does not count.

import { setImmediate as turn } from 'node:timers/promises'

/** ms of this thread's work that the longest turn of the event loop takes while `act` runs. */
export const longestTurn = async (act: () => Promise<unknown>): Promise<number> => {
  let longest = 0
  const over = new AbortController()
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const before = process.threadCpuUsage()
      await turn()
      const { user, system } = process.threadCpuUsage(before)
      longest = Math.max(longest, (user + system) / 1_000)
    }
  }
  const watching = watch()
  await turn()
  await act()
  await turn()
  over.abort()
  await watching
  return longest
}
