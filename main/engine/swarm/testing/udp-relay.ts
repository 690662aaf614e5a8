// Passes datagrams on to a port and back, for each sender through a socket of its own. Nothing listens for TCP where it
// does: who dials it ends up on uTP.

import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

const LOOPBACK = '127.0.0.1'

const bound = async (): Promise<Socket> => {
  const socket = createSocket('udp4')
  socket.on('error', () => undefined)
  socket.bind(0, LOOPBACK)
  await once(socket, 'listening')
  return socket
}

export interface UdpRelay extends AsyncDisposable {
  readonly address: string
  /** Bytes both ways. */
  readonly relayed: () => number
  /** Sent to all who came, as if the target had said it. */
  inject(bytes: Uint8Array): void
}

export const udpRelay = async (target: number): Promise<UdpRelay> => {
  const front = await bound()
  const back = new Map<number, Promise<Socket>>()
  let relayed = 0
  const open = async (port: number): Promise<Socket> => {
    const socket = await bound()
    socket.on('message', (bytes) => {
      relayed += bytes.length
      front.send(bytes, port, LOOPBACK)
    })
    return socket
  }
  front.on('message', (bytes, { port }) => {
    relayed += bytes.length
    const socket = back.get(port) ?? open(port)
    back.set(port, socket)
    void socket.then((one) => one.send(bytes, target, LOOPBACK))
  })
  return {
    address: `${LOOPBACK}:${front.address().port}`,
    relayed: () => relayed,
    inject: (bytes) => {
      for (const port of back.keys()) front.send(bytes, port, LOOPBACK)
    },
    [Symbol.asyncDispose]: async () => {
      front.close()
      for (const socket of await Promise.all(back.values())) socket.close()
    },
  }
}
