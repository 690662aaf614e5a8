// Whether a message of the DHT (BEP 5, 32, 44) is one the protocol library may see, and what of it. It takes for
// granted that fields have their types and lengths; here they are made to. Addresses nobody on the internet can have
// are taken out, unless a computer of the own network names them.

import { isPublicAddress } from './address.ts'

export const MAX_DATAGRAM = 1_500
const ID = 20
const NODE = 26
const PEER = 6
const MAX_NODES = 64
const MAX_PEERS = 200
const MAX_TRANSACTION = 32
const MAX_TOKEN = 128

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)

const isBytes = (value: unknown, least: number, most: number): value is Uint8Array =>
  value instanceof Uint8Array && value.length >= least && value.length <= most

const isText = (value: unknown, text: string): boolean =>
  isBytes(value, text.length, text.length) && value.every((byte, index) => byte === text.charCodeAt(index))

const isPort = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535

const isInteger = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value)

/** Absent is fine. */
const optional = (value: unknown, good: (value: unknown) => boolean): boolean => value === undefined || good(value)

const isId = (value: unknown): boolean => isBytes(value, ID, ID)

/** Fields of a query, whichever it is: wrong ones are worse than missing ones, which the library answers. */
const isGoodQuery = ({ a, q }: Fields): boolean =>
  isBytes(q, 1, 32) &&
  isFields(a) &&
  isId(a['id']) &&
  optional(a['target'], isId) &&
  optional(a['info_hash'], isId) &&
  optional(a['token'], (token) => isBytes(token, 1, MAX_TOKEN)) &&
  optional(a['port'], isPort) &&
  optional(a['implied_port'], isInteger) &&
  optional(a['k'], (key) => isBytes(key, 32, 32)) &&
  optional(a['sig'], (signature) => isBytes(signature, 64, 64)) &&
  optional(a['salt'], (salt) => isBytes(salt, 0, 64)) &&
  optional(a['seq'], isInteger) &&
  optional(a['cas'], isInteger)

const isGoodError = ({ e }: Fields): boolean =>
  Array.isArray(e) && isInteger(e[0]) && optional(e[1], (text) => isBytes(text, 0, 500))

const addressIn = (bytes: Uint8Array, at: number): string => bytes.subarray(at, at + 4).join('.')

/** Those of the internet, or all when the sender is not of the internet itself. */
const keep = (bytes: Uint8Array, at: number, near: boolean): boolean => near || isPublicAddress(addressIn(bytes, at))

const filterNodes = (nodes: unknown, near: boolean): Uint8Array | null => {
  if (!isBytes(nodes, NODE, NODE * MAX_NODES) || nodes.length % NODE !== 0) return null
  const kept: number[] = []
  for (let at = 0; at < nodes.length; at += NODE) {
    if (keep(nodes, at + ID, near)) kept.push(...nodes.subarray(at, at + NODE))
  }
  return Uint8Array.from(kept)
}

const filterPeers = (values: unknown, near: boolean): Uint8Array[] | null => {
  if (!Array.isArray(values)) return null
  // Longer ones are IPv6 addresses, which the library would misread.
  const kept = values.filter((value): value is Uint8Array => isBytes(value, PEER, PEER) && keep(value, 0, near))
  return kept.slice(0, MAX_PEERS)
}

/** The reply with what the library can use of it; null when it is none. */
const cleanReply = (reply: unknown, near: boolean): Fields | null => {
  if (!isFields(reply) || !isId(reply['id'])) return null
  const token = isBytes(reply['token'], 1, MAX_TOKEN) ? reply['token'] : null
  const nodes = filterNodes(reply['nodes'], near)
  const values = filterPeers(reply['values'], near)
  return { id: reply['id'], ...(token && { token }), ...(nodes && { nodes }), ...(values && { values }) }
}

export type DhtMessage = { readonly kind: 'query' | 'reply'; readonly message: Fields }

/** `message` is what was decoded of a datagram, `from` the address it came from. Null: to be dropped. */
export const cleanDhtMessage = (message: unknown, from: string): DhtMessage | null => {
  if (!isFields(message) || !isBytes(message['t'], 1, MAX_TRANSACTION)) return null
  const { y } = message
  if (isText(y, 'q')) {
    if (!isGoodQuery(message)) return null
    return { kind: 'query', message: { t: message['t'], y, q: message['q'], a: message['a'] } }
  }
  if (message['t'].length < 2) return null
  if (isText(y, 'e')) {
    return isGoodError(message) ? { kind: 'reply', message: { t: message['t'], y, e: message['e'] } } : null
  }
  if (!isText(y, 'r')) return null
  const r = cleanReply(message['r'], !isPublicAddress(from))
  return r && { kind: 'reply', message: { t: message['t'], y, r } }
}
