// The side that may hang: runs inputs one after the other, says through shared memory which one it is at, and reports
// what went wrong. The campaign watches, and ends it when it stays at one input for too long.

import { parentPort, workerData } from 'node:worker_threads'
import { randomOf } from './random.ts'
import { targets, type TargetName } from './targets.ts'

export interface Job {
  readonly target: TargetName
  readonly seed: number
  readonly from: number
  readonly to: number
  /** One integer: the input being run. */
  readonly at: Int32Array
  /** To see that the campaign notices: this input goes wrong on purpose. */
  readonly planted: { readonly input: number; readonly how: 'hang' | 'throw' } | null
}

export type Report =
  | { readonly failed: number; readonly what: string }
  | { readonly done: true; readonly taken: number; readonly slowestMs: number }

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
}

const goWrong = (how: 'hang' | 'throw'): void => {
  if (how === 'throw') throw new Error('planted')
  for (;;);
}

const run = ({ target, seed, from, to, at, planted }: Job, report: (report: Report) => void): void => {
  let [taken, slowestMs] = [0, 0]
  for (let input = from; input < to; input++) {
    Atomics.store(at, 0, input)
    const started = performance.now()
    try {
      if (input === planted?.input) goWrong(planted.how)
      if (targets[target](randomOf(seed, TARGET_SEEDS[target], input)) === 'taken') taken++
    } catch (error) {
      report({ failed: input, what: error instanceof Error ? error.message : String(error) })
    }
    slowestMs = Math.max(slowestMs, performance.now() - started)
  }
  report({ done: true, taken, slowestMs })
}

run(workerData as Job, (report) => parentPort?.postMessage(report))
