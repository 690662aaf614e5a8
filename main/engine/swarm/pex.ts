// Peer exchange of one torrent (BEP 11): hears from peers of more peers, and tells those that listed the extension whom
// we are connected to, at most once a minute and only what changed. Never made for a private torrent.

import type Wire from 'bittorrent-protocol'
import type { Extension } from 'bittorrent-protocol'
import { addressKind } from '../../../app/net/address-kind.ts'
import { PEX_FLAGS, pexNews, readPex, writePex } from '../../../app/swarm/pex-message.ts'
import { isPeerAddress } from '../../../app/trackers/announce.ts'
import type { Connections } from './connections.ts'
import { hostOf } from './dialer.ts'
import type { Connected } from './peer-rows.ts'

const NAME = 'ut_pex'
const EVERY = 60_000
/** Others' clocks are not ours. */
const HEARD_EVERY = 55_000
const FIRST_AFTER = 2_000
const RC4 = 2

export interface PexDeps {
  readonly connections: Connections
  /** Switched off, nothing is believed that peers say all the same. */
  enabled(): boolean
  now(): number
  isSeed(wire: Wire): boolean
}

interface Told {
  readonly addresses: Set<string>
  next: number
}

/** Where others can reach it: where we did, or where it says it listens. */
const listeningAddress = (wire: Wire, { address, peer }: Connected): string | null => {
  if (!peer.type.endsWith('Incoming')) return address
  const port = wire.peerExtendedHandshake['p']
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) return null
  const host = hostOf(address)
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

export class Pex {
  readonly #deps: PexDeps
  readonly #told = new WeakMap<Wire, Told>()

  constructor(deps: PexDeps) {
    this.#deps = deps
  }

  /** How many peers take part. */
  get partners(): number {
    let count = 0
    for (const [wire] of this.#deps.connections.entries) if (wire.peerExtendedMapping[NAME]) count++
    return count
  }

  /** To be called for a connection before we say in an extended handshake that we take part. */
  listen(wire: Wire, address: string): void {
    if (wire._ext[NAME]) return
    const heard = (payload: Uint8Array): void => this.#heard(payload, hostOf(address))
    const { now, enabled } = this.#deps
    class PeerExchange implements Extension {
      #at = -HEARD_EVERY
      onMessage(payload: Uint8Array): void {
        if (!enabled() || now() - this.#at < HEARD_EVERY) return
        this.#at = now()
        heard(payload)
      }
    }
    Object.defineProperty(PeerExchange.prototype, 'name', { value: NAME })
    wire.use(PeerExchange)
  }

  /** Once a second. */
  tick(now: number): void {
    for (const [wire, connected] of this.#deps.connections.entries) {
      if (!wire.peerExtendedMapping[NAME] || wire.destroyed) continue
      const told = this.#told.get(wire) ?? { addresses: new Set<string>(), next: now + FIRST_AFTER }
      this.#told.set(wire, told)
      if (now >= told.next) this.#tell(wire, connected, told, now)
    }
  }

  #tell(wire: Wire, connected: Connected, told: Told, now: number): void {
    const news = pexNews(told.addresses, this.#others(wire, hostOf(connected.address)))
    if (!news) return
    told.next = now + EVERY
    for (const { address } of news.added) told.addresses.add(address)
    for (const address of news.dropped) told.addresses.delete(address)
    wire.extended(NAME, writePex(news))
  }

  /** Addresses of the own network are told to nobody outside it. */
  #others(to: Wire, host: string): Map<string, number> {
    const kind = addressKind(host)
    const others = new Map<string, number>()
    for (const [wire, connected] of this.#deps.connections.entries) {
      const address = wire === to ? null : listeningAddress(wire, connected)
      if (address !== null && isPeerAddress(hostOf(address), kind)) others.set(address, this.#flags(wire, connected))
    }
    return others
  }

  #flags(wire: Wire, { peer }: Connected): number {
    return (
      (wire._encryptionMethod === RC4 ? PEX_FLAGS.encryption : 0) |
      (this.#deps.isSeed(wire) ? PEX_FLAGS.seed : 0) |
      (peer.type.startsWith('utp') ? PEX_FLAGS.utp : 0) |
      (peer.type.endsWith('Incoming') ? 0 : PEX_FLAGS.reachable)
    )
  }

  #heard(payload: Uint8Array, from: string): void {
    const { connections } = this.#deps
    const message = readPex(payload)
    const kind = addressKind(from)
    for (const { address, flags } of message?.added ?? []) {
      if (!isPeerAddress(hostOf(address), kind) || !connections.offer(address, 'pex')) continue
      if (flags & PEX_FLAGS.seed) connections.saidSeed(address)
    }
    for (const address of message?.dropped ?? []) connections.drop(address)
  }
}
