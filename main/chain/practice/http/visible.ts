// Addresses and texts in the two forms the node speaks: hexadecimal, and with `visible: true` base58 and plain text.
// Which fields are which is decided by their name, as in java-tron's JsonFormat. Refusals are in its words.

import { base58, isAddress, parseBase58 } from '../address.ts'
import { hexText, isHex, utf8Hex } from '../bytes.ts'
import { isObject, mapLeaves, type Json, type JsonObject } from '../codec/json.ts'

const ADDRESSES = new Set([
  'owner_address',
  'to_address',
  'contract_address',
  'account_address',
  'origin_address',
  'receiver_address',
  'address',
  'witness_address',
  'caller_address',
  'transferTo_address',
])
const TEXTS = new Set([
  'asset_name',
  'abbr',
  'description',
  'url',
  'account_name',
  'message',
  'resMessage',
  'asset_issued_name',
])

/** A request the node cannot read. `message` is the whole of what it answers. */
export class BadRequest extends Error {}

const parseFault = (words: string): BadRequest =>
  new BadRequest(`class org.tron.core.services.http.JsonFormat$ParseException : 1:1: ${words}`)

const addressIn = (text: string, visible: boolean): string => {
  if (!visible) {
    if (!isHex(text)) throw parseFault('INVALID hex String')
    return text.toLowerCase()
  }
  const address = parseBase58(text)
  if (typeof address === 'string' && address !== 'checksum') return address
  if (address === 'checksum') throw new BadRequest('class java.lang.NullPointerException : null')
  throw parseFault(`INVALID base58 String, Illegal character ${(address as { illegal: string }).illegal}`)
}

/** `name` is bytes of a TRC-10 token, which has an `abbr`, and text of anything else. */
const withTokenNames = (value: Json, change: (name: string) => string): Json => {
  if (Array.isArray(value)) return value.map((item) => withTokenNames(item as Json, change))
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([key, item]) => [key, withTokenNames(item ?? null, change)] as const)
  const copy = Object.fromEntries(entries)
  const { abbr, name } = value
  return abbr !== undefined && typeof name === 'string' ? { ...copy, name: change(name) } : copy
}

/** What was asked, in the form the chain has inside. */
export const fromAsked = (value: JsonObject, visible: boolean): JsonObject =>
  mapLeaves(visible ? withTokenNames(value, utf8Hex) : value, (leaf, field) => {
    if (typeof leaf !== 'string') return leaf
    if (ADDRESSES.has(field)) return addressIn(leaf, visible)
    return visible && TEXTS.has(field) ? utf8Hex(leaf) : leaf
  }) as JsonObject

/** What is answered to who asked for `visible`. */
export const toVisible = (value: Json): Json =>
  mapLeaves(withTokenNames(value, hexText), (leaf, field) => {
    if (typeof leaf !== 'string') return leaf
    if (ADDRESSES.has(field)) return isAddress(leaf) ? base58(leaf) : leaf
    return TEXTS.has(field) && leaf !== '' && isHex(leaf) ? hexText(leaf) : leaf
  })
