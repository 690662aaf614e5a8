// The pieces bar and the availability bar as numbers per pixel column, from bins of any count. Pure: piece-bars.tsx
// draws them. A column stands for the bins under it, so a single missing bin in thousands is still seen.

/** The bins [from, to) under a column; at least one. */
const binsUnder = (column: number, columns: number, bins: number): readonly [number, number] => {
  const from = Math.floor((column * bins) / columns)
  return [from, Math.max(from + 1, Math.floor(((column + 1) * bins) / columns))]
}

/** 0…1 per column: the mean share of its pieces that we have. */
export const haveColumns = (have: Uint8Array, columns: number): Float32Array => {
  const out = new Float32Array(columns)
  if (have.length === 0) return out
  for (let column = 0; column < columns; column += 1) {
    const [from, to] = binsUnder(column, columns, have.length)
    let sum = 0
    for (let bin = from; bin < to; bin += 1) sum += have[bin] ?? 0
    const mean = sum / ((to - from) * 255)
    // A column that lacks anything must not look full, nor one that has something look empty.
    out[column] = sum === 0 ? 0 : mean === 1 ? 1 : Math.min(0.94, Math.max(0.12, mean))
  }
  return out
}

/** Per column the fewest peers that have a piece of it; 0 means nobody connected has some piece there. */
export const rarestColumns = (availability: Uint8Array, columns: number): Uint8Array => {
  const out = new Uint8Array(columns)
  if (availability.length === 0) return out
  for (let column = 0; column < columns; column += 1) {
    const [from, to] = binsUnder(column, columns, availability.length)
    let least = 255
    for (let bin = from; bin < to; bin += 1) least = Math.min(least, availability[bin] ?? 0)
    out[column] = least
  }
  return out
}

/** 0…1: how strongly a count of peers is shown. Grows slowly, so that 1, 2 and 5 peers differ and 50 and 60 do not. */
export const availabilityStrength = (peers: number): number =>
  peers === 0 ? 0 : Math.min(1, 0.3 + 0.7 * (Math.log2(peers) / 5))

/** 0…1: the share of bins that hold a piece nobody connected has and we lack too. */
export const missingShare = (have: Uint8Array, availability: Uint8Array): number => {
  if (availability.length === 0) return 0
  let missing = 0
  for (let bin = 0; bin < availability.length; bin += 1) {
    if (availability[bin] === 0 && have[bin] !== 255) missing += 1
  }
  return missing / availability.length
}
