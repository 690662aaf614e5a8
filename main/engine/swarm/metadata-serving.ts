// Hands our metadata to one peer that asks for it, a chunk at a time when the upload scheduler says so: it counts in
// the limits as blocks do. Leaves the words to the exchange. Invariant: a peer never has more than so many answers
// coming.

import type Wire from 'bittorrent-protocol'
import { CHUNK } from './metadata-collection.ts'
import type { UploadLane, UploadPeer, UploadTurn } from './upload-scheduler.ts'
import { MAX_UNREAD, sayTaken, socketBacklog } from './wire-stream.ts'

/** Requests for metadata one peer may make; each costs us 16 KiB. */
const MAX_SERVED = 4_096
/** Of these, as many may wait for their answer: more than the longest metadata has chunks. */
const MAX_WAITING = 1_024

export interface MetadataServingDeps {
  readonly wire: Wire
  readonly uploads: Pick<UploadLane, 'join'>
  rawInfo(): Uint8Array | null
  send(piece: number, chunk: Uint8Array, total: number): void
}

export class MetadataServing implements UploadPeer {
  readonly #deps: MetadataServingDeps
  /** Chunks it asked for, and waits for. */
  #waiting: number[] = []
  #turn: UploadTurn | null = null
  #served = 0
  #closed = false

  constructor(deps: MetadataServingDeps) {
    this.#deps = deps
  }

  get backlog(): number {
    return socketBacklog(this.#deps.wire)
  }

  get nextLength(): number {
    const [piece] = this.#waiting
    return piece === undefined ? 0 : this.#lengthOf(piece)
  }

  /** As little as any socket may hold is enough for it. */
  rate(): number {
    return 0
  }

  /** False: it gets none. Throws when no honest peer would ask that. */
  takes(piece: number): boolean {
    const { uploads } = this.#deps
    if (this.backlog > MAX_UNREAD) throw new RangeError('answers left unread')
    if (!this.#hasEar) throw new RangeError('asks, and takes no answer')
    // One answer is for both.
    if (this.#waiting.includes(piece) || this.#closed) return true
    if (this.#lengthOf(piece) === 0 || this.#waiting.length >= MAX_WAITING || ++this.#served > MAX_SERVED) return false
    this.#waiting.push(piece)
    this.#turn ??= uploads.join(this)
    this.wake()
    return true
  }

  serveNext(): number {
    const { rawInfo, send, wire } = this.#deps
    const [piece = 0] = this.#waiting.splice(0, 1)
    const raw = rawInfo()
    const length = this.#lengthOf(piece)
    // It may have taken back since that it speaks this.
    if (!raw || length === 0 || wire.destroyed || !this.#hasEar) return 0
    const chunk = raw.subarray(piece * CHUNK, piece * CHUNK + length)
    const taken = (): void => {
      this.#turn?.taken(length)
      this.wake()
    }
    sayTaken(wire, () => send(piece, chunk, raw.length), taken)
    return length
  }

  /** There may be room in its socket again. */
  wake(): void {
    this.#turn?.wake()
  }

  close(): void {
    this.#closed = true
    this.#waiting = []
    this.#turn?.leave()
  }

  get #hasEar(): boolean {
    return Boolean(this.#deps.wire.peerExtendedMapping['ut_metadata'])
  }

  /** 0: there is no such chunk. */
  #lengthOf(piece: number): number {
    return Math.max(0, Math.min(CHUNK, (this.#deps.rawInfo()?.length ?? 0) - piece * CHUNK))
  }
}
