// What a torrent that has its metadata fetches and holds: the picker and the assembler, from the arrival of a block to
// the verified piece in the store. Leaves connections and what is said on them to the torrent.

import { PieceLedger } from '../../../app/swarm/piece-ledger.ts'
import type { PiecePicker } from '../../../app/swarm/picker.ts'
import type { PartialPiece } from '../storage/store.ts'
import type { Sender } from './bans.ts'
import type { FinishedPiece, PieceAssembler } from './piece-assembler.ts'
import type { PieceBuffers } from './piece-buffers.ts'
import type { PieceExchange, PieceSource } from './piece-source.ts'
import { assemblerOf, pickerOf } from './piece-parts.ts'
import { Suspects } from './suspects.ts'
import type { PieceOrder, PieceSpec } from './swarm.ts'

/** What became of bytes of a piece; 'bad-alone': one peer supplied all of it; 'dropped': not wanted any more. */
export type Outcome = 'verified' | 'bad' | 'bad-alone' | 'dropped'

export interface DownloadEvents {
  /** What a peer supplied of a piece that matched its hash, or did not. */
  settled(from: PieceSource, piece: number, bytes: number, outcome: Outcome): void
  /** Verified and written. */
  gained(piece: number): void
  /** The addresses that sent blocks of a piece that does not match its hash. */
  failed(piece: number, from: readonly string[]): void
  /** It is certain that this peer sent bad data. */
  lied(sender: Sender, piece: number): void
}

export class Download {
  readonly picker: PiecePicker<PieceSource>
  readonly exchange: PieceExchange
  readonly #spec: PieceSpec
  readonly #assembler: PieceAssembler<Sender>
  readonly #suspects = new Suspects()
  readonly #events: DownloadEvents
  readonly #ledger = new PieceLedger<PieceSource>()
  held = false
  closed = false
  /** Bytes of pieces that failed. */
  wasted = 0
  hashFails = 0

  constructor(spec: PieceSpec, events: DownloadEvents, buffers: PieceBuffers) {
    this.#spec = spec
    this.#events = events
    this.picker = pickerOf(spec)
    this.#assembler = assemblerOf(spec, buffers)
    for (const partial of spec.partials) {
      this.picker.restore(partial.piece, partial.have)
      this.#assembler.restore(partial)
    }
    this.exchange = {
      picker: this.picker,
      store: spec.store,
      took: (from, piece, block, data, complete) => this.#took(from, piece, block, data, complete),
      accepting: () => !this.held && !spec.store.saturated,
    }
  }

  /** Bytes still to be had, skipped ones included, as trackers count it. */
  get left(): number {
    const { length, pieceLength } = this.#spec
    const last = this.picker.pieceCount - 1
    const short = this.picker.has(last) ? pieceLength - this.picker.lengthOf(last) : 0
    return length - this.picker.haveCount * pieceLength + short
  }

  /** Distributed copies among connected peers. */
  get copies(): number {
    return this.picker.availability.copies()
  }

  setPriorities(priorities: Uint8Array): void {
    for (const { peer, piece, block } of this.picker.setPriorities(priorities)) peer.cancel(piece, block)
    const begun = (piece: number): boolean => this.picker.progressOf(piece) !== null
    this.#assembler.keep(begun)
    for (const { piece, supplies } of this.#ledger.keep(begun))
      for (const { peer, bytes } of supplies) this.#events.settled(peer, piece, bytes, 'dropped')
  }

  setOrder(order: PieceOrder): void {
    this.picker.setOrder(order)
  }

  partials(): PartialPiece[] {
    return this.#assembler.partials()
  }

  #took(from: PieceSource, piece: number, block: number, data: Uint8Array, complete: boolean): void {
    this.#assembler.put(piece, block, data, from.sender)
    this.#ledger.accepted(from, piece, data.length)
    if (complete) this.#complete(piece)
  }

  #complete(piece: number): void {
    const finished = this.#assembler.finish(piece)
    if (!finished) return
    this.#settle(piece, finished)
    if (!finished.valid) return this.#onBadPiece(piece, finished)
    const { data } = finished
    const judged = this.#suspects.verified(piece, data)
    void Promise.all([judged, this.#spec.store.write(piece, data)]).then(([liars]) => {
      this.#assembler.recycle(data)
      if (this.closed) return
      this.picker.verified(piece)
      this.#events.gained(piece)
      for (const liar of liars) this.#events.lied(liar, piece)
    })
  }

  #settle(piece: number, { valid, senders }: FinishedPiece<Sender>): void {
    const outcome = valid ? 'verified' : new Set(senders).size === 1 ? 'bad-alone' : 'bad'
    for (const { peer, bytes } of this.#ledger.settle(piece)) {
      if (valid) peer.verified += bytes
      else peer.bad += bytes
      this.#events.settled(peer, piece, bytes, outcome)
    }
  }

  /** A lone sender is to blame; of several, the next who sends the piece alone shows which. */
  #onBadPiece(piece: number, { data, senders }: FinishedPiece<Sender>): void {
    this.hashFails++
    this.wasted += data.length
    const from = new Set(senders)
    const [lone] = from
    void this.#suspects.failed(piece, data, senders).then(() => this.#assembler.recycle(data))
    this.#events.failed(
      piece,
      [...from].flatMap((sender) => (sender ? [sender.address] : [])),
    )
    if (from.size === 1 && lone) {
      this.picker.reset(piece)
      return this.#events.lied(lone, piece)
    }
    this.picker.reset(piece, this.#suspects.fails(piece) > 1 ? 'strict' : 'alone')
  }
}
