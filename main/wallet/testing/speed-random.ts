// Randomness that is the same everywhere, of a seed.

/** xorshift32; a function that gives a whole number from 0 to below its argument. */
export const randomOf = (seed: number) => {
  let state = (seed * 2_654_435_761) >>> 0 || 1
  return (below: number): number => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % below
  }
}
