// A peer of raw bytes, for saying what no honest client says.

import { once } from 'node:events'
import net from 'node:net'

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
    Buffer.from('\u0013BitTorrent protocol'),
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
