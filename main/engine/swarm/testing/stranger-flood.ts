// A process of its own that opens connections as fast as it may and never finishes a handshake: some say nothing, some
// half a handshake, some the key of an encrypted one and then noise. Whoever is turned away comes again at once.
// Arguments: port, connections at a time, seconds. Prints how many it opened as JSON.

import { randomBytes } from 'node:crypto'
import net from 'node:net'

const [, , port = '0', width = '0', seconds = '0'] = process.argv
const HELLO = Buffer.concat([Buffer.from('\u0013BitTorrent protocol'), Buffer.alloc(8)])
const END = performance.now() + Number(seconds) * 1_000
/** What each kind sends at first; the second kind goes on, a byte at a time. */
const words = [
  Buffer.alloc(0),
  HELLO.subarray(0, 10),
  randomBytes(96),
  Buffer.concat([randomBytes(96), randomBytes(600)]),
]
const sockets = new Set<net.Socket>()
let opened = 0

const open = (): void => {
  if (performance.now() > END) return
  const kind = opened++ % words.length
  const socket = net.connect(Number(port), '127.0.0.1')
  sockets.add(socket)
  socket.on('error', () => undefined)
  socket.on('connect', () => socket.write(words[kind] ?? ''))
  const crumbs = kind === 1 ? setInterval(() => socket.write('B'), 200) : undefined
  socket.on('close', () => {
    clearInterval(crumbs)
    sockets.delete(socket)
    setTimeout(open, 5)
  })
  socket.resume()
}

for (let n = 0; n < Number(width); n++) open()
setTimeout(
  () => {
    for (const socket of sockets) socket.destroy()
    process.stdout.write(JSON.stringify({ opened }), () => process.exit(0))
  },
  Number(seconds) * 1_000,
)
