// How long the pieces of a new torrent are. Small pieces make a large .torrent and much talk between peers, large ones
// waste what a bad block spoils: between a thousand and two thousand pieces is what clients agree on.

const KIB = 1024
export const SHORTEST_PIECE = 16 * KIB
export const LONGEST_PIECE = 16 * KIB * KIB
const MOST_PIECES = 2_000

/** The lengths to choose from: powers of two. */
export const pieceLengths: readonly number[] = Array.from({ length: 11 }, (_, n) => SHORTEST_PIECE * 2 ** n)

export const pieceCount = (size: number, pieceLength: number): number => Math.ceil(size / pieceLength)

/** The shortest that makes at most two thousand pieces of `size` bytes. */
export const autoPieceLength = (size: number): number =>
  pieceLengths.find((length) => pieceCount(size, length) <= MOST_PIECES) ?? LONGEST_PIECE
