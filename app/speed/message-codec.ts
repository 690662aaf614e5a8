// Speed's messages to bytes and back: one bencoded dictionary each, at most 1 KiB, keys in order and once each. Keys we
// don't know are passed over, so that later versions can add some; a `t` we don't know makes the message one to ignore.
// Invariant: reading never throws and never keeps a view of what it read; what is read and written again is the same.

import { utf8ToBytes } from '@noble/hashes/utils.js'
import { encode } from '../bencode/bencode.js'
import { isDictionary, MOST_LEVELS, parseDocument, wellFormedText, type Dictionary } from '../bencode/document.ts'
import type { Amount } from '../money/amount.ts'
import { addressBytes, addressOf, type Address } from '../tron/address.ts'
import { amountBytes, amountFrom, numberBytes, numberOf } from './amount-bytes.ts'
import { MAX_ERROR_TEXT_BYTES, MAX_MESSAGE_BYTES, type SpeedMessage } from './message.ts'
import { stopCodes, type Lane, type Price, type StopCode } from './terms.ts'

export type Decoded =
  | { readonly is: 'message'; readonly message: SpeedMessage }
  | { readonly is: 'unknown' }
  | { readonly is: 'malformed' }

const U32 = 0xffff_ffff
const NONCE = 32
const SIGNATURE = 65
const CHAIN_ID_BYTES = 4
const LANE_BYTES = 8
const MAX_CODE_BYTES = 32
/** Of lists and dictionaries in each other, in a key that is not known: the message itself is one. */
export const MOST_LEVELS_PASSED = MOST_LEVELS - 1

/** Thrown and caught in this file only. */
class Malformed extends Error {}

const bad = (): never => {
  throw new Malformed()
}

const readInteger = (fields: Dictionary, key: string, most = Number.MAX_SAFE_INTEGER): number => {
  const value = fields.get(key)
  return typeof value === 'number' && value >= 0 && value <= most ? value : bad()
}

const readBytes = (fields: Dictionary, key: string, least: number, most: number): Uint8Array => {
  const value = fields.get(key)
  return value instanceof Uint8Array && value.length >= least && value.length <= most ? value.slice() : bad()
}

const readAmount = (fields: Dictionary, key: string): Amount => amountFrom(readBytes(fields, key, 0, 32)) ?? bad()

/** Nothing is bid and accepted for nothing. */
const readPrice = (fields: Dictionary, key: string): Price => {
  const value = readAmount(fields, key)
  return value > 0n ? value : bad()
}

const readAddress = (fields: Dictionary, key: string): Address => addressOf(readBytes(fields, key, 20, 20)) ?? bad()
const readSignature = (fields: Dictionary): Uint8Array => readBytes(fields, 's', SIGNATURE, SIGNATURE)
const readLane = (fields: Dictionary): Lane => numberOf(readBytes(fields, 'l', 0, LANE_BYTES), LANE_BYTES) ?? bad()

const readChainId = (fields: Dictionary): number => {
  const value = numberOf(readBytes(fields, 'c', 1, CHAIN_ID_BYTES), CHAIN_ID_BYTES)
  return value === null ? bad() : Number(value)
}

const readText = (fields: Dictionary, key: string, least: number, most: number): string =>
  wellFormedText(readBytes(fields, key, least, most)) ?? bad()

const isStopCode = (text: string): text is StopCode => (stopCodes as readonly string[]).includes(text)

const readStopCode = (fields: Dictionary): StopCode => {
  const text = readText(fields, 'k', 1, MAX_CODE_BYTES)
  return isStopCode(text) ? text : 'off'
}

/** As roles in the handshake. */
const readSide = (fields: Dictionary): 'buyer' | 'seller' => {
  const value = fields.get('r')
  return value === 1 ? 'buyer' : value === 2 ? 'seller' : bad()
}

/** By `t`. */
const readers: readonly ((fields: Dictionary) => SpeedMessage)[] = [
  (f) => ({
    t: 'hello',
    nonce: readBytes(f, 'n', NONCE, NONCE),
    chainId: readChainId(f),
    vault: readAddress(f, 'va'),
    account: readAddress(f, 'a'),
    device: readInteger(f, 'd', U32),
  }),
  (f) => ({ t: 'prove', signature: readSignature(f) }),
  (f) => ({
    t: 'terms',
    index: readInteger(f, 'i', U32),
    ask: readAmount(f, 'p'),
    unit: readInteger(f, 'u', U32),
    credit: readInteger(f, 'cr', U32),
    slots: readInteger(f, 'sl', U32),
    mostUncashed: readAmount(f, 'mx'),
  }),
  (f) => ({
    t: 'bid',
    bid: readInteger(f, 'b', U32),
    index: readInteger(f, 'i', U32),
    price: readPrice(f, 'p'),
    wanted: readInteger(f, 'w'),
    lane: readLane(f),
  }),
  (f) => ({
    t: 'accept',
    bid: readInteger(f, 'b', U32),
    index: readInteger(f, 'i', U32),
    price: readPrice(f, 'p'),
    unit: readInteger(f, 'u', U32),
    credit: readInteger(f, 'cr', U32),
    ttl: readInteger(f, 'ttl', U32),
    held: readAmount(f, 'm'),
  }),
  (f) => ({
    t: 'voucher',
    lane: readLane(f),
    cumulative: readAmount(f, 'm'),
    signature: readSignature(f),
    bid: readInteger(f, 'b', U32),
    bytes: readInteger(f, 'n'),
  }),
  (f) => ({ t: 'ack', cumulative: readAmount(f, 'm'), bytes: readInteger(f, 'n') }),
  (f) => ({ t: 'resume', lane: readLane(f), cumulative: readAmount(f, 'm'), signature: readSignature(f) }),
  (f) => ({ t: 'stop', bid: readInteger(f, 'b', U32), code: readStopCode(f), by: readSide(f) }),
  (f) => ({
    t: 'error',
    code: readText(f, 'k', 1, MAX_CODE_BYTES),
    text: readText(f, 'm', 0, MAX_ERROR_TEXT_BYTES),
  }),
]

const inOrder = (fields: Dictionary): boolean => {
  const keys = [...fields.keys()]
  return keys.every((key, at) => at === 0 || (keys[at - 1] ?? '') < key)
}

const readMessage = (message: Uint8Array): Decoded => {
  const parsed = parseDocument(message)
  if (!parsed.ok || parsed.value.end !== message.length) return bad()
  const fields = parsed.value.value
  if (!isDictionary(fields) || !inOrder(fields)) return bad()
  const reader = readers[readInteger(fields, 't', U32)]
  return reader === undefined ? { is: 'unknown' } : { is: 'message', message: reader(fields) }
}

/** Never throws. */
export const decodeMessage = (message: Uint8Array): Decoded => {
  if (message.length > MAX_MESSAGE_BYTES) return { is: 'malformed' }
  try {
    return readMessage(message)
  } catch (error) {
    if (error instanceof Malformed) return { is: 'malformed' }
    throw error
  }
}

const short = (address: Address): Uint8Array => addressBytes(address).subarray(1)

/** As many whole characters as fit. */
const cut = (text: string, most: number): Uint8Array => {
  let kept = ''
  for (const character of text) {
    if (utf8ToBytes(kept + character).length > most) break
    kept += character
  }
  return utf8ToBytes(kept)
}

type Fields = Readonly<Record<string, unknown>>
type Written = { readonly [T in SpeedMessage['t']]: (message: Extract<SpeedMessage, { readonly t: T }>) => Fields }

const written: Written = {
  hello: ({ nonce, chainId, vault, account, device }) => ({
    t: 0,
    n: nonce,
    c: numberBytes(BigInt(chainId)),
    va: short(vault),
    a: short(account),
    d: device,
  }),
  prove: ({ signature }) => ({ t: 1, s: signature }),
  terms: ({ index, ask, unit, credit, slots, mostUncashed }) => ({
    t: 2,
    i: index,
    p: amountBytes(ask),
    u: unit,
    cr: credit,
    sl: slots,
    mx: amountBytes(mostUncashed),
  }),
  bid: ({ bid, index, price, wanted, lane }) => ({
    t: 3,
    b: bid,
    i: index,
    p: amountBytes(price),
    w: wanted,
    l: numberBytes(lane),
  }),
  accept: ({ bid, index, price, unit, credit, ttl, held }) => ({
    t: 4,
    b: bid,
    i: index,
    p: amountBytes(price),
    u: unit,
    cr: credit,
    ttl,
    m: amountBytes(held),
  }),
  voucher: ({ lane, cumulative, signature, bid, bytes }) => ({
    t: 5,
    l: numberBytes(lane),
    m: amountBytes(cumulative),
    s: signature,
    b: bid,
    n: bytes,
  }),
  ack: ({ cumulative, bytes }) => ({ t: 6, m: amountBytes(cumulative), n: bytes }),
  resume: ({ lane, cumulative, signature }) => ({
    t: 7,
    l: numberBytes(lane),
    m: amountBytes(cumulative),
    s: signature,
  }),
  stop: ({ bid, code, by }) => ({ t: 8, b: bid, k: code, r: by === 'buyer' ? 1 : 2 }),
  error: ({ code, text }) => ({ t: 9, k: cut(code, MAX_CODE_BYTES), m: cut(text, MAX_ERROR_TEXT_BYTES) }),
}

/** At most `MAX_MESSAGE_BYTES`, keys in order. */
export const encodeMessage = (message: SpeedMessage): Uint8Array => {
  const fieldsOf = written[message.t] as (message: SpeedMessage) => Fields
  return encode(fieldsOf(message))
}
