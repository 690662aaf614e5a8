// One run of neighbouring blocks on its way from a web seed: the requests for the files it lies in, one after another,
// and the blocks cut out of what comes. Says at the end how it went; what it did not deliver is for the caller to give
// back.

import { fail, ok, type Result } from '../../../app/result.ts'
import type { BlockRef } from '../../../app/swarm/turn.ts'
import { webFileUrl, webSegments, type WebLayout, type WebSegment } from '../../../app/torrent/web-layout.ts'
import type { WebSeedFailure } from '../../../app/torrent/web-seed.ts'
import { BlockCutter } from './block-cutter.ts'
import { webFailure, type WebAnswer, type WebClient } from './web-client.ts'

/** Zeros handed out at a time. */
const ZEROS = new Uint8Array(65_536)

/** Blocks, and where they lie in the torrent's bytes. */
export interface Run {
  readonly first: BlockRef
  readonly offset: number
  readonly length: number
}

export interface WebFetchDeps {
  readonly url: string
  readonly layout: WebLayout
  readonly client: WebClient
  readonly pieces: ConstructorParameters<typeof BlockCutter>[0]
  /** Resolves when more may be read. */
  mayRead(): Promise<void>
  /** So many bytes of the line were used. */
  read(bytes: number): void
  /** The server answered as it should; `whole`: with the whole file instead of a part. */
  answered(whole: boolean): void
  took(piece: number, block: number, data: Uint8Array): void
}

/** `file`: of a torrent with several, which one it is about. */
export interface FetchFailure extends WebSeedFailure {
  readonly file: number
}

export class WebFetch {
  readonly #deps: WebFetchDeps
  readonly #run: Run
  readonly #abort = new AbortController()

  constructor(run: Run, deps: WebFetchDeps) {
    this.#run = run
    this.#deps = deps
  }

  /** Nothing of it is wanted any more. */
  cancel(): void {
    this.#abort.abort()
  }

  get cancelled(): boolean {
    return this.#abort.signal.aborted
  }

  async go(): Promise<Result<void, FetchFailure>> {
    const { layout, pieces, took } = this.#deps
    const cutter = new BlockCutter(pieces, this.#run.first, took)
    for (const segment of webSegments(layout, this.#run.offset, this.#run.length)) {
      const outcome = layout.files[segment.file]?.pad
        ? await this.#zeros(segment, cutter)
        : await this.#fetch(segment, cutter)
      if (!outcome.ok) return fail({ ...outcome.error, file: segment.file })
      if (outcome.value === 'whole') break
    }
    return ok(undefined)
  }

  async #zeros({ from, to }: WebSegment, cutter: BlockCutter): Promise<Result<'part', WebSeedFailure>> {
    for (let left = to - from; left > 0; left -= ZEROS.length) {
      await this.#deps.mayRead()
      if (this.cancelled) break
      cutter.feed(ZEROS.subarray(0, Math.min(left, ZEROS.length)))
    }
    return ok('part')
  }

  async #fetch({ file, from, to }: WebSegment, cutter: BlockCutter): Promise<Result<'part' | 'whole', WebSeedFailure>> {
    const { client, layout, answered } = this.#deps
    const { signal } = this.#abort
    const url = webFileUrl(this.#deps.url, layout, file)
    if (url === null) return fail(webFailure('bad-url'))
    await this.#deps.mayRead()
    const size = layout.files[file]?.length ?? 0
    const opened = await client.open({ url, from, to, size, wholeAllowed: layout.files.length === 1, signal })
    if (!opened.ok) return opened
    const answer = opened.value
    answered(answer.whole)
    // A file from its beginning begins with the torrent's first block: there is no other file.
    const into = answer.whole ? new BlockCutter(this.#deps.pieces, { piece: 0, block: 0 }, this.#deps.took) : cutter
    const read = await this.#read(answer, into)
    return read.ok ? ok(answer.whole ? 'whole' : 'part') : read
  }

  async #read(answer: WebAnswer, cutter: BlockCutter): Promise<Result<void, WebSeedFailure>> {
    for (;;) {
      await this.#deps.mayRead()
      if (this.cancelled) answer.close()
      const chunk = await answer.next()
      if (!chunk.ok) return chunk
      if (chunk.value === null) return ok(undefined)
      this.#deps.read(chunk.value.length)
      cutter.feed(chunk.value)
    }
  }
}
