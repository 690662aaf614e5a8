// Opens one outgoing connection in one way and reports how it ended. The peer object, its handshake time-out and its
// clean-up are WebTorrent's.

import net from 'node:net'
import type Torrent from 'webtorrent/lib/torrent.js'
import Peer, { type Connection } from 'webtorrent/lib/peer.js'
import type { PeerSource } from '../../../app/torrent/details.ts'
import { connectTimeout, parseAddress, type Outcome, type Way } from './dialer.ts'
import type { SwarmContext } from './swarm-context.ts'

export interface Attempt {
  readonly torrent: Torrent
  readonly address: string
  readonly way: Way
  readonly source: PeerSource
  readonly context: SwarmContext
  readonly ended: (outcome: Outcome) => void
}

const open = (context: SwarmContext, way: Way, host: string, port: number): Connection | null => {
  if (way === 'utp') return context.client._utpServer?.connect(port, host) ?? null
  return net.connect({ host, port, timeout: connectTimeout })
}

export const connectPeer = ({ torrent, address, way, source, context, ended }: Attempt): void => {
  const parsed = parseAddress(address)
  const conn = parsed && !torrent._peers?.has(address) ? open(context, way, parsed.host, parsed.port) : null
  if (!conn) return queueMicrotask(() => ended({ lasted: false }))
  const secure = way === 'tcp-plain' ? 0 : context.client.secure
  const make = way === 'utp' ? Peer.createUTPOutgoingPeer : Peer.createTCPOutgoingPeer
  const peer = make(address, torrent, context.client.throttleGroups, source, secure)
  peer.conn = conn
  torrent._registerPeer(peer)
  context.halfOpen.add(peer)
  let lasted = false
  const over = once(() => {
    context.halfOpen.delete(peer)
    peer.destroy()
    setImmediate(() => ended({ lasted }))
  })
  conn.once('connect', () => {
    context.halfOpen.delete(peer)
    if (torrent.destroyed) return over()
    peer.onConnect()
    peer.wire?.once('handshake', () => (lasted = true))
  })
  conn.once('timeout', () => void (peer.connected || over()))
  conn.once('error', over)
  conn.once('close', over)
  peer.startConnectTimeout()
}

const once = (run: () => void): (() => void) => {
  let done = false
  return () => {
    if (done) return
    done = true
    run()
  }
}
