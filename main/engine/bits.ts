// Bitfields as peers send them (BEP 3): most significant bit first.

/** How many bits are set. */
export const popcount = (bits: Uint8Array): number => {
  let count = 0
  for (const byte of bits) {
    let rest = byte
    while (rest > 0) {
      rest &= rest - 1
      count++
    }
  }
  return count
}

export const hasBit = (bits: Uint8Array, index: number): boolean =>
  (((bits[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 1
