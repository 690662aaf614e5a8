// The metadata extension ut_metadata (BEP 9) on one wire, both ways: what a peer asks for goes to its serving, what a
// peer offers and sends to the torrent's collector, which decides whom to ask. What comes counts in the download limit.

import type Wire from 'bittorrent-protocol'
import type { ExtendedHandshake, Extension } from 'bittorrent-protocol'
import bencode from '../../../app/bencode/bencode.js'
import type { DownloadLane, DownloadPeer, DownloadTurn } from './download-scheduler.ts'
import { MAX_SIZE } from './metadata-budget.ts'
import { MetadataServing } from './metadata-serving.ts'
import type { MetadataCollector, MetadataSource } from './metadata-collector.ts'
import type { UploadLane } from './upload-scheduler.ts'

export interface MetadataShare {
  /** What we hand out, or null while we have none. */
  rawInfo(): Uint8Array | null
  readonly collector: MetadataCollector
  readonly uploads: Pick<UploadLane, 'join'>
  readonly downloads: Pick<DownloadLane, 'join'>
}

/** The exchange as its torrent knows it. */
export interface MetadataPeer extends MetadataSource {
  /** Now and then: its socket may have room again. */
  wake(): void
  /** The connection is over. */
  close(): void
}

/** Metadata is asked for at once: what comes is paid for when it is here. */
const asksNothing: DownloadPeer = { askable: false, askNext: () => 0 }

type Message = { readonly msg_type?: unknown; readonly piece?: unknown; readonly total_size?: unknown }

const integer = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null

/** The end of the bencoded dictionary at the head of a message; the rest is payload. */
const headEnd = (payload: Uint8Array): number => {
  const limit = Math.min(payload.length - 1, 256)
  for (let at = 0; at < limit; at++) if (payload[at] === 0x65 && payload[at + 1] === 0x65) return at + 2
  return -1
}

const sizeIn = (handshake: ExtendedHandshake): number | null => {
  const size = integer(handshake['metadata_size'])
  return size !== null && size > 0 && size <= MAX_SIZE ? size : null
}

class MetadataExchange implements Extension, MetadataPeer {
  readonly #wire: Wire
  readonly #share: MetadataShare
  readonly #serving: MetadataServing
  #downloads: DownloadTurn | null = null
  #closed = false

  constructor(wire: Wire, share: MetadataShare) {
    this.#wire = wire
    this.#share = share
    const send = (piece: number, chunk: Uint8Array, total: number): void =>
      this.#send({ msg_type: 1, piece, total_size: total }, chunk)
    this.#serving = new MetadataServing({ wire, uploads: share.uploads, rawInfo: () => share.rawInfo(), send })
    const raw = share.rawInfo()
    if (raw) wire.extendedHandshake['metadata_size'] = raw.length
  }

  onExtendedHandshake(handshake: ExtendedHandshake): void {
    this.#share.collector.offered(this, sizeIn(handshake))
  }

  onMessage(payload: Uint8Array): void {
    const end = headEnd(payload)
    if (end === -1) return
    const message = bencode.decode(payload.subarray(0, end)) as Message
    const piece = integer(message.piece)
    if (piece === null) return
    if (message.msg_type === 0 && !this.#serving.takes(piece)) this.#send({ msg_type: 2, piece })
    if (message.msg_type === 1) this.#onChunk(piece, payload.subarray(end))
    if (message.msg_type === 2) this.#share.collector.rejected(this)
  }

  /** In the middle of what another peer says: what goes wrong here is this one's affair. */
  ask(piece: number): void {
    try {
      if (!this.#wire.destroyed) this.#send({ msg_type: 0, piece })
    } catch {
      this.#wire.destroy()
    }
  }

  wake(): void {
    this.#serving.wake()
  }

  close(): void {
    this.#closed = true
    this.#serving.close()
    this.#downloads?.leave()
  }

  #onChunk(piece: number, bytes: Uint8Array): void {
    if (this.#closed) return
    this.#downloads ??= this.#share.downloads.join(asksNothing)
    this.#downloads.arrived(bytes.length)
    this.#share.collector.received(this, piece, bytes)
  }

  #send(message: object, trailer?: Uint8Array): void {
    const head = bencode.encode(message)
    const payload = trailer ? Buffer.concat([head, trailer]) : head
    this.#wire.extended('ut_metadata', payload)
  }
}

/** A class for `wire.use`, as the protocol library wants one; `made` gets its instance, the source the collector knows. */
export const metadataExchange = (
  share: MetadataShare,
  made: (peer: MetadataPeer) => void = () => undefined,
): new (wire: Wire) => Extension => {
  class Exchange extends MetadataExchange {
    constructor(wire: Wire) {
      super(wire, share)
      made(this)
    }
  }
  Object.defineProperty(Exchange.prototype, 'name', { value: 'ut_metadata' })
  return Exchange
}
