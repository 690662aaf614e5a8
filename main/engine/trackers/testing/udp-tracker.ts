// A tracker over UDP for tests, on loopback (BEP 15): written from the document, not with the code that is tested.

import { createSocket } from 'node:dgram'
import { once } from 'node:events'

export interface UdpAnnounce {
  readonly infoHash: string
  readonly peerId: string
  readonly event: number
  readonly port: number
  readonly left: bigint
  readonly rest: string
}

export interface UdpTracker extends AsyncDisposable {
  readonly url: string
  readonly connects: () => number
  readonly announces: UdpAnnounce[]
}

export interface UdpTrackerOptions {
  readonly host?: string
  /** Datagrams that are ignored before the first is answered. */
  readonly deaf?: number
  readonly peers?: Uint8Array
  readonly error?: string
  readonly path?: string
  /** Changes an answer before it is sent. */
  readonly bend?: (answer: Buffer) => Buffer
}

const ID = 0x1122_3344_5566_7788n

export const udpTracker = async (options: UdpTrackerOptions = {}): Promise<UdpTracker> => {
  const { host = '127.0.0.1', peers = new Uint8Array(), path = '/announce', bend = (answer) => answer } = options
  let deaf = options.deaf ?? 0
  let connects = 0
  const announces: UdpAnnounce[] = []
  const answerTo = (bytes: Buffer): Buffer | null => {
    const action = bytes.readUInt32BE(8)
    const head = Buffer.concat([bytes.subarray(8, 16), Buffer.alloc(0)])
    if (action === 0 && bytes.readBigUInt64BE(0) === 0x41727101980n) {
      connects++
      const id = Buffer.alloc(8)
      id.writeBigUInt64BE(ID)
      return Buffer.concat([head, id])
    }
    if (bytes.readBigUInt64BE(0) !== ID) return null
    if (options.error !== undefined) {
      head.writeUInt32BE(3)
      return Buffer.concat([head, Buffer.from(options.error)])
    }
    const counts = Buffer.alloc(12)
    if (action === 2) {
      counts.writeUInt32BE(41, 0)
      counts.writeUInt32BE(43, 8)
      return Buffer.concat([head, counts])
    }
    announces.push({
      infoHash: bytes.toString('hex', 16, 36),
      peerId: bytes.toString('hex', 36, 56),
      left: bytes.readBigUInt64BE(64),
      event: bytes.readUInt32BE(80),
      port: bytes.readUInt16BE(96),
      rest: bytes.toString('latin1', 98),
    })
    counts.writeUInt32BE(900, 0)
    counts.writeUInt32BE(3, 4)
    counts.writeUInt32BE(5, 8)
    return Buffer.concat([head, counts, peers])
  }
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  socket.on('message', (bytes, from) => {
    if (deaf-- > 0) return
    const answer = answerTo(bytes)
    if (answer) socket.send(bend(answer), from.port, from.address)
  })
  socket.bind(0, host)
  await once(socket, 'listening')
  const close = async (): Promise<void> => {
    socket.close()
    await once(socket, 'close')
  }
  const name = host.includes(':') ? `[${host}]` : host
  const url = `udp://${name}:${socket.address().port}${path}`
  return { url, connects: () => connects, announces, [Symbol.asyncDispose]: close }
}
