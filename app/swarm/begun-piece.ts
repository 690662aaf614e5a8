// The blocks of a piece that is begun: free, asked of one or more peers, or received. Keeps the counts; which piece and
// which peer come next is the picker's to say.

const FREE = 0
const ASKED = 1
const RECEIVED = 2

/** From whom blocks may be asked: anybody; whoever takes one first, alone from then on; or that one peer. */
export type Source<P> = 'any' | 'first' | { readonly peer: P }

export class BegunPiece<P> {
  readonly piece: number
  readonly #states: Uint8Array
  /** Who was asked first, and in `#more` who else, block by block. */
  readonly #asked: (P | undefined)[]
  readonly #more = new Map<number, P[]>()
  /** No block below this one is free. */
  #next = 0
  free: number
  missing: number
  source: Source<P> = 'any'
  /** The one source may not be joined by others that have nothing else to do. */
  strict = false
  /** See PieceOrder. */
  level: number

  constructor(piece: number, blocks: number, level: number) {
    this.piece = piece
    this.level = level
    this.#states = new Uint8Array(blocks)
    this.#asked = Array.from<P | undefined>({ length: blocks })
    this.free = this.missing = blocks
  }

  get blocks(): number {
    return this.#states.length
  }

  get untouched(): boolean {
    return this.free === this.#states.length
  }

  allows(peer: P): boolean {
    return typeof this.source === 'string' || this.source.peer === peer
  }

  letGo(peer: P): void {
    if (typeof this.source !== 'string' && this.source.peer === peer) this.source = this.strict ? 'first' : 'any'
  }

  /** The next free block, now asked of `peer`; −1 when there is none. */
  take(peer: P): number {
    if (this.free === 0) return -1
    let block = this.#next
    while (this.#states[block] !== FREE) block++
    this.#next = block + 1
    this.#ask(peer, block)
    return block
  }

  /** That block is now asked of `peer`; false when it is not free. */
  takeThis(peer: P, block: number): boolean {
    if (this.#states[block] !== FREE) return false
    this.#ask(peer, block)
    return true
  }

  /** Asks `peer` too for a block others were asked for, when those are fewer than `limit` and `peer` not among them. */
  double(peer: P, block: number, limit: number): boolean {
    const first = this.#asked[block]
    const more = this.#more.get(block)
    if (first === undefined || first === peer || (more && (more.length >= limit - 1 || more.includes(peer))))
      return false
    if (more) more.push(peer)
    else this.#more.set(block, [peer])
    return true
  }

  /** Everybody asked for the block; the first is not a double. */
  askedFor(block: number): P[] {
    const first = this.#asked[block]
    return first === undefined ? [] : [first, ...(this.#more.get(block) ?? [])]
  }

  /** What is asked for and not here, of whom. */
  requests(): { readonly peer: P; readonly piece: number; readonly block: number }[] {
    return this.#asked.flatMap((_, block) => this.askedFor(block).map((peer) => ({ peer, piece: this.piece, block })))
  }

  /** False when the block is none, or here already. */
  receive(block: number): boolean {
    const state = this.#states[block]
    if (state === undefined || state === RECEIVED) return false
    if (state === FREE) this.free--
    this.missing--
    this.#states[block] = RECEIVED
    this.#forget(block)
    return true
  }

  /** Takes `peer` off the block; `freed`: nobody else is asked for it. Null: it was not asked. */
  release(peer: P, block: number): { readonly freed: boolean; readonly promoted: P | null } | null {
    const all = this.askedFor(block)
    const rest = all.filter((one) => one !== peer)
    if (rest.length === all.length) return null
    const [first, ...more] = rest
    this.#forget(block)
    if (first === undefined) {
      this.#states[block] = FREE
      this.#next = Math.min(this.#next, block)
      this.free++
      return { freed: true, promoted: null }
    }
    this.#asked[block] = first
    if (more.length > 0) this.#more.set(block, more)
    return { freed: false, promoted: first === all[0] ? null : first }
  }

  /** 1 where a block is here. */
  received(): Uint8Array {
    return this.#states.map((state) => (state === RECEIVED ? 1 : 0))
  }

  #ask(peer: P, block: number): void {
    this.#states[block] = ASKED
    this.#asked[block] = peer
    this.free--
    if (this.source === 'first') this.source = { peer }
  }

  #forget(block: number): void {
    this.#asked[block] = undefined
    this.#more.delete(block)
  }
}
