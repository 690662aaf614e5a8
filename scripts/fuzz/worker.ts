// The side that may hang: a process of its own that runs inputs one after the other, a turn of the event loop or more for
// each, writes down which one it is at and that its loop turns, and reports what went wrong. The campaign watches, and
// kills it when it stands still.

import { writeSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { watchLoop } from '../../main/engine/swarm/testing/loop-watch.ts'
import { randomOf, type Random } from './random.ts'
import { targets, type AnyTarget, type TargetName } from './targets.ts'

/** Inputs `from` … `to` − 1 of one target. */
export interface Part {
  readonly target: TargetName
  readonly from: number
  readonly to: number
}

export interface Job {
  readonly parts: readonly Part[]
  readonly seed: number
  /** To see that the campaign notices: this input goes wrong on purpose. */
  readonly planted: { readonly input: number; readonly how: 'hang' | 'dawdle' | 'throw' } | null
}

/** The file it writes its place into: three integers, the part and its input being run, and a beat of its event loop. */
export const PLACE_FD = 4

export type Report = { readonly part: number } & (
  | { readonly input: number; readonly what: string }
  /** `turnMs`: of this thread's work, the longest turn of the loop while the input was run. */
  | { readonly input: number; readonly turnMs: number }
  | { readonly taken: number }
)

const TARGET_SEEDS: Readonly<Record<TargetName, number>> = {
  bencode: 1,
  metainfo: 2,
  magnet: 3,
  paths: 4,
  dht: 5,
  neighbour: 6,
  router: 7,
  wire: 8,
  extended: 9,
  pex: 10,
  announce: 11,
  resume: 12,
  offer: 13,
  peer: 14,
  datagram: 15,
  httpTracker: 16,
  udpTracker: 17,
  webSeed: 18,
  routerTalk: 19,
  dhtNode: 20,
  money: 21,
}
const BEAT_MS = 100
const DAWDLE_MS = 150

const place = new Int32Array(3).fill(-1)
const note = (part: number, input: number): void => {
  place.set([part, input, (place[2] ?? 0) + 1])
  writeSync(PLACE_FD, place, 0, place.byteLength, 0)
}

const goWrong = (how: 'hang' | 'dawdle' | 'throw'): void => {
  if (how === 'throw') throw new Error('planted')
  const until = process.threadCpuUsage().user + (how === 'hang' ? Infinity : DAWDLE_MS * 1_000)
  while (process.threadCpuUsage().user < until);
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const warmUp = async (act: AnyTarget, random: Random): Promise<void> => {
  try {
    await act(random)
  } catch {
    // It is run again, and counted then.
  }
}

type Tell = (report: Report) => void

const { parts, seed, planted } = JSON.parse(process.argv[2] ?? '') as Job
const loop = watchLoop()
let [part, input] = [0, 0]

const run = async ({ target, from, to }: Part, tell: Tell): Promise<void> => {
  const act: AnyTarget = targets[target]
  let [taken, longest] = [0, 0]
  // Opening what it needs, and the first compilation, are no input's doing.
  note(part, from)
  await warmUp(act, randomOf(seed, TARGET_SEEDS[target], from))
  await turn()
  loop.longest()
  for (input = from; input < to; input++) {
    note(part, input)
    try {
      if (input === planted?.input) goWrong(planted.how)
      if ((await act(randomOf(seed, TARGET_SEEDS[target], input))) === 'taken') taken++
    } catch (error) {
      tell({ part, input, what: wordsOf(error) })
    }
    await turn()
    const turnMs = loop.longest()
    if (turnMs > longest) tell({ part, input, turnMs })
    longest = Math.max(longest, turnMs)
  }
  tell({ part, taken })
}

const runAll = async (tell: Tell): Promise<void> => {
  setInterval(() => note(part, input), BEAT_MS)
  const uncaught = (error: unknown): void => tell({ part, input, what: `uncaught: ${wordsOf(error)}` })
  process.on('uncaughtException', uncaught)
  process.on('unhandledRejection', uncaught)
  for (const each of parts) {
    await run(each, tell)
    part++
  }
  process.disconnect()
}

process.on('disconnect', () => process.exit())
void runAll((report) => process.send?.(report))
