// A peer of raw bytes, for saying what no honest client says.

import { once } from 'node:events'
import net from 'node:net'

const PROTOCOL = Buffer.from('\u0013BitTorrent protocol')
const RESERVED = Buffer.from([0, 0, 0, 0, 0, 0x10, 0, 0x05])

export const message = (id: number, ...parts: (Uint8Array | string)[]): Buffer => {
  const body = Buffer.concat([Buffer.from([id]), ...parts.map((part) => Buffer.from(part as string))])
  const head = Buffer.alloc(4)
  head.writeUInt32BE(body.length)
  return Buffer.concat([head, body])
}

export const extended = (id: number, payload: Uint8Array | string): Buffer => message(20, Buffer.from([id]), payload)

export const numbers = (...values: number[]): Buffer => {
  const out = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => out.writeUInt32BE(value >>> 0, index * 4))
  return out
}

export const handshake = (infoHash: string): Buffer =>
  Buffer.concat([
    PROTOCOL,
    RESERVED,
    Buffer.from(infoHash, 'hex'),
    Buffer.from('-XX0001-' + String(Math.random()).padEnd(12, '0').slice(0, 12)),
  ])

/** Connects, sends the bytes, and resolves when the other side closes or `patience` ms have passed. */
export const sayTo = async (port: number, bytes: readonly Uint8Array[], patience = 100): Promise<'closed' | 'open'> => {
  const socket = net.connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  for (const part of bytes) socket.write(part)
  socket.resume()
  const closed = new Promise<'closed'>((resolve) => socket.once('close', () => resolve('closed')))
  const waited = new Promise<'open'>((resolve) => setTimeout(() => resolve('open'), patience))
  const outcome = await Promise.race([closed, waited])
  socket.destroy()
  return outcome
}

export interface RawSeed extends AsyncDisposable {
  readonly address: string
  /** Connections that spoke the plain protocol. */
  readonly calls: () => number
}

export interface RawSeedOptions {
  readonly infoHash: string
  /** Sent right after the handshake. */
  readonly greeting: readonly Uint8Array[]
  /** Whoever came, with the 68 bytes of its handshake. */
  readonly heard?: (handshake: Buffer) => void
  /** What to answer to a message; nothing when null. */
  answer(id: number, body: Buffer): Uint8Array | null
  /** Where to listen; 127.0.0.1 when left out. */
  readonly host?: string
  /** Bytes a second that answers are sent at, to each who comes; as fast as it goes when left out. */
  readonly rate?: number
}

/** Sends at a rate, in the order given. */
const paced = (socket: net.Socket, rate: number): ((bytes: Uint8Array) => void) => {
  let free = performance.now()
  return (bytes) => {
    free = Math.max(free, performance.now()) + (bytes.length / rate) * 1_000
    setTimeout(() => socket.write(bytes), free - performance.now())
  }
}

/** Listens, greets whoever comes, and answers as told. Refuses encryption, so that peers come again without. */
export const rawSeed = async (options: RawSeedOptions): Promise<RawSeed> => {
  const { infoHash, greeting, answer, host = '127.0.0.1', rate } = options
  let calls = 0
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    let pending = Buffer.alloc(0)
    let greeted = false
    const send = rate === undefined ? (bytes: Uint8Array) => void socket.write(bytes) : paced(socket, rate)
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk])
      // One key in 256, which encryption begins with, begins with the first byte alone.
      const start = Math.min(pending.length, PROTOCOL.length)
      if (!greeted && PROTOCOL.compare(pending, 0, start, 0, start) !== 0) return void socket.destroy()
      if (!greeted && pending.length >= 68) {
        greeted = true
        calls++
        options.heard?.(pending.subarray(0, 68))
        pending = pending.subarray(68)
        socket.write(Buffer.concat([handshake(infoHash), ...greeting]))
      }
      if (!greeted) return
      while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE(0)) {
        const body = pending.subarray(4, 4 + pending.readUInt32BE(0))
        pending = pending.subarray(4 + body.length)
        const reply = body.length > 0 ? answer(body[0] ?? 0, body.subarray(1)) : null
        if (reply) send(reply)
      }
    })
  })
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return { address: `${host}:${port}`, calls: () => calls, [Symbol.asyncDispose]: close }
}
