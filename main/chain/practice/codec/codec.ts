// Protobuf to JSON and back, by the tables in schema.ts: bytes are hexadecimal text, integers bigints, enumerations
// names, as the node's HTTP answers have them. Shares no code with TronWeb or with the wallet: the node makes a
// transaction's bytes anew from its JSON, so a mistake on either side shows as another id, and thus a wrong signature.

import { hex, isHex, unhex } from '../bytes.ts'
import { intOf, isObject, objectOf, textOf, type Json, type JsonObject } from './json.ts'
import { enumerations, messages } from './schema.ts'

interface FieldSpec {
  readonly name: string
  readonly number: number
  readonly kind: string
  readonly repeated: boolean
}

const specs = new Map<string, readonly FieldSpec[]>(
  Object.entries(messages).map(([message, fields]) => [
    message,
    Object.entries(fields)
      .map(([name, [number, kind]]) => {
        const repeated = kind.startsWith('*')
        return { name, number, kind: repeated ? kind.slice(1) : kind, repeated }
      })
      .toSorted((a, b) => a.number - b.number),
  ]),
)

const specOf = (message: string): readonly FieldSpec[] => {
  const spec = specs.get(message)
  if (!spec) throw new Error(`No such message: ${message}`)
  return spec
}

export const knowsMessage = (name: string): boolean => specs.has(name)

/** `Function` for `function`: the node takes enumerations of an ABI in either case. */
const capitalised = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`

const enumNumber = (kind: string, value: Json): bigint => {
  if (typeof value === 'bigint') return value
  const values = enumerations[kind] ?? {}
  const word = typeof value === 'string' ? value : ''
  const number = Object.hasOwn(values, word) ? values[word] : values[capitalised(word)]
  if (number === undefined) throw new Error(`Enum type "${kind}" has no value named "${word}".`)
  return BigInt(number)
}

const enumName = (kind: string, number: bigint): string | bigint => {
  const found = Object.entries(enumerations[kind] ?? {}).find(([, value]) => BigInt(value) === number)
  return found ? found[0] : number
}

const bytesOf = (value: Json): Uint8Array => {
  const text = typeof value === 'string' ? value.replace(/^0x/, '') : null
  if (text === null || !isHex(text)) throw new Error('INVALID hex String')
  return unhex(text)
}

class Writer {
  readonly #out: number[] = []

  varint(value: bigint): void {
    let rest = BigInt.asUintN(64, value)
    for (; rest > 127n; rest >>= 7n) this.#out.push(Number(rest & 127n) | 128)
    this.#out.push(Number(rest))
  }

  int(field: number, value: bigint): void {
    if (value === 0n) return
    this.varint(BigInt(field << 3))
    this.varint(value)
  }

  bytes(field: number, bytes: Uint8Array): void {
    this.varint(BigInt((field << 3) | 2))
    this.varint(BigInt(bytes.length))
    for (const byte of bytes) this.#out.push(byte)
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#out)
  }
}

const writeField = (writer: Writer, { number, kind, repeated }: FieldSpec, value: Json): void => {
  if (kind === 'int') return writer.int(number, intOf({ value }, 'value'))
  if (kind === 'bool') return writer.int(number, value === true || value === 'true' ? 1n : 0n)
  if (kind in enumerations) return writer.int(number, enumNumber(kind, value))
  const bytes =
    kind === 'bytes'
      ? bytesOf(value)
      : kind === 'string'
        ? new TextEncoder().encode(typeof value === 'string' ? value : '')
        : encode(kind, isObject(value) ? value : {})
  if (bytes.length > 0 || repeated || knowsMessage(kind)) writer.bytes(number, bytes)
}

/** A contract's parameter is packed as what its type says, whatever its `type_url` does: so does java-tron. */
const packed = (contract: JsonObject): JsonObject => {
  const parameter = objectOf(contract, 'parameter')
  const value = parameter['value']
  if (!isObject(value)) return contract
  const type = enumName('ContractType', enumNumber('ContractType', contract['type'] ?? 0n))
  return { ...contract, parameter: { ...parameter, value: hex(encode(String(type), value)) } }
}

/** Canonical bytes of a message; fields that are no part of it are ignored. Throws on values that do not fit. */
export const encode = (message: string, given: JsonObject): Uint8Array => {
  const object = message === 'Contract' ? packed(given) : given
  const writer = new Writer()
  for (const spec of specOf(message)) {
    const value = object[spec.name]
    if (value === undefined || value === null) continue
    const all = spec.repeated ? (Array.isArray(value) ? (value as readonly Json[]) : []) : [value]
    for (const one of all) writeField(writer, spec, one)
  }
  return writer.done()
}

class Reader {
  #at = 0
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get ended(): boolean {
    return this.#at >= this.#bytes.length
  }

  varint(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw new Error('While parsing a protocol message, the input ended unexpectedly')
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return value
    }
    throw new Error('CodedInputStream encountered a malformed varint.')
  }

  take(): Uint8Array {
    const length = Number(this.varint())
    const end = this.#at + length
    if (end > this.#bytes.length) throw new Error('While parsing a protocol message, the input ended unexpectedly')
    const bytes = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return bytes
  }

  /** The number of the next field, and its value. */
  next(): { readonly field: number; readonly value: bigint | Uint8Array } {
    const key = this.varint()
    const wire = key & 7n
    if (wire !== 0n && wire !== 2n) throw new Error('Protocol message tag had invalid wire type.')
    return { field: Number(key >> 3n), value: wire === 0n ? this.varint() : this.take() }
  }
}

const readField = (kind: string, value: bigint | Uint8Array): Json => {
  if (typeof value === 'bigint') {
    if (kind === 'int') return BigInt.asIntN(64, value)
    if (kind === 'bool') return value !== 0n
    if (kind in enumerations) return enumName(kind, value)
    throw new Error('Protocol message tag had invalid wire type.')
  }
  if (kind === 'bytes') return hex(value)
  if (kind === 'string') return new TextDecoder().decode(value)
  if (knowsMessage(kind)) return decode(kind, value)
  throw new Error('Protocol message tag had invalid wire type.')
}

/** The parameter as its own message, and the type by name, which proto3 omits when it is the first one. */
const unpacked = (contract: JsonObject): JsonObject => {
  const type = contract['type'] ?? 'AccountCreateContract'
  const parameter = objectOf(contract, 'parameter')
  if (typeof type !== 'string' || !knowsMessage(type)) return { ...contract, type }
  const value = decode(type, unhex(textOf(parameter, 'value')))
  return { ...contract, parameter: { value, type_url: textOf(parameter, 'type_url') }, type }
}

/** What the bytes of a message say; unknown fields are passed over. Throws on bytes that are no such message. */
export const decode = (message: string, bytes: Uint8Array): JsonObject => {
  const object: Record<string, Json> = {}
  const lists: Record<string, Json[]> = {}
  const reader = new Reader(bytes)
  const fields = specOf(message)
  while (!reader.ended) {
    const { field, value } = reader.next()
    const spec = fields.find(({ number }) => number === field)
    if (!spec) continue
    const item = readField(spec.kind, value)
    if (spec.repeated) (lists[spec.name] ??= []).push(item)
    else object[spec.name] = item
  }
  const whole = { ...object, ...lists }
  return message === 'Contract' ? unpacked(whole) : whole
}

/** As a message would come back from its bytes: unknown fields gone, values in their one form. */
export const normalised = (message: string, object: JsonObject): JsonObject => decode(message, encode(message, object))
