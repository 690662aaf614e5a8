// The metadata extension ut_metadata (BEP 9), both ways: hands our info dictionary to peers that ask, and collects it
// from peers while we have none. What was collected counts only when it hashes to the infohash asked for; a peer whose
// metadata does not is asked no more.

import { createHash } from 'node:crypto'
import type { EventEmitter } from 'node:events'
import type Wire from 'bittorrent-protocol'
import type { ExtendedHandshake, Extension } from 'bittorrent-protocol'
import bencode from '../../../app/bencode/bencode.js'
import { MAX_UNREAD, socketBacklog } from './wire-stream.ts'

const CHUNK = 16_384
const MAX_SIZE = 10_000_000
/** Requests for metadata one peer may make; each costs us 16 KiB. */
const MAX_SERVED = 4_096

export interface MetadataShare {
  readonly infoHash: string
  /** What we hand out, or null while we have none. */
  rawInfo(): Uint8Array | null
  arrived(rawInfo: Uint8Array): void
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

class Collection {
  readonly #data: Uint8Array
  readonly #have: Uint8Array
  #missing: number

  constructor(size: number) {
    this.#data = new Uint8Array(size)
    this.#missing = Math.ceil(size / CHUNK)
    this.#have = new Uint8Array(this.#missing)
  }

  get chunks(): number {
    return this.#have.length
  }

  /** Null: not complete yet, or the chunk is not one of ours. */
  put(chunk: number, bytes: Uint8Array): Uint8Array | null {
    const expected = Math.min(CHUNK, this.#data.length - chunk * CHUNK)
    if (chunk >= this.#have.length || bytes.length !== expected || this.#have[chunk] === 1) return null
    this.#data.set(bytes, chunk * CHUNK)
    this.#have[chunk] = 1
    this.#missing--
    return this.#missing === 0 ? this.#data : null
  }
}

/** A class for `wire.use`, as the protocol library wants one. */
export const metadataExchange = (share: MetadataShare): new (wire: Wire) => Extension => {
  class MetadataExchange implements Extension {
    readonly #wire: Wire
    #collection: Collection | null = null
    #served = 0
    #givenUp = false

    constructor(wire: Wire) {
      this.#wire = wire
      const raw = share.rawInfo()
      if (raw) wire.extendedHandshake['metadata_size'] = raw.length
    }

    onExtendedHandshake(handshake: ExtendedHandshake): void {
      const size = sizeIn(handshake)
      if (size === null || share.rawInfo() !== null || this.#givenUp || this.#collection) return
      this.#collection = new Collection(size)
      for (let piece = 0; piece < this.#collection.chunks; piece++) this.#send({ msg_type: 0, piece })
    }

    onMessage(payload: Uint8Array): void {
      const end = headEnd(payload)
      if (end === -1) return
      const message = bencode.decode(payload.subarray(0, end)) as Message
      const piece = integer(message.piece)
      if (piece === null) return
      if (message.msg_type === 0) this.#serve(piece)
      if (message.msg_type === 1) this.#take(piece, payload.subarray(end))
    }

    #serve(piece: number): void {
      const raw = share.rawInfo()
      const start = piece * CHUNK
      if (socketBacklog(this.#wire) > MAX_UNREAD) throw new RangeError('answers left unread')
      if (!raw || start >= raw.length || ++this.#served > MAX_SERVED) return this.#send({ msg_type: 2, piece })
      this.#send({ msg_type: 1, piece, total_size: raw.length }, raw.subarray(start, start + CHUNK))
    }

    #take(piece: number, bytes: Uint8Array): void {
      const whole = this.#collection?.put(piece, bytes)
      if (!whole || share.rawInfo() !== null) return
      this.#collection = null
      if (createHash('sha1').update(whole).digest('hex') === share.infoHash) return share.arrived(whole)
      this.#givenUp = true
      ;(this.#wire as EventEmitter).emit('bad-metadata')
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
