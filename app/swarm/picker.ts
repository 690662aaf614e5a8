// Decides which blocks to ask a peer for: what is due first, then level by level begun pieces before new ones, rare
// before common, each block once until only requested blocks are left (endgame). It owns who has which piece and the
// state of every unfinished piece; bytes, sockets and clocks are the caller's. Invariants: a block is free, asked of at
// least one peer, or received; no call but `refresh`, `setPriorities` and `setOrder` walks all pieces one by one.

import type { Availability } from './availability.ts'
import type { BegunPiece } from './begun-piece.ts'
import { BegunPieces } from './begun-pieces.ts'
import { endgame, hurry } from './doubling.ts'
import { PieceHolders } from './piece-holders.ts'
import { PieceNeeds } from './piece-needs.ts'
import { LEVELS, PieceOrder } from './piece-order.ts'
import type { Deadline, Dropped, PickerSpec, Received } from './picker-spec.ts'
import { runFrom, type BlockRef, type Turn } from './turn.ts'

/** 16 KiB, the unit of requests (BEP 3). */
export const BLOCK = 16_384

/** Blocks of a piece due within this are asked of a second peer, ms. */
const LATE = 2_000
/** An order of more pieces than this is made anew less often than once a second. */
const SORTED_A_SECOND = 100_000

export class PiecePicker<P> {
  readonly pieceCount: number
  readonly #pieceLength: number
  readonly #length: number
  readonly #needs: PieceNeeds
  readonly #holders: PieceHolders<P>
  readonly #begun: BegunPieces<P>
  readonly #order: PieceOrder
  #deadlines: readonly Deadline[] = []
  /** Pieces before this place of the order are begun or here. */
  #head = 0
  #sorted = false
  #stale = true
  #ticks = 0
  /** Pieces and blocks looked at so far: what all of this costs. */
  looks = 0

  constructor(spec: PickerSpec) {
    this.#pieceLength = spec.pieceLength
    this.#length = spec.length
    this.pieceCount = Math.ceil(spec.length / spec.pieceLength)
    this.#needs = new PieceNeeds(this.pieceCount, spec.have)
    this.#holders = new PieceHolders(this.pieceCount, this.#needs)
    this.#order = new PieceOrder({ ...spec, pieceCount: this.pieceCount })
    const wants = (piece: number): boolean => this.wants(piece)
    this.#begun = new BegunPieces(wants, (piece) => this.#levelOf(piece))
    this.#choose(spec.priorities)
  }

  get haveCount(): number {
    return this.#needs.haveCount
  }

  /** Wanted pieces that are not verified yet. */
  get wantedMissing(): number {
    return this.#needs.missing
  }

  get availability(): Availability {
    return this.#holders.availability
  }

  lengthOf(piece: number): number {
    return piece === this.pieceCount - 1 ? this.#length - piece * this.#pieceLength : this.#pieceLength
  }

  blocksOf(piece: number): number {
    return Math.ceil(this.lengthOf(piece) / BLOCK)
  }

  blockLength(piece: number, block: number): number {
    return Math.min(BLOCK, this.lengthOf(piece) - block * BLOCK)
  }

  /** A copy, BEP 3 order. */
  bitfield(): Uint8Array {
    return this.#needs.bitfield()
  }

  has(piece: number): boolean {
    return this.#needs.has(piece)
  }

  /** Wanted and not verified yet. */
  wants(piece: number): boolean {
    return this.#needs.wants(piece)
  }

  // Who has what.

  join(peer: P): void {
    this.#holders.join(peer)
  }

  /** Everything the peer has, in place of what it had. */
  learn(peer: P, pieces: Uint8Array | 'all' | 'none'): void {
    this.#holders.learn(peer, pieces)
    this.#stale = true
  }

  /** The peer gained a piece. False when it had it. */
  gain(peer: P, piece: number): boolean {
    if (!this.#holders.gain(peer, piece)) return false
    if (this.#needs.fresh[piece] === 1) this.#holders.get(peer)?.recent.push(piece)
    this.#stale = true
    return true
  }

  /** The peer is gone; what it was asked for is to be released first. */
  leave(peer: P): void {
    this.#holders.leave(peer)
    this.#begun.letGo(peer)
    this.#stale = true
  }

  /** The peer is nobody's only source any more. */
  letGo(peer: P): void {
    this.#begun.letGo(peer)
  }

  peerHas(peer: P, piece: number): boolean {
    return this.#holders.get(peer)?.has(piece) ?? false
  }

  /** How many pieces the peer has. */
  countOf(peer: P): number {
    return this.#holders.get(peer)?.count ?? 0
  }

  /** How many wanted pieces it has that we lack. */
  usefulOf(peer: P): number {
    return this.#holders.get(peer)?.useful ?? 0
  }

  // What is wanted, and when.

  /** Answers what was asked for and is not wanted any more. */
  setPriorities(priorities: Uint8Array): Dropped<P>[] {
    this.#choose(priorities)
    const unwanted = [...this.#begun.all()].filter(({ piece }) => !this.wants(piece))
    const dropped = unwanted.flatMap((begun) => begun.requests())
    for (const { peer, piece, block } of dropped) this.release(peer, piece, block)
    for (const { piece } of unwanted) this.#begun.drop(piece)
    return dropped
  }

  setOrder(order: { readonly sequential: boolean; readonly firstLast: boolean }): void {
    this.#order.sequential = order.sequential
    this.#order.firstLast = order.firstLast
    this.#sorted = false
    this.#begun.relevel()
  }

  /** These pieces before all others, the earliest first; replaces what was said before. */
  setDeadlines(deadlines: readonly Deadline[]): void {
    this.#deadlines = deadlines.filter(({ piece }) => !this.has(piece)).sort((a, b) => a.at - b.at)
  }

  /**
   * From now on blocks of the piece are asked of `peer` alone, until it leaves, gives one back, or the piece is done;
   * then of another alone. False when it has not got the piece, or others are at it already.
   */
  exclusive(piece: number, peer: P): boolean {
    if (!this.wants(piece) || !this.peerHas(peer, piece)) return false
    const begun = this.#begun.get(piece) ?? this.#begin(piece)
    if (typeof begun.source !== 'string') return begun.source.peer === peer
    if (!begun.untouched) return false
    begun.source = { peer }
    begun.strict = true
    return true
  }

  /** From now on, or no more: pieces begun with `peer` are asked of it alone, unless others have nothing else to do. */
  setSole(peer: P, on: boolean): void {
    const its = this.#holders.get(peer)
    if (its) its.sole = on
  }

  /** To be called about once a second: the order follows availability from then on. */
  refresh(): void {
    this.#ticks++
    if (this.#stale && this.#needs.freshCount > 0 && this.#ticks * SORTED_A_SECOND >= this.pieceCount) this.#sort()
  }

  // Blocks.

  /** Up to `count` blocks to ask `peer` for; they count as asked until received or released. */
  pick(peer: P, count: number, now = 0): BlockRef[] {
    return this.#pick(peer, count, now, null)
  }

  /**
   * Neighbouring blocks: the best one, and what follows it as far as it is free and as urgent. `near`: where best to
   * begin.
   */
  pickRun(peer: P, count: number, now: number, near: number): BlockRef[] {
    const [first] = this.#pick(peer, 1, now, near)
    if (!first) return []
    const level = this.#levelOf(first.piece)
    const take = (piece: number, block: number) => this.#levelOf(piece) === level && this.claim(peer, piece, block)
    return runFrom(first, count, (piece) => this.blocksOf(piece), take)
  }

  /** Asks `peer` for this very block; false when it is not wanted, not free, or not for that peer. */
  claim(peer: P, piece: number, block: number): boolean {
    const its = this.#holders.get(peer)
    if (!its?.has(piece) || !this.wants(piece)) return false
    const begun = this.#begun.get(piece) ?? this.#begin(piece)
    if (!begun.allows(peer) || !begun.takeThis(peer, block)) return false
    its.asked++
    this.looks++
    this.#begun.sort(begun)
    return true
  }

  #pick(peer: P, count: number, now: number, near: number | null): BlockRef[] {
    const its = this.#holders.get(peer)
    if (!its || its.useful === 0) return []
    if (!this.#sorted && this.#needs.freshCount > 0) this.#sort()
    its.follow(this.#order.generation)
    const turn: Turn<P> = { peer, its, count, picked: [], looks: 0 }
    if (this.#deadlines.length > 0) this.#takeDue(turn, now)
    for (let level = 0; level < LEVELS && turn.picked.length < count; level++) {
      if (near === null) this.#takeOpen(level, turn)
      else this.#takeNear(near, level, turn)
      this.#beginLevel(level, turn)
      if (near !== null) this.#takeOpen(level, turn)
      if (its.sole) this.#takeOpen(level, turn, true)
    }
    this.#beginRecent(turn)
    if (turn.picked.length === 0) this.#joinIn(turn)
    if (turn.picked.length === 0 && this.#noneToBegin()) endgame(this.#begun, this.availability, turn)
    this.looks += turn.looks
    return turn.picked
  }

  /** A block came in from `peer`. */
  received(peer: P, piece: number, block: number): Received<P> {
    const begun = this.#begun.get(piece)
    if (!begun) return { kind: 'unwanted' }
    const asked = begun.askedFor(block)
    if (!begun.receive(block)) return { kind: 'unwanted' }
    asked.forEach((one, at) => this.#holders.uncount(one, at > 0))
    this.#begun.sort(begun)
    return { kind: 'taken', complete: begun.missing === 0, others: asked.filter((other) => other !== peer) }
  }

  /** `peer` will not send the block (rejected, timed out, choked). */
  release(peer: P, piece: number, block: number): void {
    const begun = this.#begun.get(piece)
    if (!begun) return
    const wasFirst = begun.askedFor(block)[0] === peer
    const released = begun.release(peer, block)
    if (!released) return
    this.#holders.uncount(peer, !wasFirst)
    if (released.promoted !== null) this.#holders.promote(released.promoted)
    begun.letGo(peer)
    this.#begun.sort(begun)
  }

  /**
   * The piece's bytes failed their hash, or were lost: everything about it starts again. `alone`: from one peer only,
   * as far as others have something else to do; `strict`: whatever they have to do.
   */
  reset(piece: number, source: 'any' | 'alone' | 'strict' = 'any'): void {
    this.#begun.drop(piece)
    if (!this.wants(piece)) return
    const begun = this.#begin(piece)
    begun.source = source === 'any' ? 'any' : 'first'
    begun.strict = source === 'strict'
  }

  verified(piece: number): void {
    this.#begun.drop(piece)
    if (this.#needs.gain(piece)) this.#holders.got(piece)
    if (this.#deadlines.length > 0) this.#deadlines = this.#deadlines.filter((one) => one.piece !== piece)
  }

  /** Takes up a piece begun in an earlier session. `have[i]` is 1 where block i is there. */
  restore(piece: number, have: Uint8Array): void {
    if (this.has(piece) || this.#begun.has(piece)) return
    const begun = this.#begin(piece)
    for (let block = 0; block < begun.blocks; block++) if (have[block] === 1) begun.receive(block)
    this.#begun.sort(begun)
  }

  /** 1 where a block of an unfinished piece is here, or null when the piece is not begun. */
  progressOf(piece: number): Uint8Array | null {
    return this.#begun.get(piece)?.received() ?? null
  }

  // Taking.

  #take(begun: BegunPiece<P>, turn: Turn<P>): void {
    const wanted = Math.min(begun.free, turn.count - turn.picked.length)
    if (turn.its.sole && wanted > 0 && begun.source === 'any' && begun.untouched) begun.source = { peer: turn.peer }
    for (let taken = 0; taken < wanted; taken++) {
      turn.picked.push({ piece: begun.piece, block: begun.take(turn.peer) })
    }
    turn.looks += wanted
    turn.its.asked += wanted
    this.#begun.sort(begun)
  }

  /** `mixed`: also what others may have sent part of, where one peer is to be the only source of its pieces. */
  #takeOpen(level: number, turn: Turn<P>, mixed = !turn.its.sole): void {
    for (const begun of this.#begun.open(level)) {
      if (turn.picked.length >= turn.count) return
      turn.looks++
      if (!mixed && begun.source === 'any' && !begun.untouched) continue
      if (turn.its.has(begun.piece) && begun.allows(turn.peer)) this.#take(begun, turn)
    }
  }

  #takeNear(piece: number, level: number, turn: Turn<P>): void {
    if (!turn.its.has(piece) || !this.wants(piece) || this.#levelOf(piece) !== level) return
    turn.looks++
    const begun = this.#begun.get(piece) ?? this.#begin(piece)
    if (begun.allows(turn.peer)) this.#take(begun, turn)
  }

  #takeDue(turn: Turn<P>, now: number): void {
    for (const { piece, at } of this.#deadlines) {
      if (turn.picked.length >= turn.count) return
      turn.looks++
      if (!this.wants(piece) || !turn.its.has(piece)) continue
      const begun = this.#begun.get(piece) ?? this.#begin(piece)
      if (!begun.allows(turn.peer)) continue
      this.#take(begun, turn)
      if (begun.free === 0 && at - now < LATE) hurry(begun, turn)
    }
  }

  #beginLevel(level: number, turn: Turn<P>): void {
    const { pieces, ends } = this.#order
    const { fresh } = this.#needs
    const end = ends[level] ?? 0
    while (this.#head < pieces.length && fresh[pieces[this.#head] ?? 0] === 0) this.#head++
    let at = Math.max(turn.its.cursor, this.#head)
    for (; at < end && turn.picked.length < turn.count; at++) {
      const piece = pieces[at] ?? 0
      turn.looks++
      if (fresh[piece] === 1 && turn.its.has(piece)) this.#take(this.#begin(piece), turn)
    }
    turn.its.cursor = Math.max(turn.its.cursor, at)
  }

  /** What it gained since the order was made may lie before its place there. */
  #beginRecent(turn: Turn<P>): void {
    const { recent } = turn.its
    while (recent.length > 0 && turn.picked.length < turn.count) {
      const piece = recent.pop() ?? 0
      turn.looks++
      if (this.#needs.fresh[piece] === 1) this.#take(this.#begin(piece), turn)
    }
  }

  /** A peer with nothing else to do helps with what another has alone, unless that is strict. */
  #joinIn(turn: Turn<P>): void {
    for (const begun of this.#begun.allOpen()) {
      if (turn.picked.length >= turn.count) return
      turn.looks++
      if (begun.strict || begun.allows(turn.peer) || !turn.its.has(begun.piece)) continue
      begun.source = 'any'
      this.#take(begun, turn)
    }
  }

  /** No wanted piece that somebody connected has is left to begin. */
  #noneToBegin(): boolean {
    return this.#needs.freshCount <= (this.#stale ? 0 : this.#order.unobtainable)
  }

  #levelOf(piece: number): number {
    return this.#order.level(piece, Math.max(1, this.#needs.priorities[piece] ?? 0))
  }

  #begin(piece: number): BegunPiece<P> {
    this.#needs.begin(piece)
    return this.#begun.add(piece, this.blocksOf(piece))
  }

  #sort(): void {
    this.#sorted = true
    this.#stale = false
    this.#ticks = this.#head = 0
    this.looks += this.pieceCount
    this.#order.sort(this.#needs, this.availability)
  }

  #choose(priorities: Uint8Array): void {
    this.#needs.choose(priorities, (piece) => this.#begun.has(piece))
    this.#holders.recount()
    this.#sorted = false
    this.#begun.relevel()
  }
}
