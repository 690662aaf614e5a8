// The tracker's own process: bittorrent-tracker's server on one port of 127.0.0.1, HTTP and UDP, that reports what it
// is told. Runs in Electron as Node; ends with its parent.

import Server, { type AnnounceParams } from 'bittorrent-tracker/server'
import type { Announce, FromTracker, ToTracker } from './tracker-words.ts'

const [port = 0, interval = 60_000] = process.argv.slice(2).map(Number)
const tell = (message: FromTracker): void => void process.send?.(message)

let refusing = false
const server = new Server({
  interval,
  ws: false,
  stats: false,
  filter: (_infoHash, _params, done) => done(refusing ? new Error('this tracker is closed today') : null),
})

const report = (event: Announce['event']) => (address: string, params: AnnounceParams) => {
  const { info_hash: infoHash, left, uploaded, downloaded, type } = params
  const transport = type === 'udp' ? 'udp' : 'http'
  const announce = {
    infoHash,
    event,
    transport,
    address,
    left,
    uploaded: Number(uploaded),
    downloaded: Number(downloaded),
  } as const
  tell({ is: 'announce', announce })
}
for (const event of ['start', 'update', 'complete', 'stop', 'pause'] as const) server.on(event, report(event))
server.on('warning', () => {})
server.on('error', (error) => console.error(error))

server.http.on('connection', () => tell({ is: 'contact' }))
server.udp4.on('message', () => tell({ is: 'contact' }))
let toListen = 2
for (const socket of [server.http, server.udp4]) {
  socket.once('listening', () => {
    toListen -= 1
    if (toListen === 0) tell({ is: 'listening' })
  })
}
process.on('message', (message: ToTracker) => {
  refusing = message.on
  tell({ is: 'refusing', on: refusing })
})
process.on('disconnect', () => process.exit())
server.listen({ http: port, udp: port }, { http: '127.0.0.1', udp: '127.0.0.1', udp6: '::1' })
