// The UDP socket of the DHT, seen through a guard: what reaches the protocol library is bounded in number and size, has
// the types the library takes for granted, and answers only what was asked. Nothing that comes by UDP throws past it.

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { EventEmitter } from 'node:events'
import bencode from '../../../app/bencode/bencode.js'
import { cleanDhtMessage, MAX_DATAGRAM } from '../../../app/net/dht-message.ts'
import { FloodGate } from '../../../app/net/flood-gate.ts'

/** Datagrams looked at, and of those the queries answered. */
const HEARD = { each: { rate: 30, burst: 100 }, all: { rate: 1_000, burst: 2_000 } }
const ANSWERED = { each: { rate: 5, burst: 30 }, all: { rate: 100, burst: 300 } }
/** How long an answer to our question is awaited, ms. */
const PATIENCE = 10_000
const MAX_ASKED = 4_096

const ENCODED_Q = '1:y1:q'

/** Opens on the port; on any other when that is taken. Null: the system has none for us. */
const openUdp = (port: number): Promise<Socket | null> => {
  const socket = createSocket('udp4')
  return new Promise((resolve) => {
    const failed = (): void => {
      socket.close()
      resolve(port === 0 ? null : openUdp(0))
    }
    socket.once('error', failed)
    socket.bind(port, () => {
      socket.off('error', failed)
      resolve(socket)
    })
  })
}

/** Has what the library's RPC uses of a dgram socket. */
export class DhtSocket extends EventEmitter {
  readonly #socket: Socket
  readonly #heard = new FloodGate(HEARD)
  readonly #answered = new FloodGate(ANSWERED)
  /** Where we sent questions, and until when their answers are welcome. */
  readonly #asked = new Map<string, number>()
  #closed = false

  private constructor(socket: Socket) {
    super()
    this.#socket = socket
    socket.on('message', (bytes, from) => this.#onMessage(bytes, from))
    // An address that cannot be reached, for one: the question runs out of time like any other.
    socket.on('error', () => undefined)
    socket.on('close', () => this.emit('close'))
  }

  static async open(port: number): Promise<DhtSocket | null> {
    const socket = await openUdp(port)
    return socket && new DhtSocket(socket)
  }

  address(): { readonly port: number } {
    return this.#socket.address()
  }

  send(bytes: Uint8Array, offset: number, length: number, port: number, host: string, done: () => void): void {
    if (this.#closed) return
    if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(ENCODED_Q)) this.#expect(`${host}:${port}`)
    try {
      this.#socket.send(bytes, offset, length, port, host, done)
    } catch {
      // Port 0, for one.
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#socket.close()
  }

  #expect(peer: string): void {
    this.#asked.delete(peer)
    this.#asked.set(peer, performance.now() + PATIENCE)
    if (this.#asked.size <= MAX_ASKED) return
    const now = performance.now()
    for (const [other, until] of this.#asked) if (until < now || this.#asked.size > MAX_ASKED) this.#asked.delete(other)
  }

  #onMessage(bytes: Buffer, from: RemoteInfo): void {
    const now = performance.now()
    if (this.#closed || from.port === 0 || bytes.length > MAX_DATAGRAM) return
    if (!this.#heard.admits(from.address, now)) return
    try {
      const clean = cleanDhtMessage(bencode.decode(bytes), from.address)
      if (!clean) return
      if (clean.kind === 'query' && !this.#answered.admits(from.address, now)) return
      if (clean.kind === 'reply' && (this.#asked.get(`${from.address}:${from.port}`) ?? 0) < now) return
      this.emit('message', Buffer.from(bencode.encode(clean.message)), from)
    } catch {
      // Not bencoded, or something the library makes of it: not worth a line in the log, anybody can send it.
    }
  }
}
