// A value of plain data as text, equal for what is equal: so that nothing is told twice. Maps and sets count in their
// order, bytes are not expected.

const plain = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof Map) return ['map', ...value]
  if (value instanceof Set) return ['set', ...value]
  return value
}

export const fingerprint = (value: unknown): string => JSON.stringify(value, plain) ?? ''
