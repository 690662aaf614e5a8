// One connected peer of one torrent: what it has, what we ask of it, what it asks of us, and the exact bytes both
// ways. Talks to the protocol library's wire; leaves what to ask for to the picker, what it asks of us to its Serving.
// Invariant: every block counted as asked in the picker is in `#asked` here.

import type Wire from 'bittorrent-protocol'
import type Peer from 'webtorrent/lib/peer.js'
import type { PeerSource } from '../../../app/torrent/details.ts'
import { BLOCK } from '../../../app/swarm/picker.ts'
import { RateMeter } from '../../../app/swarm/rate.ts'
import type { DownloadLane, DownloadPeer, DownloadTurn } from './download-scheduler.ts'
import type { Pipeline } from './pipeline.ts'
import type { Sender } from './bans.ts'
import type { Usefulness } from './connections.ts'
import type { PieceExchange, PieceSource } from './piece-source.ts'
import type { PeerKey, PeerMeter, PeerStanding } from './swarm.ts'
import { Serving } from './serving.ts'
import type { UploadLane } from './upload-scheduler.ts'
import { MAX_UNREAD, chargePeer, socketBacklog, tapWire, writeRequest, type WireSink } from './wire-stream.ts'

const DEFAULT_THEIR_QUEUE = 250
const REQUEST_TIMEOUT = 30_000
const LOST_REQUEST = 120_000
/** Where a limit is in force: who sent nothing for so long is asked for no more. */
const LATE = 2_000
/** Blocks and seconds of transfer that may be asked for there. */
const LENT = 4
const LENT_SECONDS = 2
/** Requests given up for time that may still be answered. */
const MAX_LAPSED = 2_000

export interface SessionDeps {
  readonly exchange: PieceExchange
  readonly uploads: UploadLane
  readonly downloads: DownloadLane
  readonly pipeline: Pipeline
  now(): number
  interestChanged(): void
  /** Somebody choked or unchoked, became interested or ceased to be. */
  turned(session: WireSession): void
  /** Payload was given to its socket. */
  written(to: WireSession, bytes: number): void
  accepted(from: WireSession, piece: number, bytes: number): void
}

let connections = 0

export class WireSession implements WireSink, DownloadPeer, PieceSource {
  readonly key = ++connections as PeerKey
  readonly peer: Peer
  readonly wire: Wire
  readonly address: string
  readonly source: PeerSource
  readonly sender: Sender
  /** Accepted payload. */
  readonly down = new RateMeter()
  readonly serving: Serving
  readonly #deps: SessionDeps
  /** Asked blocks by piece * 2^16 + block, with when they were asked for. */
  readonly #asked = new Map<number, number>()
  readonly #turn: DownloadTurn
  /** Given up for time; what comes of them all the same is taken. */
  readonly #lapsed = new Set<number>()
  #lastHeard: number
  #lastBlock: number
  #closed = false
  snubbed = false
  verified = 0
  bad = 0
  unwanted = 0

  constructor(peer: Peer, wire: Wire, source: PeerSource, address: string, deps: SessionDeps) {
    this.peer = peer
    this.wire = wire
    this.address = address
    this.source = source
    this.sender = { address, peerId: wire.peerId ?? '', incoming: source === 'incoming' }
    this.#deps = deps
    this.#lastHeard = this.#lastBlock = deps.now()
    const { picker, store } = deps.exchange
    this.#turn = deps.downloads.join(this)
    this.serving = new Serving(wire, {
      store,
      uploads: deps.uploads,
      now: deps.now,
      pieceCount: () => picker.pieceCount,
      pieceLength: (piece) => picker.lengthOf(piece),
      has: (piece) => picker.has(piece),
      written: (bytes) => deps.written(this, bytes),
      choked: () => deps.turned(this),
    })
  }

  /** Sends what we have and takes over what the wire learned before. */
  start(): void {
    const { wire } = this
    const { picker } = this.#deps.exchange
    picker.join(this)
    wire.on('unchoke', () => this.#onUnchoke())
    wire.on('choke', () => this.#onChoke())
    wire.on('reject', (piece: number, offset: number) => this.#onReject(piece, offset))
    wire.on('interested', () => this.#onInterest())
    wire.on('uninterested', () => this.#onInterest())
    tapWire(wire, this)
    if (wire.hasFast && picker.haveCount === picker.pieceCount) wire.haveAll()
    else if (wire.hasFast && picker.haveCount === 0) wire.haveNone()
    else wire.bitfield(picker.bitfield())
    this.#takeOver()
  }

  get isSeed(): boolean {
    const { picker } = this.#deps.exchange
    return picker.countOf(this) === picker.pieceCount
  }

  /** It wants nothing, whether it has all or only what it chose (BEP 21). */
  get wantsNothing(): boolean {
    const { peerExtendedHandshake, peerInterested } = this.wire
    return this.isSeed || (peerExtendedHandshake['upload_only'] === 1 && !peerInterested)
  }

  get progress(): number {
    const { picker } = this.#deps.exchange
    return picker.countOf(this) / picker.pieceCount
  }

  /** Requests of ours are on their way to it. */
  get asked(): boolean {
    return this.#asked.size > 0
  }

  /** For who decides whether it may stay. */
  get worth(): Usefulness {
    const useful = this.useful || this.wire.peerInterested
    const now = this.#deps.now()
    const rate = this.down.rate(now) + this.up.rate(now)
    return { useful, moved: this.down.total + this.up.total, rate, heardAt: this.#lastHeard }
  }

  get useful(): boolean {
    return this.#deps.exchange.picker.usefulOf(this) > 0
  }

  get meter(): PeerMeter {
    const { verified, bad, unwanted } = this
    return { accepted: this.down.total, verified, bad, unwanted, written: this.serving.written, sent: this.up.total }
  }

  get standing(): PeerStanding {
    const { amInterested, amChoking, peerInterested, peerChoking } = this.wire
    const now = this.#deps.now()
    return {
      address: this.address,
      peerId: this.sender.peerId,
      ...{ amInterested, amChoking, peerInterested, peerChoking },
      useful: this.useful,
      downRate: this.down.rate(now),
      upRate: this.up.rate(now),
      ...{ paid: this.serving.paid, outbid: this.serving.outbid },
      held: this.serving.held,
    }
  }

  /** Payload its socket took. */
  get up(): RateMeter {
    return this.serving.sent
  }

  /** Asks for as many more blocks as its speed warrants, or queues up where a limit is in force. */
  request(): void {
    if (!this.#mayAsk()) return
    if (this.#turn.limited) return this.#turn.wake()
    const depth = this.#depth()
    if (this.#asked.size <= depth * 0.7) this.#ask(depth - this.#asked.size)
  }

  /** What a limit allows goes to peers that answer: to others no more is lent than a few blocks. */
  get askable(): boolean {
    if (!this.#mayAsk()) return false
    const now = this.#deps.now()
    if (this.#asked.size > 0 && now - this.#lastBlock > LATE) return false
    return this.#asked.size < Math.min(this.#depth(), LENT + (this.down.rate(now) * LENT_SECONDS) / BLOCK)
  }

  askNext(): number {
    return this.#ask(1)
  }

  #mayAsk(): boolean {
    return !this.#closed && !this.wire.peerChoking && this.useful && this.#deps.exchange.accepting()
  }

  /** Returns the bytes asked for. */
  #ask(count: number): number {
    const { exchange, now } = this.#deps
    let bytes = 0
    for (const { piece, block } of exchange.picker.pick(this, count, now())) {
      const length = exchange.picker.blockLength(piece, block)
      if (this.#asked.size === 0) this.#lastBlock = now()
      this.#asked.set(piece * 65_536 + block, now())
      bytes += length
      writeRequest(this.wire, 6, piece, block * BLOCK, length)
    }
    return bytes
  }

  /** Another peer delivered the block: this one need not. */
  cancel(piece: number, block: number): void {
    if (!this.#asked.delete(piece * 65_536 + block)) return
    const length = this.#deps.exchange.picker.blockLength(piece, block)
    this.#turn.forgone(length)
    if (!this.#closed) writeRequest(this.wire, 8, piece, block * BLOCK, length)
  }

  /** We gained a piece. */
  weHave(piece: number): void {
    if (this.#closed) return
    this.wire.have(piece)
    this.updateInterest()
  }

  updateInterest(): void {
    if (this.#closed || this.useful === this.wire.amInterested) return
    if (this.useful) this.wire.interested()
    else this.wire.uninterested()
    this.#deps.turned(this)
  }

  /** Once a second: gives up on requests that stay without an answer. Returns false when it leaves too much unread. */
  tick(now: number): boolean {
    if (socketBacklog(this.wire) > MAX_UNREAD) return false
    if (this.#asked.size > 0 && now - this.#lastBlock > REQUEST_TIMEOUT) {
      this.snubbed = true
      this.#lapse()
      this.#releaseAll()
      this.#lastBlock = now
    }
    if (this.#asked.size > 0 && now - this.#lastBlock > LATE) this.#turn.late()
    this.#expire(now)
    this.request()
    return true
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.serving.close()
    this.#releaseAll()
    this.#turn.leave()
    this.#deps.exchange.picker.leave(this)
  }

  // From the parser.

  passes(id: number, message: Uint8Array): boolean {
    this.#lastHeard = this.#deps.now()
    switch (id) {
      case 4:
        this.#onHave(message)
        return false
      case 5:
        this.#learn(message.subarray(1))
        return false
      case 14:
      case 15:
        if (!this.wire.hasFast) throw new RangeError('fast message without the extension')
        this.#learn(id === 14 ? 'all' : 'none')
        return false
      default:
        return true
    }
  }

  onBlock(piece: number, offset: number, data: Uint8Array): void {
    const now = this.#deps.now()
    const { exchange } = this.#deps
    const block = offset / BLOCK
    this.#lastHeard = this.#lastBlock = now
    this.snubbed = false
    const key = piece * 65_536 + block
    const asked = this.#asked.has(key)
    if (!asked && !this.#lapsed.delete(key)) {
      this.unwanted += data.length
      return chargePeer(this.wire, 1)
    }
    // Still asked when this throws: closing the session frees the block for others.
    if (data.length !== exchange.picker.blockLength(piece, block)) throw new RangeError('block of the wrong length')
    this.#asked.delete(key)
    if (asked) this.#turn.arrived(data.length)
    const outcome = exchange.picker.received(this, piece, block)
    if (outcome.kind === 'unwanted') this.unwanted += data.length
    else {
      this.down.add(data.length, now)
      this.#deps.accepted(this, piece, data.length)
      for (const other of outcome.others) other.cancel(piece, block)
      exchange.took(this, piece, block, data, outcome.complete)
    }
    this.request()
  }

  onRequest(piece: number, offset: number, length: number): void {
    this.#lastHeard = this.#deps.now()
    this.serving.onRequest(piece, offset, length)
  }

  onCancel(piece: number, offset: number, length: number): void {
    this.serving.onCancel(piece, offset, length)
  }

  // What it has.

  /** What it said before we listened. */
  #takeOver(): void {
    const { buffer } = this.wire.peerPieces
    if (buffer.length > 0) this.#learn(buffer.slice(0, Math.ceil(this.#deps.exchange.picker.pieceCount / 8)))
    // The library's stand-in for a peer that has everything holds no bits.
    else if (this.wire.peerPieces.get(0)) this.#learn('all')
  }

  #learn(pieces: Uint8Array | 'all' | 'none'): void {
    const { picker } = this.#deps.exchange
    if (typeof pieces !== 'string' && pieces.length !== Math.ceil(picker.pieceCount / 8)) {
      throw new RangeError('bitfield of the wrong length')
    }
    picker.learn(this, pieces)
    this.updateInterest()
    this.request()
  }

  #onHave(message: Uint8Array): void {
    const { picker } = this.#deps.exchange
    const piece = message.length === 5 ? new DataView(message.buffer, message.byteOffset).getUint32(1) : Infinity
    if (piece >= picker.pieceCount) throw new RangeError('have out of range')
    if (!picker.gain(this, piece)) return chargePeer(this.wire, 1)
    this.updateInterest()
    if (this.#asked.size === 0) this.request()
  }

  // What we asked for.

  #depth(): number {
    if (this.snubbed) return 1
    const theirs = this.wire.peerExtendedHandshake['reqq']
    const limit = typeof theirs === 'number' && theirs > 0 ? theirs : DEFAULT_THEIR_QUEUE
    const { exchange, now, pipeline } = this.#deps
    return pipeline.depth(this.down.rate(now()), limit, exchange.store.waiting)
  }

  #onInterest(): void {
    this.#deps.interestChanged()
    this.#deps.turned(this)
  }

  #onUnchoke(): void {
    this.#deps.turned(this)
    this.request()
  }

  #onChoke(): void {
    if (!this.wire.hasFast) this.#releaseAll()
    this.#deps.exchange.picker.letGo(this)
    this.#deps.turned(this)
  }

  #onReject(piece: number, offset: number): void {
    const block = offset / BLOCK
    if (!this.#asked.delete(piece * 65_536 + block)) return chargePeer(this.wire, 1)
    this.#turn.forgone(this.#deps.exchange.picker.blockLength(piece, block))
    this.#deps.exchange.picker.release(this, piece, block)
  }

  /** A request the peer lost without a word; the oldest come first. */
  #expire(now: number): void {
    for (const [key, at] of this.#asked) {
      if (now - at < LOST_REQUEST) return
      this.#onReject(Math.floor(key / 65_536), (key % 65_536) * BLOCK)
    }
  }

  #lapse(): void {
    if (this.#lapsed.size > MAX_LAPSED) this.#lapsed.clear()
    for (const key of this.#asked.keys()) this.#lapsed.add(key)
  }

  #releaseAll(): void {
    const { picker } = this.#deps.exchange
    for (const key of this.#asked.keys()) {
      const piece = Math.floor(key / 65_536)
      const block = key % 65_536
      this.#turn.forgone(picker.blockLength(piece, block))
      picker.release(this, piece, block)
    }
    this.#asked.clear()
  }
}
