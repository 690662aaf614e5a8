// Runs the targets, each in a worker of its own that is ended when one input takes longer than it may, and goes on after
// that input. What was found is a list, not an exception.

import { Worker } from 'node:worker_threads'
import { targets, type TargetName } from './targets.ts'
import type { Job, Report } from './worker.ts'

const KILL_AFTER_MS = 1_500
/** Until a worker is at its first input; a busy machine may take a while to load it. */
const START_WITHIN_MS = 30_000
const LOOK_EVERY_MS = 100

export interface Plan {
  /** Inputs in all, shared out evenly among the targets. */
  readonly runs: number
  readonly seed: number
  readonly planted?: Job['planted']
  /** All when left out. */
  readonly only?: readonly TargetName[]
}

export interface Finding {
  readonly target: TargetName
  readonly input: number
  readonly what: string
}

export interface Outcome {
  readonly target: TargetName
  readonly run: number
  readonly taken: number
  readonly slowestMs: number
  readonly hangs: readonly Finding[]
  readonly failures: readonly Finding[]
}

interface Stretch {
  /** The input to go on with. */
  readonly next: number
  readonly taken: number
  readonly slowestMs: number
}

/** Runs one worker until it is through, hangs or breaks down. */
const runStretch = (
  job: Omit<Job, 'at'>,
  failed: (input: number, what: string) => void,
  hung: (input: number) => void,
) =>
  new Promise<Stretch>((resolve) => {
    const at = new Int32Array(new SharedArrayBuffer(4)).fill(-1)
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: { ...job, at } satisfies Job })
    let [seen, since] = [-1, performance.now()]
    const finish = (stretch: Stretch): void => {
      clearInterval(watch)
      void worker.terminate().then(() => resolve(stretch))
    }
    const giveUpOn = (input: number): void =>
      finish({ next: Math.max(input, job.from) + 1, taken: 0, slowestMs: KILL_AFTER_MS })
    const watch = setInterval(() => {
      const input = Atomics.load(at, 0)
      if (input !== seen) [seen, since] = [input, performance.now()]
      else if (performance.now() - since > (input < 0 ? START_WITHIN_MS : KILL_AFTER_MS)) {
        hung(input)
        giveUpOn(input)
      }
    }, LOOK_EVERY_MS)
    worker.on('message', (report: Report) => {
      if ('done' in report) finish({ next: job.to, taken: report.taken, slowestMs: report.slowestMs })
      else failed(report.failed, report.what)
    })
    worker.on('error', (error) => {
      failed(Atomics.load(at, 0), `worker: ${String(error)}`)
      giveUpOn(Atomics.load(at, 0))
    })
  })

const runTarget = async (target: TargetName, runs: number, { seed, planted = null }: Plan): Promise<Outcome> => {
  const [hangs, failures]: [Finding[], Finding[]] = [[], []]
  let [taken, slowestMs] = [0, 0]
  let from = 0
  while (from < runs) {
    const stretch: Stretch = await runStretch(
      { target, seed, from, to: runs, planted },
      (input, what) => failures.push({ target, input, what }),
      (input) => hangs.push({ target, input, what: `longer than ${KILL_AFTER_MS} ms` }),
    )
    taken += stretch.taken
    slowestMs = Math.max(slowestMs, stretch.slowestMs)
    from = stretch.next
  }
  return { target, run: from, taken, slowestMs: Math.round(slowestMs), hangs, failures }
}

/** All targets, one after the other. */
export const runCampaign = async (plan: Plan): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = []
  const names = plan.only ?? (Object.keys(targets) as TargetName[])
  for (const [at, target] of names.entries()) {
    const share = Math.floor(plan.runs / names.length) + (at < plan.runs % names.length ? 1 : 0)
    if (share > 0) outcomes.push(await runTarget(target, share, plan))
  }
  return outcomes
}
