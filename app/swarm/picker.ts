// Decides which blocks to ask a peer for: begun pieces first, then by priority and rarity, each block once until only
// requested blocks are left (endgame). It owns the state of every unfinished piece; bytes, sockets and clocks are the
// caller's. Invariant: a block is free, asked of at least one peer, or received; `free` and `missing` count them.

/** 16 KiB, the unit of requests (BEP 3). */
export const BLOCK = 16_384

const FREE = 0
const ASKED = 1
const RECEIVED = 2

/** How many peers may be asked for one block in endgame. */
const MAX_ASKED = 3
/** How far down the order one pick looks for a piece that the peer has. */
const MAX_TRIES = 4_096

export interface BlockRef {
  readonly piece: number
  readonly block: number
}

interface ActivePiece<P> {
  readonly piece: number
  readonly blocks: Uint8Array
  readonly askedOf: (P[] | undefined)[]
  free: number
  missing: number
}

export interface PickerSpec {
  readonly pieceLength: number
  readonly length: number
  /** One bit a piece, BEP 3 order: what we have. */
  readonly have: Uint8Array
  /** 0…3 per piece. */
  readonly priorities: Uint8Array
  /** 1 for pieces that `firstLast` puts before others of their priority. */
  readonly edges: Uint8Array
  /** Uniform in [0, 1). */
  readonly random: () => number
}

/** `others`: peers that were asked for the same block and may be told to leave it. */
export type Received<P> =
  | { readonly kind: 'unwanted' }
  | { readonly kind: 'taken'; readonly complete: boolean; readonly others: readonly P[] }

const bit = (bits: Uint8Array, index: number): boolean => (((bits[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 1

/** Pieces next to each other are fetched one after another as far as this, so that files do not lie in crumbs on disk. */
const RUN_BYTES = 8 * 1024 * 1024

/** The numbers below `count` in runs of `run`, the runs in random order. */
const shuffledRuns = (count: number, run: number, random: () => number): Uint32Array => {
  const starts = Uint32Array.from({ length: Math.ceil(count / run) }, (_, index) => index * run)
  for (let at = starts.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const held = starts[at] ?? 0
    starts[at] = starts[other] ?? 0
    starts[other] = held
  }
  const order = new Uint32Array(count)
  let at = 0
  for (const start of starts) for (let one = start; one < Math.min(start + run, count); one++) order[at++] = one
  return order
}

export class PiecePicker<P> {
  readonly pieceCount: number
  readonly #pieceLength: number
  readonly #length: number
  readonly #have: Uint8Array
  readonly #availability: Uint16Array
  readonly #shuffled: Uint32Array
  readonly #active = new Map<number, ActivePiece<P>>()
  #priorities: Uint8Array
  readonly #edges: Uint8Array
  #sequential = false
  #firstLast = false
  /** Pieces to begin, best first; entries that were begun or gained meanwhile are skipped. */
  #order: Uint32Array = new Uint32Array(0)
  #cursor = 0
  #stale = true
  #wantedMissing = 0
  #haveCount = 0

  constructor(spec: PickerSpec) {
    this.#pieceLength = spec.pieceLength
    this.#length = spec.length
    this.pieceCount = Math.ceil(spec.length / spec.pieceLength)
    this.#have = new Uint8Array(this.pieceCount)
    for (let piece = 0; piece < this.pieceCount; piece++) this.#have[piece] = bit(spec.have, piece) ? 1 : 0
    this.#availability = new Uint16Array(this.pieceCount)
    const run = Math.max(1, Math.floor(RUN_BYTES / spec.pieceLength))
    this.#shuffled = shuffledRuns(this.pieceCount, run, spec.random)
    this.#priorities = spec.priorities
    this.#edges = spec.edges
    this.#recount()
  }

  get haveCount(): number {
    return this.#haveCount
  }

  /** Wanted pieces that are not verified yet. */
  get wantedMissing(): number {
    return this.#wantedMissing
  }

  get activePieces(): readonly number[] {
    return [...this.#active.keys()]
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

  has(piece: number): boolean {
    return this.#have[piece] === 1
  }

  wants(piece: number): boolean {
    return this.#have[piece] === 0 && (this.#priorities[piece] ?? 0) > 0
  }

  availability(piece: number): number {
    return this.#availability[piece] ?? 0
  }

  /** A connected peer gained (+1) or lost (−1) a piece. */
  seen(piece: number, by: 1 | -1): void {
    this.#availability[piece] = Math.max(0, (this.#availability[piece] ?? 0) + by)
    this.#stale = true
  }

  setPriorities(priorities: Uint8Array): void {
    this.#priorities = priorities
    this.#stale = true
    this.#recount()
    for (const piece of this.#active.keys()) if (!this.wants(piece)) this.#active.delete(piece)
  }

  setOrder(order: { readonly sequential: boolean; readonly firstLast: boolean }): void {
    this.#sequential = order.sequential
    this.#firstLast = order.firstLast
    this.#stale = true
  }

  /** To be called about once a second: the order follows availability from then on. */
  refresh(): void {
    if (this.#stale) this.#sort()
  }

  /** Up to `count` blocks to ask `peer` for; they count as asked until received or released. */
  pick(peer: P, has: (piece: number) => boolean, count: number): BlockRef[] {
    if (this.#order.length === 0 && this.#stale) this.#sort()
    const picked: BlockRef[] = []
    for (const active of this.#active.values()) {
      if (picked.length >= count) return picked
      if (active.free > 0 && has(active.piece) && this.wants(active.piece)) this.#take(active, peer, count, picked)
    }
    this.#begin(peer, has, count, picked)
    if (picked.length === 0) this.#endgame(peer, has, count, picked)
    return picked
  }

  /** A block came in from `peer`. */
  received(peer: P, piece: number, block: number): Received<P> {
    const active = this.#active.get(piece)
    const state = active?.blocks[block]
    if (!active || state === undefined || state === RECEIVED) return { kind: 'unwanted' }
    const asked = active.askedOf[block] ?? []
    if (state === FREE) active.free--
    active.blocks[block] = RECEIVED
    active.askedOf[block] = undefined
    active.missing--
    return { kind: 'taken', complete: active.missing === 0, others: asked.filter((other) => other !== peer) }
  }

  /** `peer` will not send the block (rejected, timed out, choked). */
  release(peer: P, piece: number, block: number): void {
    const active = this.#active.get(piece)
    const asked = active?.askedOf[block]
    if (!active || !asked) return
    const at = asked.indexOf(peer)
    if (at === -1) return
    asked.splice(at, 1)
    if (asked.length > 0) return
    active.askedOf[block] = undefined
    active.blocks[block] = FREE
    active.free++
  }

  /** The piece's bytes failed their hash, or were lost: everything about it starts again. */
  reset(piece: number): void {
    this.#active.delete(piece)
    this.#stale = true
    this.#cursor = 0
  }

  verified(piece: number): void {
    this.#active.delete(piece)
    if (this.#have[piece] === 1) return
    if (this.wants(piece)) this.#wantedMissing--
    this.#have[piece] = 1
    this.#haveCount++
  }

  /** Takes up a piece begun in an earlier session. `have[i]` is 1 where block i is there. */
  restore(piece: number, have: Uint8Array): void {
    if (this.#have[piece] === 1 || this.#active.has(piece)) return
    const active = this.#open(piece)
    for (let block = 0; block < active.blocks.length; block++) {
      if (have[block] !== 1) continue
      active.blocks[block] = RECEIVED
      active.free--
      active.missing--
    }
  }

  /** 1 where a block of an unfinished piece is here, or null when the piece is not begun. */
  progressOf(piece: number): Uint8Array | null {
    const active = this.#active.get(piece)
    return active ? active.blocks.map((state) => (state === RECEIVED ? 1 : 0)) : null
  }

  #open(piece: number): ActivePiece<P> {
    const count = this.blocksOf(piece)
    const active: ActivePiece<P> = {
      piece,
      blocks: new Uint8Array(count),
      askedOf: Array.from<P[] | undefined>({ length: count }),
      free: count,
      missing: count,
    }
    this.#active.set(piece, active)
    return active
  }

  #take(active: ActivePiece<P>, peer: P, count: number, picked: BlockRef[]): void {
    const { blocks } = active
    for (let block = 0; block < blocks.length && active.free > 0 && picked.length < count; block++) {
      if (blocks[block] !== FREE) continue
      blocks[block] = ASKED
      active.askedOf[block] = [peer]
      active.free--
      picked.push({ piece: active.piece, block })
    }
  }

  #begin(peer: P, has: (piece: number) => boolean, count: number, picked: BlockRef[]): void {
    let tries = 0
    for (let at = this.#cursor; at < this.#order.length && picked.length < count; at++) {
      const piece = this.#order[at] ?? 0
      if (!this.wants(piece) || this.#active.has(piece)) {
        if (at === this.#cursor) this.#cursor++
        continue
      }
      if (++tries > MAX_TRIES) return
      if (has(piece)) this.#take(this.#open(piece), peer, count, picked)
    }
  }

  #endgame(peer: P, has: (piece: number) => boolean, count: number, picked: BlockRef[]): void {
    if (this.#active.size < this.#wantedMissing) return
    for (const active of this.#active.values()) {
      if (!has(active.piece) || !this.wants(active.piece)) continue
      for (let block = 0; block < active.blocks.length; block++) {
        if (picked.length >= count) return
        const asked = active.askedOf[block]
        if (!asked || asked.length >= MAX_ASKED || asked.includes(peer)) continue
        asked.push(peer)
        picked.push({ piece: active.piece, block })
      }
    }
  }

  /** Counting sort by priority (high first), then availability (rare first); equal ones in a fixed random order of runs. */
  #sort(): void {
    this.#stale = false
    this.#cursor = 0
    const source = this.#sequential ? null : this.#shuffled
    const levels = 64
    const rank = (piece: number): number => {
      const rarity = this.#sequential ? 0 : Math.min(levels - 1, this.#availability[piece] ?? 0)
      const later = this.#firstLast && this.#edges[piece] === 1 ? 0 : 1
      return ((3 - (this.#priorities[piece] ?? 0)) * 2 + later) * levels + rarity
    }
    const starts = new Uint32Array(6 * levels + 1)
    for (let piece = 0; piece < this.pieceCount; piece++) if (this.wants(piece)) bump(starts, rank(piece) + 1)
    for (let at = 1; at < starts.length; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0)
    const order = new Uint32Array(starts[starts.length - 1] ?? 0)
    for (let at = 0; at < this.pieceCount; at++) {
      const piece = source ? (source[at] ?? 0) : at
      if (this.wants(piece)) order[bump(starts, rank(piece))] = piece
    }
    this.#order = order
  }

  #recount(): void {
    this.#wantedMissing = 0
    this.#haveCount = 0
    for (let piece = 0; piece < this.pieceCount; piece++) {
      if (this.#have[piece] === 1) this.#haveCount++
      else if (this.wants(piece)) this.#wantedMissing++
    }
  }
}

/** Adds one to an entry and returns what it was. */
const bump = (counts: Uint32Array, at: number): number => {
  const before = counts[at] ?? 0
  counts[at] = before + 1
  return before
}
