// What one peer asks of us: its queue of requests, whether it is choked, what Speed granted it, and the exact bytes its
// socket took. Leaves the order among peers to the upload scheduler and who is choked to the choker. Invariant: a
// choked peer has no request in the queue, and who bids is sent nothing but in a slot that is paid for.

import type Wire from 'bittorrent-protocol'
import { RateMeter } from '../../../app/swarm/rate.ts'
import type { TorrentStore } from '../storage/store.ts'
import { RequestQueue, type Request } from './request-queue.ts'
import type { Grant } from './swarm.ts'
import type { UploadLane, UploadPeer, UploadTurn } from './upload-scheduler.ts'
import { chargePeer, socketBacklog, writeBlock } from './wire-stream.ts'

/**
 * Requests a peer may have outstanding with us; what it sends beyond is rejected (BEP 10 `reqq` tells it). A peer that
 * waits for its disk has all it asked for in its socket, and asks no more until it goes on: with few the line is idle
 * then.
 */
export const REQUEST_QUEUE = 2_000
const MAX_REQUEST = 131_072

export interface ServingDeps {
  readonly store: TorrentStore
  readonly uploads: UploadLane
  now(): number
  pieceLength(piece: number): number
  pieceCount(): number
  has(piece: number): boolean
  /** Payload was given to the socket. */
  written(bytes: number): void
  /** It was choked or unchoked. */
  choked(): void
}

export class Serving implements UploadPeer {
  /** Payload the socket took. */
  readonly sent = new RateMeter()
  readonly #wire: Wire
  readonly #deps: ServingDeps
  readonly #turn: UploadTurn
  readonly #queue = new RequestQueue()
  #closed = false
  /** Payload given to the socket, bytes. */
  written = 0
  /** The same and what is being read for it. */
  #promised = 0
  #grant: Grant = 'free'
  /** As far as `#promised` may go. */
  #upTo = Infinity
  optimistic = false
  /** Whose account it bids by. */
  payer: string | null = null
  /** It holds a slot that is paid for; or it bids and others bring more. */
  paid = false
  outbid = false
  /** When it was last choked or unchoked, or came. */
  chokeChanged: number
  /** How often it was unchoked. */
  turns = 0

  constructor(wire: Wire, deps: ServingDeps) {
    this.#wire = wire
    this.#deps = deps
    this.#turn = deps.uploads.join(this)
    this.chokeChanged = deps.now()
  }

  get grant(): Grant {
    return this.#grant
  }

  get backlog(): number {
    return socketBacklog(this.#wire)
  }

  get nextLength(): number {
    const length = this.#queue.first?.length ?? 0
    return this.#closed || this.#awaitsSlot || this.#promised + length > this.#upTo ? 0 : length
  }

  /** Length of what it asked for next, when that is more than it was granted; else 0. */
  get held(): number {
    const length = this.#queue.first?.length ?? 0
    return this.#promised + length > this.#upTo ? length : 0
  }

  /** What it bids pays for no free peer's part of the upload: until the next plan says which it is, it waits. */
  get #awaitsSlot(): boolean {
    return typeof this.#grant === 'number' && !this.paid
  }

  rate(now: number): number {
    return this.sent.rate(now)
  }

  /** `upTo`: bytes of this connection that may be sent in all; what is asked beyond waits. */
  setGrant(grant: Grant, upTo: number, payer: string | null): void {
    this.#grant = grant
    this.payer = payer
    this.#upTo = upTo
    this.#turn.wake()
  }

  /** Its bid while it holds a slot that is paid for, else null. */
  setBid(bid: number | null): void {
    const waited = this.#awaitsSlot
    this.paid = bid !== null
    this.#turn.setBid(bid)
    if (waited) this.#turn.wake()
  }

  setChoked(choked: boolean): void {
    const wire = this.#wire
    this.chokeChanged = this.#deps.now()
    if (!choked) {
      this.turns++
      wire.unchoke()
      return this.#deps.choked()
    }
    wire.choke()
    this.#deps.choked()
    const dropped = this.#queue.clear()
    if (wire.hasFast) for (const { piece, offset, length } of dropped) wire.reject(piece, offset, length)
  }

  close(): void {
    this.#closed = true
    this.#queue.clear()
    this.#turn.leave()
  }

  /** Throws when no honest peer would ask that. */
  onRequest(piece: number, offset: number, length: number): void {
    const { pieceCount, pieceLength, has } = this.#deps
    if (length === 0 || length > MAX_REQUEST || piece >= pieceCount() || offset + length > pieceLength(piece)) {
      throw new RangeError('request out of range')
    }
    const same = this.#queue.at(piece, offset)
    // One answer is for both.
    if (same?.length === length) return chargePeer(this.#wire, 1)
    if (same || this.#wire.amChoking || !has(piece) || this.#queue.size >= REQUEST_QUEUE) {
      chargePeer(this.#wire, 1)
      if (this.#wire.hasFast) this.#wire.reject(piece, offset, length)
      return
    }
    this.#queue.add({ piece, offset, length })
    this.#turn.wake()
  }

  onCancel(piece: number, offset: number, length: number): void {
    const asked = this.#queue.at(piece, offset)
    if (asked?.length !== length) return chargePeer(this.#wire, 1)
    this.#queue.remove(asked)
    if (this.#wire.hasFast) this.#wire.reject(piece, offset, length)
  }

  serveNext(): number | Promise<number> {
    const request = this.#queue.first
    if (!request) return 0
    this.#queue.remove(request)
    this.#promised += request.length
    const data = this.#deps.store.readNow(request.piece, request.offset, request.length)
    return data ? this.#send(request, data) : this.#sendLater(request)
  }

  async #sendLater(request: Request): Promise<number> {
    try {
      const data = await this.#deps.store.read(request.piece, request.offset, request.length)
      if (!this.#closed && !this.#wire.amChoking) return this.#send(request, data)
      this.#deps.store.release(data)
      this.#refuse(request)
    } catch {
      // The store reports its disk's faults itself; the peer only learns that it gets nothing.
      this.#refuse(request)
    }
    return 0
  }

  #refuse({ piece, offset, length }: Request): void {
    this.#promised -= length
    if (!this.#closed && this.#wire.hasFast) this.#wire.reject(piece, offset, length)
  }

  #send({ piece, offset }: Request, data: Uint8Array): number {
    const { store, now } = this.#deps
    const { length } = data
    this.written += length
    this.#deps.written(length)
    writeBlock(this.#wire, piece, offset, data, {
      released: () => store.release(data),
      taken: () => {
        this.sent.add(length, now())
        this.#turn.taken(length)
        this.#turn.wake()
      },
    })
    return length
  }
}
