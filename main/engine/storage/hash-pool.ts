// SHA-1 of pieces on worker threads, as many as there are cores (four at most), started when there is work and ended
// when there is none for a while. Each thread gets runs of neighbouring pieces, so that disks are read in order.
// Invariant: every job taken is reported once, or `hash` rejects.

import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Clock } from './clock.ts'
import { realClock } from './clock.ts'
import type { HashAnswer } from './hash-loop.ts'
import { hashLoop } from './hash-loop.ts'
import type { Hasher, HashJob, HashReport } from './hasher.ts'

/** A run: this many bytes, or this many pieces. */
const RUN_BYTES = 16 * 1024 * 1024
const RUN_JOBS = 256
const IDLE_MS = 5000

export class HashPool implements Hasher {
  readonly #most: number
  readonly #clock: Clock
  readonly #free: Worker[] = []
  readonly #busy = new Set<Worker>()
  /** Runs waiting for a thread. */
  readonly #waiting: (() => void)[] = []
  #cancelRest = (): void => undefined
  #closed = false

  constructor(most = Math.min(4, availableParallelism()), clock: Clock = realClock) {
    this.#most = most
    this.#clock = clock
  }

  async hash(jobs: Iterable<HashJob>, report: HashReport, signal?: AbortSignal): Promise<void> {
    const runs = runsOf(jobs)
    let failed = false
    const lane = async (): Promise<void> => {
      for (;;) {
        signal?.throwIfAborted()
        const run = failed ? null : runs.next().value
        if (run === undefined || run === null) return
        const answer = await this.#run(run)
        signal?.throwIfAborted()
        run.forEach((job, index) => report(job.piece, digestOf(answer, index), answer.refusals.get(index) ?? null))
      }
    }
    const guarded = (): Promise<void> =>
      lane().catch((error: unknown) => {
        failed = true
        throw error
      })
    // One lane more than threads: the next run is ready when a thread becomes free.
    const outcomes = await Promise.allSettled(Array.from({ length: this.#most + 1 }, guarded))
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#cancelRest()
    for (const wake of this.#waiting.splice(0)) wake()
    await Promise.all([...this.#free.splice(0), ...this.#busy].map((worker) => worker.terminate()))
  }

  async #run(run: readonly HashJob[]): Promise<HashAnswer> {
    const worker = await this.#take()
    worker.ref()
    try {
      const answer = await answered(worker, run)
      this.#free.push(worker)
      return answer
    } finally {
      worker.unref()
      this.#busy.delete(worker)
      this.#waiting.shift()?.()
      this.#rest()
    }
  }

  async #take(): Promise<Worker> {
    while (!this.#closed && this.#busy.size >= this.#most) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    if (this.#closed) throw new Error('the hashing threads are closed')
    this.#cancelRest()
    const worker = this.#free.pop() ?? new Worker(`(${hashLoop.toString()})()`, { eval: true })
    this.#busy.add(worker)
    return worker
  }

  #rest(): void {
    this.#cancelRest()
    if (this.#busy.size > 0) return
    this.#cancelRest = this.#clock.after(IDLE_MS, () => {
      for (const worker of this.#free.splice(0)) void worker.terminate()
    })
  }
}

/** Posts the run and waits for its answer; rejects when the thread ends instead. */
function answered(worker: Worker, run: readonly HashJob[]): Promise<HashAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
      act()
    }
    const onMessage = (answer: HashAnswer): void => settle(() => resolve(answer))
    const onError = (error: Error): void => settle(() => reject(error))
    const onExit = (): void => settle(() => reject(new Error('a hashing thread ended')))
    worker.once('message', onMessage)
    worker.once('error', onError)
    worker.once('exit', onExit)
    worker.postMessage(run)
  })
}

function* runsOf(jobs: Iterable<HashJob>): Generator<HashJob[], undefined> {
  let run: HashJob[] = []
  let bytes = 0
  for (const job of jobs) {
    run.push(job)
    for (const range of job.ranges) bytes += range.length
    if (bytes < RUN_BYTES && run.length < RUN_JOBS) continue
    yield run
    run = []
    bytes = 0
  }
  if (run.length > 0) yield run
}

const digestOf = ({ sha1, read }: HashAnswer, index: number): Uint8Array | null =>
  read[index] === 1 ? sha1.subarray(index * 20, index * 20 + 20) : null
