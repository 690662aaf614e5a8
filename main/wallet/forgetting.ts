// Makes the runtime give up what it computed with. Keys in our own arrays are overwritten, but the library that
// computes on the curve turns them into text and big numbers, which nobody can overwrite and which stay in freed memory
// until it is used again; and the threads that stretch passwords keep the last one on their stacks. So both are used
// again: the memory is filled and collected, the threads stretch nothing. A precaution, not a promise; that no copy is
// left is looked for from outside (e2e/wallet-process.spec.ts).

import { scrypt } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--clear-free-memory')
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** More than what new objects are made in, of the size of the numbers that are to be overwritten. */
const NUMBERS = 600_000n
const AT_ONCE = 20_000

/** Twice as many as libuv has threads, each long enough (about 20 ms) for all of them to take part. */
const STRETCHES = 8
const NOTHING = new Uint8Array(64)

const overwriteStacks = (): void => {
  for (let n = 0; n < STRETCHES; n++) scrypt(NOTHING, NOTHING, 32, { N: 2 ** 13, r: 8, p: 1 }, () => undefined)
}

/** What a collection finds in use, on the stack or waiting, the next one need not. */
const AGAIN_MS = [200, 600, 1_200]

const overwriteHeap = (): void => {
  collect()
  let kept: bigint[] = []
  for (let n = 1n; n <= NUMBERS; n++) {
    if (kept.length > AT_ONCE) kept = []
    kept.push(n << 250n)
  }
  kept = []
  collect()
}

/** Blocks for about a tenth of a second, and a few times more soon after; the threads take as long. */
export const forget = (): void => {
  overwriteStacks()
  overwriteHeap()
  for (const ms of AGAIN_MS) setTimeout(overwriteHeap, ms).unref()
}
