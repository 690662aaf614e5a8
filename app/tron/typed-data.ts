// Digests of typed data by TIP-712: EIP-712 with TRON's addresses (20 bytes of them) and `trcToken` (as uint256). No
// intent leads here: what the wallet will sign of it are vouchers, composed by itself. Invariant: a value that does not
// fit its type throws, because the types are our own code's.

import { keccak_256 } from '@noble/hashes/sha3.js'
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { addressBytes, parseAddress } from './address.ts'

export interface TypedField {
  readonly name: string
  readonly type: string
}

export type TypedValue = string | bigint | boolean | Uint8Array | readonly TypedValue[] | TypedStruct
export interface TypedStruct {
  readonly [name: string]: TypedValue
}

/** By name of the struct; the domain's own fields are given like any other. */
export type TypedTypes = Readonly<Record<string, readonly TypedField[]>>

const isBytes = (value: TypedValue): value is Uint8Array => value instanceof Uint8Array

const wrong = (type: string): never => {
  throw new TypeError(`no value of type ${type}`)
}

/** 32 bytes of what is not below zero. */
const word = (value: bigint): Uint8Array => hexToBytes(value.toString(16).padStart(64, '0'))

const element = (type: string): string | null => /^(.+)\[\d*\]$/.exec(type)?.[1] ?? null

/** Adds the structs that one is made of, itself among them, by name. */
const collect = (types: TypedTypes, name: string, found: Set<string>): Set<string> => {
  if (!Object.hasOwn(types, name) || found.has(name)) return found
  found.add(name)
  for (const { type } of types[name] ?? []) collect(types, type.replace(/\[.*$/, ''), found)
  return found
}

const written = (types: TypedTypes, name: string): string =>
  `${name}(${(types[name] ?? []).map((field) => `${field.type} ${field.name}`).join(',')})`

const encodeType = (types: TypedTypes, name: string): string => {
  const others = [...collect(types, name, new Set())].filter((each) => each !== name).sort()
  return [name, ...others].map((each) => written(types, each)).join('')
}

const encodeNumber = (type: string, value: TypedValue): Uint8Array => {
  const bits = BigInt(/\d+$/.exec(type)?.[0] ?? '256')
  if (typeof value !== 'bigint') return wrong(type)
  const [least, most] = type.startsWith('int') ? [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] : [0n, 2n ** bits - 1n]
  return value < least || value > most ? wrong(type) : word(BigInt.asUintN(256, value))
}

const encodeAddress = (value: TypedValue): Uint8Array => {
  if (isBytes(value) && value.length === 20) return concatBytes(new Uint8Array(12), value)
  const parsed = typeof value === 'string' ? parseAddress(value) : null
  return parsed?.ok ? concatBytes(new Uint8Array(12), addressBytes(parsed.value).subarray(1)) : wrong('address')
}

const encodeAtom = (type: string, value: TypedValue): Uint8Array => {
  if (type === 'string') return keccak_256(utf8ToBytes(typeof value === 'string' ? value : wrong(type)))
  if (type === 'bytes') return keccak_256(isBytes(value) ? value : wrong(type))
  if (type === 'bool') return word(typeof value === 'boolean' ? BigInt(value) : wrong(type))
  if (type === 'address') return encodeAddress(value)
  if (type === 'trcToken') return encodeNumber('uint256', value)
  if (/^u?int(\d+)?$/.test(type)) return encodeNumber(type, value)
  const size = Number(/^bytes([1-9]|[12]\d|3[0-2])$/.exec(type)?.[1])
  if (!isBytes(value) || value.length !== size) return wrong(type)
  return concatBytes(value, new Uint8Array(32 - size))
}

const isList = (value: TypedValue): value is readonly TypedValue[] => Array.isArray(value)
const isStruct = (value: TypedValue): value is TypedStruct =>
  typeof value === 'object' && !isList(value) && !isBytes(value)

const encodeValue = (types: TypedTypes, type: string, value: TypedValue): Uint8Array => {
  const inner = element(type)
  if (inner !== null) {
    if (!isList(value)) return wrong(type)
    return keccak_256(concatBytes(...value.map((each) => encodeValue(types, inner, each))))
  }
  if (!Object.hasOwn(types, type)) return encodeAtom(type, value)
  return isStruct(value) ? structHash(types, type, value) : wrong(type)
}

/** By the types they are of, which never change. */
const typeHashes = new WeakMap<TypedTypes, Map<string, Uint8Array>>()

const typeHash = (types: TypedTypes, name: string): Uint8Array => {
  const known = typeHashes.get(types) ?? new Map<string, Uint8Array>()
  typeHashes.set(types, known)
  const hash = known.get(name) ?? keccak_256(utf8ToBytes(encodeType(types, name)))
  known.set(name, hash)
  return hash
}

export const structHash = (types: TypedTypes, name: string, value: TypedStruct): Uint8Array => {
  const fields = (types[name] ?? []).map((field) => {
    const own = value[field.name]
    return own === undefined ? wrong(`${name}.${field.name}`) : encodeValue(types, field.type, own)
  })
  return keccak_256(concatBytes(typeHash(types, name), ...fields))
}

/** What is signed: 0x1901, the hash of the domain, the hash of the message. */
export const typedDataDigest = (
  types: TypedTypes,
  domain: TypedStruct,
  primary: string,
  message: TypedStruct,
): Uint8Array => digestUnder(structHash(types, 'EIP712Domain', domain), types, primary, message)

/** The same, of a domain whose hash is known. */
export const digestUnder = (
  domainHash: Uint8Array,
  types: TypedTypes,
  primary: string,
  message: TypedStruct,
): Uint8Array => keccak_256(concatBytes(Uint8Array.of(0x19, 0x01), domainHash, structHash(types, primary, message)))
