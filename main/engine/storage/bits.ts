// Sets of pieces as bits, most significant first (the order of BEP 3's bitfield). Pure.

export const emptyBits = (count: number): Uint8Array => new Uint8Array((count + 7) >> 3)

export const hasBit = (bits: Uint8Array, index: number): boolean =>
  ((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0

export function setBit(bits: Uint8Array, index: number): void {
  bits[index >> 3] = (bits[index >> 3] ?? 0) | (0x80 >> (index & 7))
}

export function clearBit(bits: Uint8Array, index: number): void {
  bits[index >> 3] = (bits[index >> 3] ?? 0) & ~(0x80 >> (index & 7))
}

/** The members below `count`, rising. */
export function* members(bits: Uint8Array, count: number): Generator<number> {
  for (let byte = 0; byte * 8 < count; byte++) {
    if (bits[byte] === 0) continue
    const end = Math.min(count, byte * 8 + 8)
    for (let index = byte * 8; index < end; index++) if (hasBit(bits, index)) yield index
  }
}

/** A copy of exactly the length for `count`, spare bits zero, whatever came in. */
export function fitBits(bits: Uint8Array, count: number): Uint8Array {
  const fitted = emptyBits(count)
  for (const index of members(bits, Math.min(count, bits.length * 8))) setBit(fitted, index)
  return fitted
}
