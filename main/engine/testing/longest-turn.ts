// How long the event loop is held up while something is done, in work of this thread: what other programs do meanwhile
// does not count.

import { setImmediate as turn } from 'node:timers/promises'
import { watchLoop } from '../swarm/testing/loop-watch.ts'

/** ms of the longest turn of the event loop while `act` runs. */
export const longestTurn = async (act: () => Promise<unknown>): Promise<number> => {
  using loop = watchLoop()
  await turn()
  loop.longest()
  await act()
  await turn()
  return loop.longest()
}
