// Protocol Buffers' wire format as far as TRON's transactions need it: 64-bit integers and length-delimited fields, in
// the one canonical form. Leaves the meaning of field numbers to transaction.ts. Invariant: what is read is written
// back to the same bytes, so two readings of one message cannot differ.

export type Field =
  | { readonly number: number; readonly kind: 'int'; readonly value: bigint }
  | { readonly number: number; readonly kind: 'bytes'; readonly value: Uint8Array }

const VARINT = 0
const LENGTH = 2
const LARGEST = 2n ** 64n - 1n

interface Place {
  readonly bytes: Uint8Array
  at: number
}

/** Null: cut off, longer than 64 bits, or not in its shortest form. */
const readVarint = (place: Place): bigint | null => {
  let value = 0n
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = place.bytes[place.at++]
    if (byte === undefined) return null
    value |= BigInt(byte & 0x7f) << shift
    if (byte >= 0x80) continue
    return value > LARGEST || (byte === 0 && shift > 0n) ? null : value
  }
  return null
}

const readField = (place: Place): Field | null => {
  const tag = readVarint(place)
  if (tag === null || tag < 8n || tag > 0xffff_ffffn) return null
  const number = Number(tag >> 3n)
  const wire = Number(tag & 7n)
  const value = readVarint(place)
  if (value === null) return null
  // A field with its default value is left out (proto3), so zero and no bytes are never written.
  if (wire === VARINT) return value === 0n ? null : { number, kind: 'int', value }
  if (wire !== LENGTH || value === 0n || value > BigInt(place.bytes.length - place.at)) return null
  const start = place.at
  place.at += Number(value)
  return { number, kind: 'bytes', value: place.bytes.subarray(start, place.at) }
}

/** In the order of their numbers; null: not canonical. A repeated field comes more than once. */
export const readFields = (bytes: Uint8Array): readonly Field[] | null => {
  const fields: Field[] = []
  const place = { bytes, at: 0 }
  while (place.at < bytes.length) {
    const field = readField(place)
    if (field === null || field.number < (fields.at(-1)?.number ?? 0)) return null
    fields.push(field)
  }
  return fields
}

const varint = (value: bigint): number[] => {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  return [...bytes, Number(rest)]
}

const written = (field: Field): number[] => {
  if (field.kind === 'int') {
    return field.value === 0n ? [] : [...varint(BigInt(field.number * 8 + VARINT)), ...varint(field.value)]
  }
  if (field.value.length === 0) return []
  const head = [...varint(BigInt(field.number * 8 + LENGTH)), ...varint(BigInt(field.value.length))]
  return [...head, ...field.value]
}

/** Fields in the order of their numbers; those with the default value are left out. */
export const writeFields = (fields: readonly Field[]): Uint8Array => Uint8Array.from(fields.flatMap(written))

export const int = (number: number, value: bigint): Field => ({ number, kind: 'int', value })

export const bytes = (number: number, value: Uint8Array): Field => ({ number, kind: 'bytes', value })
