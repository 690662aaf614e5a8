// Makes the runtime give up what it computed with. Keys in our own arrays are overwritten, but the library that computes
// on the curve turns them into big numbers, which nobody can overwrite and which stay in freed memory until it is used
// again. So it is used again, and collected with free memory cleared. A precaution, not a promise: a copy or two in
// memory that the library freed itself may be left.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--clear-free-memory')
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** More than what new objects are made in, of the size of the numbers that are to be overwritten. */
const NUMBERS = 600_000n
const AT_ONCE = 20_000

/** Blocks for about a tenth of a second. */
export const forget = (): void => {
  collect()
  let kept: bigint[] = []
  for (let n = 1n; n <= NUMBERS; n++) {
    if (kept.length > AT_ONCE) kept = []
    kept.push(n << 250n)
  }
  kept = []
  collect()
}
