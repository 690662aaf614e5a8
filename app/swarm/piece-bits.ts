// Sets of pieces as peers send them (BEP 3): one bit a piece, most significant first. Counted and walked bytewise, so
// that a peer of 100,000 pieces costs microseconds.

const ONES = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0
  for (let rest = byte; rest > 0; rest &= rest - 1) ones++
  return ones
})

export const hasPiece = (bits: Uint8Array, piece: number): boolean =>
  (((bits[piece >> 3] ?? 0) >> (7 - (piece & 7))) & 1) === 1

export const setPiece = (bits: Uint8Array, piece: number): void => {
  bits[piece >> 3] = (bits[piece >> 3] ?? 0) | (0x80 >> (piece & 7))
}

export const clearPiece = (bits: Uint8Array, piece: number): void => {
  bits[piece >> 3] = (bits[piece >> 3] ?? 0) & ~(0x80 >> (piece & 7))
}

/** How many are set. */
export const countPieces = (bits: Uint8Array): number => {
  let count = 0
  for (let at = 0; at < bits.length; at++) count += ONES[bits[at] ?? 0] ?? 0
  return count
}

/** How many are set in both. */
export const countCommon = (a: Uint8Array, b: Uint8Array): number => {
  let count = 0
  for (let at = 0; at < a.length; at++) count += ONES[(a[at] ?? 0) & (b[at] ?? 0)] ?? 0
  return count
}

/** A copy without the spare bits past the last piece. (`slice` of what a socket reads into would be a view.) */
export const trimmed = (bits: Uint8Array, pieceCount: number): Uint8Array => {
  const copy = new Uint8Array(Math.min(bits.length, Math.ceil(pieceCount / 8)))
  copy.set(bits.subarray(0, copy.length))
  const spare = copy.length * 8 - pieceCount
  if (spare > 0) copy[copy.length - 1] = (copy[copy.length - 1] ?? 0) & (0xff << spare)
  return copy
}
