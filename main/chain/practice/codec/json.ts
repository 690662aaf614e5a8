// JSON as the node reads and writes it: integers are 64 bits wide and exact, in both directions. Inside, every integer
// is a bigint, so that no amount ever passes through a double.

export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json | undefined
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const exact = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => {
  if (typeof value !== 'number' || !Number.isInteger(value)) return value
  const source = context?.source ?? String(value)
  return /^-?\d+$/.test(source) ? BigInt(source) : value
}

/** Throws what `JSON.parse` throws. */
export const readJson = (text: string): Json => JSON.parse(text, exact) as Json

export const writeJson = (value: Json | undefined): string => {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return `[${value.map((item) => writeJson(item as Json)).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value ?? null)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${writeJson(field)}`).join(',')}}`
}

/** A copy in which every leaf has been through `change`, with the name of the field it stands in. */
export const mapLeaves = (value: Json, change: (leaf: Json, field: string) => Json, field = ''): Json => {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item as Json, change, field))
  if (!isObject(value)) return change(value, field)
  const entries = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [[key, mapLeaves(item, change, key)] as const],
  )
  return Object.fromEntries(entries)
}

/** Proto3's JSON omits what is zero, empty or false. */
export const withoutZeros = (value: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(value).filter(
      ([, item]) => item !== undefined && item !== 0n && item !== 0 && item !== '' && item !== false,
    ),
  )

export const textOf = (value: JsonObject, key: string): string => {
  const item = value[key]
  return typeof item === 'string' ? item : ''
}

/** An integer, also one written as text; 0 when it is absent. Throws on anything else. */
export const intOf = (value: JsonObject, key: string): bigint => {
  const item = value[key]
  if (item === undefined || item === null || item === '') return 0n
  if (typeof item === 'bigint') return item
  if (typeof item === 'string' && /^-?\d{1,19}$/.test(item)) return BigInt(item)
  throw new Error(`Not an int64: ${key}`)
}

export const objectOf = (value: JsonObject, key: string): JsonObject => {
  const item = value[key]
  return isObject(item) ? item : {}
}

export const listOf = (value: JsonObject, key: string): readonly JsonObject[] => {
  const item = value[key]
  return Array.isArray(item) ? (item as readonly Json[]).filter(isObject) : []
}

export const textsOf = (value: JsonObject, key: string): readonly string[] => {
  const item = value[key]
  return Array.isArray(item) ? (item as readonly Json[]).filter((one) => typeof one === 'string') : []
}

export const isYes = (value: Json | undefined): boolean => value === true || value === 'true'
