// SHA-1 of pieces on worker threads, as many as there are cores (four at most), started when there is work and ended
// when there is none for a while. Each thread gets runs of neighbouring pieces, so that disks are read in order, and
// always has the next run at hand: it never waits for the event loop, however busy that is. Invariant: every job taken
// is reported once, or `hash` rejects.

import { availableParallelism } from 'node:os'
import type { Clock } from './clock.ts'
import { realClock } from './clock.ts'
import { eachOf } from './each-of.ts'
import { HashThread } from './hash-thread.ts'
import { LOOK_FIELDS, type Hasher, type HashJob, type HashReport, type Looker } from './hasher.ts'

/** A run: this many bytes, or this many pieces. */
const RUN_BYTES = 8 * 1024 * 1024
const RUN_JOBS = 256
const RUN_LOOKS = 256
/** Runs a thread has at a time. */
const RUNS_AT_ONCE = 2
/** A thread takes tens of milliseconds of processor time to begin. */
const IDLE_MS = 30_000

export class HashPool implements Hasher, Looker {
  readonly #most: number
  readonly #clock: Clock
  #threads: HashThread[] = []
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
        const answer = await this.#give((thread) => thread.hash(run))
        signal?.throwIfAborted()
        run.forEach((job, index) => report(job.piece, digestOf(answer, index), answer.refusals.get(index) ?? null))
      }
    }
    const guarded = (): Promise<void> =>
      lane().catch((error: unknown) => {
        failed = true
        throw error
      })
    const outcomes = await Promise.allSettled(Array.from({ length: this.#most * RUNS_AT_ONCE }, guarded))
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }

  async look(paths: readonly string[]): Promise<Float64Array> {
    const seen = new Float64Array(paths.length * LOOK_FIELDS)
    const starts = Array.from({ length: Math.ceil(paths.length / RUN_LOOKS) }, (_, run) => run * RUN_LOOKS)
    await eachOf(starts, this.#most * RUNS_AT_ONCE, async (start) => {
      const run = paths.slice(start, start + RUN_LOOKS)
      seen.set(await this.#give((thread) => thread.look(run)), start * LOOK_FIELDS)
    })
    return seen
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#cancelRest()
    for (const wake of this.#waiting.splice(0)) wake()
    await Promise.all(this.#threads.splice(0).map((thread) => thread.end()))
  }

  async #give<T>(work: (thread: HashThread) => Promise<T>): Promise<T> {
    for (;;) {
      if (this.#closed) throw new Error('the hashing threads are closed')
      const thread = this.#free()
      if (thread !== null) return this.#on(thread, work)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  async #on<T>(thread: HashThread, work: (thread: HashThread) => Promise<T>): Promise<T> {
    this.#cancelRest()
    try {
      return await work(thread)
    } finally {
      this.#waiting.shift()?.()
      this.#rest()
    }
  }

  /** The one with least to do; null: all have enough. */
  #free(): HashThread | null {
    this.#threads = this.#threads.filter(({ ended }) => !ended)
    const [least] = this.#threads.toSorted((a, b) => a.load - b.load)
    if (least?.load === 0) return least
    if (this.#threads.length < this.#most) {
      const fresh = new HashThread()
      this.#threads.push(fresh)
      return fresh
    }
    return least !== undefined && least.load < RUNS_AT_ONCE ? least : null
  }

  #rest(): void {
    this.#cancelRest()
    if (this.#threads.some(({ load }) => load > 0)) return
    this.#cancelRest = this.#clock.after(IDLE_MS, () => {
      for (const thread of this.#threads.splice(0)) void thread.end()
    })
  }
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

const digestOf = (
  { sha1, read }: { readonly sha1: Uint8Array; readonly read: Uint8Array },
  index: number,
): Uint8Array | null => (read[index] === 1 ? sha1.subarray(index * 20, index * 20 + 20) : null)
