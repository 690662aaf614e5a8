// Repeatable randomness: everything follows from the seed and the number of the input, so that a finding can be run
// again alone.

export interface Random {
  /** 0 … below − 1. */
  below(limit: number): number
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
  bytes(length: number): Uint8Array
}

/** 32 well-mixed bits of a number (the finaliser of MurmurHash3). */
const mix = (value: number): number => {
  let bits = Math.imul(value ^ (value >>> 16), 0x85eb_ca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

export const randomOf = (...seeds: readonly number[]): Random => {
  let state = seeds.reduce((sum, seed) => mix(sum + mix(seed + 0x9e37_79b9)), 1)
  const next = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0
    return mix(state)
  }
  const below = (limit: number): number => next() % limit
  return {
    below,
    chance: (share) => next() / 2 ** 32 < share,
    pick: (list) => {
      const item = list[below(list.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  }
}
