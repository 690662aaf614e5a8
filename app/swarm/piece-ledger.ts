// Who supplied which bytes of each unfinished piece, until the piece's hash says what they were worth. Bytes of a piece
// that fails count for nobody. Invariant: what was accepted of a peer is verified, bad, dropped or still open, each
// byte in exactly one of them.

export interface Supply<P> {
  readonly peer: P
  readonly bytes: number
}

export class PieceLedger<P> {
  readonly #open = new Map<number, Map<P, number>>()

  /** A block that was asked for and is the first of its kind. */
  accepted(peer: P, piece: number, bytes: number): void {
    const suppliers = this.#open.get(piece) ?? new Map<P, number>()
    this.#open.set(piece, suppliers)
    suppliers.set(peer, (suppliers.get(peer) ?? 0) + bytes)
  }

  /** The piece matched its hash, or did not, or was given up: its account is closed. */
  settle(piece: number): Supply<P>[] {
    const suppliers = this.#open.get(piece) ?? []
    this.#open.delete(piece)
    return [...suppliers].map(([peer, bytes]) => ({ peer, bytes }))
  }

  /** Gives up the pieces for which `wanted` is false; answers which, and who had supplied them. */
  keep(wanted: (piece: number) => boolean): { readonly piece: number; readonly supplies: Supply<P>[] }[] {
    const given = [...this.#open.keys()].filter((piece) => !wanted(piece))
    return given.map((piece) => ({ piece, supplies: this.settle(piece) }))
  }
}
