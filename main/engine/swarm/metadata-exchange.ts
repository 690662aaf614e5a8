// The metadata extension ut_metadata (BEP 9) on one wire, both ways: hands our info dictionary to a peer that asks, and
// passes what a peer offers and sends of it to the torrent's collector, which decides whom to ask.

import type Wire from 'bittorrent-protocol'
import type { ExtendedHandshake, Extension } from 'bittorrent-protocol'
import bencode from '../../../app/bencode/bencode.js'
import { CHUNK } from './metadata-collection.ts'
import { MAX_SIZE } from './metadata-budget.ts'
import type { MetadataCollector, MetadataSource } from './metadata-collector.ts'
import { MAX_UNREAD, socketBacklog } from './wire-stream.ts'

/** Requests for metadata one peer may make; each costs us 16 KiB. */
const MAX_SERVED = 4_096

export interface MetadataShare {
  /** What we hand out, or null while we have none. */
  rawInfo(): Uint8Array | null
  readonly collector: MetadataCollector
}

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

/** A class for `wire.use`, as the protocol library wants one; `made` gets its instance, the source the collector knows. */
export const metadataExchange = (
  share: MetadataShare,
  made: (source: MetadataSource) => void = () => undefined,
): new (wire: Wire) => Extension => {
  class MetadataExchange implements Extension, MetadataSource {
    readonly #wire: Wire
    #served = 0

    constructor(wire: Wire) {
      this.#wire = wire
      const raw = share.rawInfo()
      if (raw) wire.extendedHandshake['metadata_size'] = raw.length
      made(this)
    }

    onExtendedHandshake(handshake: ExtendedHandshake): void {
      share.collector.offered(this, sizeIn(handshake))
    }

    onMessage(payload: Uint8Array): void {
      const end = headEnd(payload)
      if (end === -1) return
      const message = bencode.decode(payload.subarray(0, end)) as Message
      const piece = integer(message.piece)
      if (piece === null) return
      if (message.msg_type === 0) this.#serve(piece)
      if (message.msg_type === 1) share.collector.received(this, piece, payload.subarray(end))
      if (message.msg_type === 2) share.collector.rejected(this)
    }

    /** In the middle of what another peer says: what goes wrong here is this one's affair. */
    ask(piece: number): void {
      try {
        if (!this.#wire.destroyed) this.#send({ msg_type: 0, piece })
      } catch {
        this.#wire.destroy()
      }
    }

    #serve(piece: number): void {
      const raw = share.rawInfo()
      const start = piece * CHUNK
      if (socketBacklog(this.#wire) > MAX_UNREAD) throw new RangeError('answers left unread')
      if (!raw || start >= raw.length || ++this.#served > MAX_SERVED) return this.#send({ msg_type: 2, piece })
      this.#send({ msg_type: 1, piece, total_size: raw.length }, raw.subarray(start, start + CHUNK))
    }

    #send(message: object, trailer?: Uint8Array): void {
      const head = bencode.encode(message)
      const payload = trailer ? Buffer.concat([head, trailer]) : head
      this.#wire.extended('ut_metadata', payload)
    }
  }
  Object.defineProperty(MetadataExchange.prototype, 'name', { value: 'ut_metadata' })
  return MetadataExchange
}
