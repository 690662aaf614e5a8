// A node of the DHT on loopback that knows nobody: answers whatever it is asked with its id (BEP 5).

import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { bencode, dictionary } from './bencode.ts'

export interface DhtNode extends AsyncDisposable {
  readonly address: string
}

export const startDhtNode = async (): Promise<DhtNode> => {
  const socket = createSocket('udp4')
  const id = randomBytes(20)
  socket.on('message', (bytes, from) => {
    // Every question has its transaction last but one: 1:t2:xx1:y1:qe.
    const at = bytes.lastIndexOf('1:t2:')
    if (at === -1 || bytes.lastIndexOf('1:y1:q') === -1) return
    const r = dictionary({ id, nodes: '', token: 'token' })
    socket.send(bencode(dictionary({ t: bytes.subarray(at + 5, at + 7), y: 'r', r })), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    [Symbol.asyncDispose]: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
}
