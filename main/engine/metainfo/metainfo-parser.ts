// Parses .torrent files and metadata without holding up the engine: what is small at once, what is large on a thread of
// its own, one after another, each within a deadline. Invariant: every call is answered; what the thread cannot answer
// in time or in memory is refused, and ends the thread and nothing else.

import { Worker } from 'node:worker_threads'
import type { Info, Metainfo } from '../../../app/torrent/metainfo.ts'
import type { MetainfoFault } from '../../../app/torrent/metainfo-fault.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import { unpack } from './packed-files.ts'
import { parse, type ParseAnswer, type ParseJob } from './parse-job.ts'

/** Bytes that take no more than a few milliseconds, whatever they are. */
const SMALL = 65_536
const DEADLINE_MS = 10_000
/** What hashes to what was asked for comes from nowhere else: a busy machine gets so many times longer, in its turn. */
const SECOND_TRY = 6
/** A thread that has nothing to do is kept this long. */
const IDLE_MS = 5_000
/** Three million values and what they become. */
const MOST_MEMORY_MB = 1_024

/** Beside this file in the sources, beside the engine's bundle in what is built. */
const WORKER = import.meta.url.endsWith('.ts') ? 'parse-worker.ts' : 'parse-worker.js'

export interface ParserOptions {
  readonly deadlineMs?: number
  /** The thread's program, for tests. */
  readonly worker?: URL
}

export class MetainfoParser implements AsyncDisposable {
  readonly #deadlineMs: number
  readonly #program: URL
  #worker: Worker | null = null
  #last: Promise<unknown> = Promise.resolve()
  #idle: NodeJS.Timeout | null = null
  #closed = false

  constructor({ deadlineMs = DEADLINE_MS, worker = new URL(WORKER, import.meta.url) }: ParserOptions = {}) {
    this.#deadlineMs = deadlineMs
    this.#program = worker
  }

  torrentFile(bytes: Uint8Array): Promise<Result<Metainfo, MetainfoFault>> {
    return this.#parse({ kind: 'torrent', bytes }) as Promise<Result<Metainfo, MetainfoFault>>
  }

  /** `id`: what the info dictionary must hash to. */
  info(bytes: Uint8Array, id: TorrentId): Promise<Result<Info, MetainfoFault>> {
    return this.#parse({ kind: 'info', bytes, id }, [1, SECOND_TRY])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await this.#end()
  }

  /** `tries`: the deadline of each, in deadlines. */
  async #parse(job: ParseJob, tries: readonly number[] = [1]): Promise<Result<Info | Metainfo, MetainfoFault>> {
    if (job.bytes.length <= SMALL) return parse(job)
    let parsed: ParseAnswer | null = null
    for (const times of tries) parsed ??= await this.#inTurn(job, times * this.#deadlineMs)
    if (parsed === null) return fail('too-complex')
    return parsed.ok ? ok(await unpack(parsed.value)) : parsed
  }

  #inTurn(job: ParseJob, deadlineMs: number): Promise<ParseAnswer | null> {
    const answer = this.#last.then(() => this.#onThread(job, deadlineMs))
    this.#last = answer.catch(() => undefined)
    return answer
  }

  /** Null: it ended, or did not answer in time. */
  async #onThread(job: ParseJob, deadlineMs: number): Promise<ParseAnswer | null> {
    if (this.#closed) return fail('too-complex')
    if (this.#idle) clearTimeout(this.#idle)
    const worker = (this.#worker ??= this.#begin())
    worker.ref()
    const answer = await this.#answered(worker, job, deadlineMs)
    worker.unref()
    if (answer === null) {
      await this.#end()
      return null
    }
    this.#idle = setTimeout(() => void this.#end(), IDLE_MS)
    this.#idle.unref()
    return answer
  }

  #begin(): Worker {
    const worker = new Worker(this.#program, { resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB } })
    // Whoever waits for it hears of it; an idle one that ends is begun anew.
    worker.on('error', () => undefined)
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null
    })
    return worker
  }

  #answered(worker: Worker, job: ParseJob, deadlineMs: number): Promise<ParseAnswer | null> {
    return new Promise((resolve) => {
      const settle = (answer: ParseAnswer | null): void => {
        clearTimeout(deadline)
        worker.off('message', settle)
        worker.off('exit', ended)
        resolve(answer)
      }
      const ended = (): void => settle(null)
      const deadline = setTimeout(ended, deadlineMs)
      worker.on('message', settle)
      worker.on('exit', ended)
      worker.postMessage(job)
    })
  }

  async #end(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    if (this.#idle) clearTimeout(this.#idle)
    await worker?.terminate()
  }
}
