// One hashing thread, and the runs it was given and has not answered. Leaves which thread gets what to the pool.
// Invariant: every run is answered once, in order, or rejected when the thread ends.

import { Worker } from 'node:worker_threads'
import type { HashAnswer, HashTask } from './hash-loop.ts'
import { hashLoop } from './hash-loop.ts'
import type { HashJob } from './hasher.ts'
import { lookAll } from './look-all.ts'

/** A thread has its own switch for what plain-files.ts says. */
const PROGRAM = `process.noAsar = true; (${hashLoop.toString()})(${lookAll.toString()})`

interface Waiting {
  resolve(answer: unknown): void
  reject(reason: unknown): void
}

export class HashThread {
  readonly #worker = new Worker(PROGRAM, { eval: true })
  readonly #waiting: Waiting[] = []
  /** It has ended, or is about to: give it no more. */
  ended = false

  constructor() {
    this.#worker.on('message', (answer: unknown) => this.#settle((first) => first.resolve(answer)))
    this.#worker.on('error', (error) => this.#end(error))
    this.#worker.on('exit', () => this.#end(new Error('a hashing thread ended')))
    this.#worker.unref()
  }

  /** Runs given and not answered. */
  get load(): number {
    return this.#waiting.length
  }

  hash(run: readonly HashJob[]): Promise<HashAnswer> {
    return this.#ask(run) as Promise<HashAnswer>
  }

  look(paths: readonly string[]): Promise<Float64Array> {
    return this.#ask({ look: paths }) as Promise<Float64Array>
  }

  async end(): Promise<void> {
    this.ended = true
    await this.#worker.terminate()
  }

  #ask(task: HashTask): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#worker.ref()
      this.#worker.postMessage(task)
    })
  }

  #settle(settle: (first: Waiting) => void): void {
    const first = this.#waiting.shift()
    if (this.#waiting.length === 0) this.#worker.unref()
    if (first) settle(first)
  }

  #end(reason: unknown): void {
    this.ended = true
    while (this.#waiting.length > 0) this.#settle((first) => first.reject(reason))
  }
}
