// Opens one outgoing connection and reports how it ended: TCP and uTP race, TCP with a short start, and whoever is
// through first is used. The peer object and its clean-up are WebTorrent's.

import net from 'node:net'
import type Torrent from 'webtorrent/lib/torrent.js'
import Peer, { type Connection } from 'webtorrent/lib/peer.js'
import type { PeerSource } from '../../../app/torrent/details.ts'
import { parseAddress, type Outcome, type Way } from './dialer.ts'
import type { SwarmContext } from './swarm-context.ts'

const CONNECT_TIMEOUT = 6_000
const HANDSHAKE_TIMEOUT = 10_000
const HEAD_START = 250

export interface Attempt {
  readonly torrent: Torrent
  readonly address: string
  readonly way: Way
  readonly source: PeerSource
  readonly context: SwarmContext
  readonly ended: (outcome: Outcome) => void
}

type Transport = 'tcp' | 'utp'

const open = (context: SwarmContext, way: Transport, host: string, port: number): Connection | null => {
  if (way === 'tcp') return net.connect({ host, port })
  // The uTP library knows IPv4 only.
  return context.settings().network.utp && net.isIPv4(host)
    ? (context.client._utpServer?.connect(port, host) ?? null)
    : null
}

/** `done` gets the connection that is open first, or null; called once. */
const race = (
  context: SwarmContext,
  { host, port }: { host: string; port: number },
  utpOnly: boolean,
  done: (conn: Connection | null, way: Transport) => void,
): void => {
  const racing = new Set<Connection>()
  let settled = false
  let toCome = utpOnly ? 1 : 2
  const settle = (winner: Connection | null, way: Transport): void => {
    if (settled) return
    settled = true
    clearTimeout(deadline)
    clearTimeout(second)
    racing.delete(winner as Connection)
    for (const loser of racing) loser.destroy()
    done(winner, way)
  }
  const start = (way: Transport): void => {
    if (settled) return
    toCome--
    const conn = open(context, way, host, port)
    if (!conn) return void (racing.size === 0 && toCome === 0 && settle(null, way))
    racing.add(conn)
    conn.once('connect', () => settle(conn, way))
    const failed = (): void => {
      if (!racing.delete(conn) || settled) return
      conn.destroy()
      if (toCome > 0) startSecond()
      else if (racing.size === 0) settle(null, way)
    }
    conn.on('error', failed)
    conn.once('close', failed)
  }
  const startSecond = (): void => {
    clearTimeout(second)
    if (toCome > 0) start('utp')
  }
  const deadline = setTimeout(() => settle(null, 'tcp'), CONNECT_TIMEOUT)
  const second = utpOnly ? undefined : setTimeout(startSecond, HEAD_START)
  if (utpOnly) startSecond()
  else start('tcp')
}

export const connectPeer = ({ torrent, address, way, source, context, ended }: Attempt): void => {
  const parsed = parseAddress(address)
  if (!parsed) return queueMicrotask(() => ended({ reached: false, lasted: null }))
  const opened = context.caps.begin()
  race(context, parsed, way.utpOnly, (conn, transport) => {
    opened()
    if (!conn) return ended({ reached: false, lasted: null })
    if (torrent.destroyed || torrent._peers?.has(address)) {
      conn.destroy()
      return ended({ reached: false, lasted: null })
    }
    const make = transport === 'utp' ? Peer.createUTPOutgoingPeer : Peer.createTCPOutgoingPeer
    const peer = make(address, torrent, context.client.throttleGroups, source, way.handshake)
    peer.conn = conn
    watch(peer, conn, context.now, ended)
    torrent._registerPeer(peer)
    peer.onConnect()
    peer.wire?.once('handshake', () => peer.emit('greeted'))
  })
}

/** Reports once, when the connection is over. */
const watch = (peer: Peer, conn: Connection, now: () => number, ended: Attempt['ended']): void => {
  let greetedAt: number | null = null
  let over = false
  const deadline = setTimeout(() => peer.destroy(new Error('no handshake')), HANDSHAKE_TIMEOUT)
  const end = (): void => {
    if (over) return
    over = true
    clearTimeout(deadline)
    peer.destroy()
    const lasted = greetedAt === null ? null : now() - greetedAt
    setImmediate(() => ended({ reached: true, lasted }))
  }
  peer.once('greeted', () => {
    greetedAt = now()
    clearTimeout(deadline)
  })
  conn.once('error', end)
  conn.once('close', end)
  peer.once('disconnect', end)
}
