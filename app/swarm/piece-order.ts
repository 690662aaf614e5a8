// In which order pieces are begun: by level (priority, and files' ends first when asked for), then rarest first, ties
// in a random order of runs; or by number. A snapshot, made anew now and then; each peer walks it with a cursor of its
// own.

import type { Availability } from './availability.ts'
import type { PieceNeeds } from './piece-needs.ts'

export interface OrderSpec {
  readonly pieceCount: number
  readonly pieceLength: number
  /** 1 for pieces with the beginning or the end of a file. */
  readonly edges: Uint8Array
  /** Uniform in [0, 1). */
  readonly random: () => number
}

/** Levels of pieces: three priorities, each with files' ends before the rest. */
export const LEVELS = 6
/** Pieces more common than this are not told apart. */
const RARITIES = 64
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

/** Adds one to an entry and returns what it was. */
const bump = (counts: Uint32Array, at: number): number => {
  const before = counts[at] ?? 0
  counts[at] = before + 1
  return before
}

export class PieceOrder {
  readonly #spec: OrderSpec
  /** Made when first needed: a torrent that only seeds never is. */
  #shuffled: Uint32Array | null = null
  sequential = false
  firstLast = false
  /** Pieces to begin, best first; some may have been begun since. */
  pieces = new Uint32Array(0)
  /** Where each level ends in `pieces`. */
  readonly ends = new Uint32Array(LEVELS)
  /** Counts the sorts, so that cursors into an earlier order can be told. */
  generation = 0
  /** Pieces that nobody connected has, when it was sorted. */
  unobtainable = 0

  constructor(spec: OrderSpec) {
    this.#spec = spec
  }

  /** `priority` 1…3. */
  level(piece: number, priority: number): number {
    return (3 - priority) * 2 + (this.firstLast && this.#spec.edges[piece] === 1 ? 0 : 1)
  }

  /** A counting sort of the fresh pieces. */
  sort({ fresh, priorities }: PieceNeeds, availability: Availability): void {
    const { pieceCount } = this.#spec
    const ranks = new Uint16Array(pieceCount)
    const starts = new Uint32Array(LEVELS * RARITIES + 1)
    this.unobtainable = 0
    for (let piece = 0; piece < pieceCount; piece++) {
      if (fresh[piece] !== 1) continue
      const rare = availability.rarity(piece)
      if (rare === 0 && availability.seeds === 0) this.unobtainable++
      ranks[piece] =
        this.level(piece, priorities[piece] ?? 0) * RARITIES + (this.sequential ? 0 : Math.min(RARITIES - 1, rare))
      bump(starts, (ranks[piece] ?? 0) + 1)
    }
    for (let at = 1; at < starts.length; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0)
    for (let level = 0; level < LEVELS; level++) this.ends[level] = starts[(level + 1) * RARITIES] ?? 0
    this.#place(fresh, ranks, starts)
    this.generation++
  }

  #place(fresh: Uint8Array, ranks: Uint16Array, starts: Uint32Array): void {
    const { pieceCount } = this.#spec
    const order = new Uint32Array(this.ends[LEVELS - 1] ?? 0)
    const source = this.sequential ? null : this.#ties()
    for (let at = 0; at < pieceCount; at++) {
      const piece = source ? (source[at] ?? 0) : at
      if (fresh[piece] === 1) order[bump(starts, ranks[piece] ?? 0)] = piece
    }
    this.pieces = order
  }

  #ties(): Uint32Array {
    const { pieceCount, pieceLength, random } = this.#spec
    const run = Math.max(1, Math.floor(RUN_BYTES / pieceLength))
    this.#shuffled ??= shuffledRuns(pieceCount, run, random)
    return this.#shuffled
  }
}
