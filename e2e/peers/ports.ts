// Free ports on 127.0.0.1, free for TCP and for UDP at once, because BitTorrent listens on both under one number.
// The system may give a port away between the asking and the using; never the same one twice within this process.

import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

const given = new Set<number>()

const freeTcpPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const isFreeForUdp = async (port: number): Promise<boolean> => {
  const socket = createSocket('udp4')
  const free = await new Promise<boolean>((resolve) => {
    socket.once('error', () => resolve(false))
    socket.bind(port, '127.0.0.1', () => resolve(true))
  })
  await new Promise<void>((resolve) => socket.close(() => resolve()))
  return free
}

export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = await freeTcpPort()
    if (given.has(port) || !(await isFreeForUdp(port))) continue
    given.add(port)
    return port
  }
}
