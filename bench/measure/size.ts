// Sizes as people type them: 512MiB, 2GiB, 100000.

const UNITS = new Map([
  ['', 1],
  ['K', 2 ** 10],
  ['M', 2 ** 20],
  ['G', 2 ** 30],
])

export const parseSize = (text: string): number => {
  const [, count, unit = ''] = /^(\d+)\s*([KMG]?)(?:iB)?$/i.exec(text) ?? []
  const factor = UNITS.get(unit.toUpperCase())
  if (count === undefined || factor === undefined) throw new Error(`not a size: ${text}`)
  return Number(count) * factor
}
