// The datagrams of NAT-PMP (RFC 6886) and its successor PCP (RFC 6887), by which a router is asked to lead a port to
// us. Bytes in, data out: sending, repeating and renewing are main/engine/network's. An answer that does not fit its
// question is null.

import type { RouterRefusal } from './network-state.ts'
import { parseV4, parseV6 } from './address.ts'

/** Where routers listen for both. */
export const ROUTER_PORT = 5351
export const MAX_ANSWER = 1_100

export type Transport = 'tcp' | 'udp'

export interface MapQuestion {
  readonly transport: Transport
  /** Where we listen. */
  readonly internal: number
  /** The port of the router we would like; 0: any. */
  readonly external: number
  /** Seconds; 0 gives the mapping back. */
  readonly lifetime: number
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: RouterRefusal | 'other-version' }

export interface Granted {
  readonly external: number
  readonly lifetime: number
  /** The router's address, where the answer has it (PCP). */
  readonly address: string | null
}

const MAP = { udp: 1, tcp: 2 } as const
const PROTOCOL = { udp: 17, tcp: 6 } as const
const ANSWER = 0x80
const PCP = 2
const NONCE = 12
const PCP_LENGTH = 60

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')

/** RFC 6886, 3.5 */
const natPmpRefusals: Readonly<Record<number, RouterRefusal | 'other-version'>> = {
  1: 'other-version',
  2: 'not-authorised',
  3: 'not-supported',
  4: 'no-resources',
  5: 'not-supported',
}

/** RFC 6887, 7.4 */
const pcpRefusals: Readonly<Record<number, RouterRefusal | 'other-version'>> = {
  1: 'other-version',
  2: 'not-authorised',
  4: 'not-supported',
  5: 'not-supported',
  7: 'no-resources',
  8: 'no-resources',
  9: 'not-supported',
  10: 'no-resources',
  11: 'conflict',
}

export const askAddress = (): Uint8Array => new Uint8Array([0, 0])

export const askNatPmp = ({ transport, internal, external, lifetime }: MapQuestion): Uint8Array => {
  const bytes = new Uint8Array(12)
  const view = viewOf(bytes)
  view.setUint8(1, MAP[transport])
  view.setUint16(4, internal)
  view.setUint16(6, lifetime === 0 ? 0 : external)
  view.setUint32(8, lifetime)
  return bytes
}

/** The head all NAT-PMP answers share; null when it is none to this operation. */
const readHead = (bytes: Uint8Array, operation: number): Answer<DataView> | null => {
  if (bytes.length < 8 || bytes.length > MAX_ANSWER) return null
  const view = viewOf(bytes)
  const [version, kind, code] = [view.getUint8(0), view.getUint8(1), view.getUint16(2)]
  if (version !== 0 || kind !== (ANSWER | operation)) return null
  if (code !== 0) return { ok: false, why: natPmpRefusals[code] ?? 'strange-answer' }
  return { ok: true, value: view }
}

export const readAddress = (bytes: Uint8Array): Answer<string> | null => {
  const head = readHead(bytes, 0)
  if (!head?.ok) return head
  return bytes.length === 12 ? { ...head, value: dotted(head.value.getUint32(8)) } : null
}

export const readNatPmp = (bytes: Uint8Array, question: MapQuestion): Answer<Granted> | null => {
  const head = readHead(bytes, MAP[question.transport])
  if (!head?.ok) return head
  if (bytes.length !== 16 || head.value.getUint16(8) !== question.internal) return null
  const granted = { external: head.value.getUint16(10), lifetime: head.value.getUint32(12), address: null }
  return { ...head, value: granted }
}

/** An address as PCP has it: 16 bytes, IPv4 mapped. */
const sixteen = (address: string): Uint8Array => {
  const bytes = new Uint8Array(16)
  const v4 = parseV4(address)
  if (v4 !== null) {
    bytes.fill(0xff, 10, 12)
    viewOf(bytes).setUint32(12, v4)
  } else (parseV6(address) ?? []).forEach((group, index) => viewOf(bytes).setUint16(index * 2, group))
  return bytes
}

const addressAt = (view: DataView, at: number): string => {
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(at + index * 2))
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  return mapped ? dotted(view.getUint32(at + 12)) : groups.map((group) => group.toString(16)).join(':')
}

/** `own` is our address towards the router; `nonce` twelve random bytes, the same for every renewal. */
export const askPcp = (question: MapQuestion, own: string, nonce: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(PCP_LENGTH)
  const view = viewOf(bytes)
  view.setUint8(0, PCP)
  view.setUint8(1, 1)
  view.setUint32(4, question.lifetime)
  bytes.set(sixteen(own), 8)
  bytes.set(nonce.subarray(0, NONCE), 24)
  view.setUint8(36, PROTOCOL[question.transport])
  view.setUint16(40, question.internal)
  view.setUint16(42, question.external)
  bytes.set(sixteen('0.0.0.0'), 44)
  return bytes
}

export const readPcp = (bytes: Uint8Array, question: MapQuestion, nonce: Uint8Array): Answer<Granted> | null => {
  if (bytes.length < 4 || bytes.length > MAX_ANSWER) return null
  const view = viewOf(bytes)
  // A router that knows only NAT-PMP says so in its own form.
  if (view.getUint8(0) === 0) return view.getUint16(2) === 1 ? { ok: false, why: 'other-version' } : null
  if (view.getUint8(0) !== PCP || view.getUint8(1) !== (ANSWER | 1) || bytes.length < 24) return null
  const code = view.getUint8(3)
  if (code === 1) return { ok: false, why: 'other-version' }
  if (bytes.length < PCP_LENGTH || !nonce.every((byte, index) => bytes[24 + index] === byte)) return null
  if (view.getUint8(36) !== PROTOCOL[question.transport] || view.getUint16(40) !== question.internal) return null
  if (code !== 0) return { ok: false, why: pcpRefusals[code] ?? 'strange-answer' }
  const granted = { external: view.getUint16(42), lifetime: view.getUint32(4), address: addressAt(view, 44) }
  return { ok: true, value: granted }
}
