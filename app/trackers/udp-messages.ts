// The messages of the UDP tracker protocol (BEP 15, with the path of the URL as of BEP 41). Reading never throws: a
// datagram that is not what was waited for is null.

import { textOf } from '../bencode/document.ts'
import { readCompact } from '../swarm/compact-peers.ts'
import { cleanText, countOf, MAX_PEERS, type AnnounceAnswer, type AnnounceRequest, type SwarmSize } from './announce.ts'

const PROTOCOL = 0x41727101980n
const EVENTS = { completed: 1, started: 2, stopped: 3 } as const
const URL_DATA = 2
const MAX_PATH = 1_020

export const ACTIONS = { connect: 0, announce: 1, scrape: 2, error: 3 } as const

const head = (length: number, connection: bigint, action: number, transaction: number): DataView<ArrayBuffer> => {
  const view = new DataView(new ArrayBuffer(length))
  view.setBigUint64(0, connection)
  view.setUint32(8, action)
  view.setUint32(12, transaction)
  return view
}

const bytesOf = (view: DataView<ArrayBuffer>): Uint8Array => new Uint8Array(view.buffer)

export const connectRequest = (transaction: number): Uint8Array =>
  bytesOf(head(16, PROTOCOL, ACTIONS.connect, transaction))

/** BEP 41 options carrying path and query; nothing for the usual /announce. */
const pathOptions = (path: string): Uint8Array => {
  if (path === '' || path === '/' || path === '/announce') return new Uint8Array()
  const text = Uint8Array.from(path.slice(0, MAX_PATH), (unit) => unit.charCodeAt(0) & 0xff)
  const options: number[] = []
  for (let at = 0; at < text.length; at += 255) {
    const part = text.subarray(at, at + 255)
    options.push(URL_DATA, part.length, ...part)
  }
  return Uint8Array.from(options)
}

export const udpAnnounce = (
  connection: bigint,
  transaction: number,
  request: AnnounceRequest,
  path: string,
): Uint8Array => {
  const options = pathOptions(path)
  const view = head(98 + options.length, connection, ACTIONS.announce, transaction)
  const bytes = bytesOf(view)
  bytes.set(request.infoHash.subarray(0, 20), 16)
  bytes.set(request.peerId.subarray(0, 20), 36)
  view.setBigUint64(56, BigInt(request.downloaded))
  view.setBigUint64(64, BigInt(request.left))
  view.setBigUint64(72, BigInt(request.uploaded))
  view.setUint32(80, request.event ? EVENTS[request.event] : 0)
  view.setUint32(88, request.key)
  view.setUint32(92, request.wanted)
  view.setUint16(96, request.port)
  bytes.set(options, 98)
  return bytes
}

export const udpScrape = (connection: bigint, transaction: number, infoHash: Uint8Array): Uint8Array => {
  const view = head(36, connection, ACTIONS.scrape, transaction)
  bytesOf(view).set(infoHash.subarray(0, 20), 16)
  return bytesOf(view)
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** What every answer begins with. */
export const answerHead = (bytes: Uint8Array): { readonly action: number; readonly transaction: number } | null =>
  bytes.length < 8 ? null : { action: viewOf(bytes).getUint32(0), transaction: viewOf(bytes).getUint32(4) }

export const errorText = (bytes: Uint8Array): string => cleanText(textOf(bytes.subarray(8, 1_000)))

export const readConnection = (bytes: Uint8Array): bigint | null =>
  bytes.length < 16 ? null : viewOf(bytes).getBigUint64(8)

/** `width`: bytes of an address, by the family of the socket it came over. */
export const readUdpAnnounce = (bytes: Uint8Array, width: 4 | 16): AnnounceAnswer | null => {
  if (bytes.length < 20) return null
  const view = viewOf(bytes)
  return {
    interval: view.getInt32(8),
    minInterval: null,
    leechers: countOf(view.getInt32(12)),
    seeds: countOf(view.getInt32(16)),
    peers: readCompact(bytes.subarray(20), width, MAX_PEERS),
    trackerId: null,
  }
}

export const readUdpScrape = (bytes: Uint8Array): SwarmSize | null => {
  if (bytes.length < 20) return null
  const view = viewOf(bytes)
  return { seeds: countOf(view.getInt32(8)), leechers: countOf(view.getInt32(16)) }
}
