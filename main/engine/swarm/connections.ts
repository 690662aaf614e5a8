// The connections of one torrent, both ways: who may come in, whom to dial, which of two to the same peer stays, who
// goes when there is no room. What is said over a connection is for the torrent; the registry of peers is WebTorrent's.
// Invariant: at most one connection to a host, except on this computer and where the user asked for it.

import { isIPv4 } from 'node:net'
import type Peer from 'webtorrent/lib/peer.js'
import type Torrent from 'webtorrent/lib/torrent.js'
import type Wire from 'bittorrent-protocol'
import { keepsOlder, leastUseful, replaced, uselessOne, type Occupant } from '../../../app/swarm/peer-room.ts'
import type { EngineSettings } from '../../../app/ipc/engine-contract.ts'
import type { OtherEncryption, PeerSource } from '../../../app/torrent/details.ts'
import { connectPeer } from './connection.ts'
import type { Seat } from './connection-caps.ts'
import { Dialer, hostKey, hostOf, isShared, parseAddress, type Outcome, type Way } from './dialer.ts'
import type { Connected } from './peer-rows.ts'
import type { SwarmContext } from './swarm-context.ts'
import type { KnownPeer } from './swarm.ts'

/** RC4 chosen for the payload. */
const RC4 = 2
const CHURN = 30_000
/** Whoever is heard of no more is gone, or as good as that: others say at least that they are there. */
const SILENCE = 180_000
/** A silent uTP connection is spoken to this often. */
const PROBE = 5_000

/** What is known of how useful a connection is. */
export interface Usefulness {
  readonly useful: boolean
  /** Payload bytes both ways. */
  readonly moved: number
  /** B/s of them. */
  readonly rate: number
  /** When anything was last heard, on the swarm's clock. */
  readonly heardAt: number
}

export interface ConnectionsDeps {
  readonly context: SwarmContext
  torrent(): Torrent | null
  /** The most connections this torrent may have. */
  most(): number
  seeding(): boolean
  usefulness(wire: Wire): Usefulness | null
  joined(wire: Wire, connected: Connected): void
  /** There is something to do on a tick again. */
  roused(): void
  left(wire: Wire): void
  misbehaved(address: string, error: unknown): void
}

export class Connections {
  readonly #deps: ConnectionsDeps
  readonly #dialer: Dialer
  readonly #connected = new Map<Wire, Connected>()
  #churnedAt = 0
  #ever = 0
  /** There was no room when last looked at. */
  #full = false
  #encryption: EngineSettings['network']['encryption']

  constructor(deps: ConnectionsDeps) {
    this.#deps = deps
    const { context } = deps
    this.#encryption = context.settings().network.encryption
    this.#dialer = new Dialer({
      handshakes: () => context.handshakes(),
      hasUtp: (host) => context.settings().network.utp && isIPv4(host),
      mayDial: () => deps.torrent() !== null && this.#hasRoom() && context.caps.mayDial(),
      isTaken: (host) => this.#holds(host),
      isOurs: (host, port) => context.isOurs(host, port),
      seeding: () => deps.seeding(),
      priorityOf: (host, port) => context.caps.priorityOf(host, port),
      dial: (address, way, source, ended) => this.#dial(address, way, source, ended),
    })
  }

  get size(): number {
    return this.#connected.size
  }

  /** Connections there were since the start, those that are gone included. */
  get ever(): number {
    return this.#ever
  }

  get known(): number {
    return this.#dialer.known
  }

  /** Peers that perhaps insist on what our encryption rules out; null where it rules out nothing. */
  get otherEncryption(): OtherEncryption | null {
    const ours = this.#encryption
    if (ours !== 'off' && ours !== 'require') return null
    const peers = this.#dialer.unanswered
    return peers > 0 ? { ours, peers } : null
  }

  get addresses(): KnownPeer[] {
    return this.#dialer.addresses()
  }

  get entries(): Iterable<[Wire, Connected]> {
    return this.#connected
  }

  offer(address: string, source: PeerSource): boolean {
    const offered = !this.#deps.context.bans.bansAddress(address) && this.#dialer.offer(address, source)
    if (offered) this.#deps.roused()
    if (offered && this.#deps.torrent()) this.#dialer.wake()
    return offered
  }

  /** Neither has anything for the other, and will not as long as both have everything. */
  bothComplete({ address, peer }: { readonly address: string; readonly peer: Peer }): void {
    this.#dialer.isSeed(address)
    peer.destroy(new Error('both complete'))
  }

  drop(address: string): void {
    this.#dialer.drop(address)
  }

  saidSeed(address: string): void {
    this.#dialer.saidSeed(address)
  }

  /** Closes whoever has been banned. */
  expel(): void {
    const { bans } = this.#deps.context
    for (const [wire, { peer, address }] of this.#connected) {
      if (!bans.bansPeer({ address, peerId: wire.peerId ?? '' }) && !bans.bansAddress(address)) continue
      this.#dialer.forget(address)
      peer.destroy(new Error('sent bad data'))
    }
  }

  /** Until when nobody is connected or due; one that is being dialled comes back by `roused`. */
  restsUntil(now: number): number {
    if (this.#connected.size > 0 || this.#dialer.dialling > 0 || (this.#full && this.#dialer.hasRested)) return now
    return this.#dialer.nextDue
  }

  /** On a tick: dials who is due; when there is no room, whoever is of no use to his torrent goes, one at a time. */
  tick(now: number): void {
    for (const [wire, connected] of this.#connected) {
      const { moved, heardAt } = this.#deps.usefulness(wire) ?? { moved: 0, heardAt: connected.since }
      if (moved > connected.moved) Object.assign(connected, { moved, movedAt: now })
      if (now - heardAt > SILENCE) connected.peer.destroy(new Error('silent'))
      else probe(wire, connected, heardAt, now)
    }
    this.shed(now)
    this.#dialer.pump(now)
    const { caps } = this.#deps.context
    const hasRoom = this.#hasRoom()
    if ((hasRoom && !caps.full) || now - this.#churnedAt < CHURN || !this.#dialer.hasDue) return
    this.#churnedAt = now
    if (hasRoom) caps.makeRoom()
    else uselessOne(this.occupants(now))?.leave('made room')
    // Whoever made the room has it.
    this.#dialer.pump(now)
  }

  /** Closes what is more than the torrent may have, the least useful first; once there is room, they may come back. */
  shed(now: number): void {
    const { context, most } = this.#deps
    const excess = this.#connected.size - most()
    if (excess > 0) for (const seat of leastUseful(this.occupants(now), excess)) seat.leave('too many connections')
    const full = this.#connected.size >= most() || context.caps.full
    if (this.#full && !full) this.#dialer.recall()
    this.#full = full
  }

  /** Drops those whose connection the settings no longer allow. */
  enforce(): void {
    const { utp, encryption } = this.#deps.context.settings().network
    if (encryption !== this.#encryption) {
      this.#encryption = encryption
      this.#dialer.handshakesChanged()
      this.#deps.roused()
    }
    for (const [wire, { peer }] of this.#connected) {
      if (!this.#isAllowed(wire)) peer.destroy(new Error('not encrypted'))
      else if (!utp && isUtp(peer)) peer.destroy(new Error('uTP is off'))
    }
  }

  onIncoming(torrent: Torrent, peer: Peer): void {
    const address = peer.addr ?? ''
    if (this.#deps.context.bans.bansIncoming(address)) return peer.destroy(new Error('banned'))
    if (!this.#makeRoom(address)) return peer.destroy(new Error('no room'))
    this.#deps.context.incoming(hostOf(address))
    torrent._registerPeer(peer)
  }

  onWire(wire: Wire, address: string): void {
    const torrent = this.#deps.torrent()
    const peer = torrent && [...(torrent._peers?.values() ?? [])].find((one) => one.wire === wire)
    if (!torrent || !peer) return wire.destroy()
    torrent.wires.push(wire)
    const refusal = this.#refusal(wire, peer, address)
    if (refusal) return queueMicrotask(() => peer.destroy(new Error(refusal)))
    const incoming = isIncoming(peer)
    const source: PeerSource = incoming ? 'incoming' : ((peer.source as PeerSource | null) ?? 'manual')
    const since = this.#deps.context.now()
    const connected = { address, source, peer, since, moved: 0, movedAt: since, probedAt: since }
    this.#ever++
    this.#deps.roused()
    this.#connected.set(wire, connected)
    this.#deps.context.caps.joined()
    if (!incoming) this.#dialer.connected(address)
    peer.once('disconnect', () => this.close(wire))
    peer.on('misbehaved', (error: unknown) => {
      this.#dialer.forget(address)
      this.#deps.misbehaved(address, error)
    })
    this.#deps.joined(wire, connected)
  }

  close(wire: Wire): void {
    if (!this.#connected.delete(wire)) return
    this.#deps.context.caps.left()
    this.#deps.left(wire)
  }

  closeAll(): void {
    for (const wire of [...this.#connected.keys()]) this.close(wire)
  }

  /** No more dialling. */
  end(): void {
    this.#dialer.close()
  }

  occupants(now: number): Occupant<Seat>[] {
    return [...this.#connected].map(([wire, connected]) => {
      const { context, usefulness } = this.#deps
      const { useful, rate } = usefulness(wire) ?? { useful: true, rate: 0 }
      const { host, port } = parseAddress(connected.address) ?? { host: '', port: 0 }
      const priority = context.caps.priorityOf(host, port)
      const key = { leave: (why: string) => this.#dismiss(connected, why) }
      return { key, age: now - connected.since, idle: now - connected.movedAt, useful, rate, priority }
    })
  }

  #dismiss({ address, peer }: Connected, why: string): void {
    this.#dialer.rest(address)
    peer.destroy(new Error(why))
  }

  #hasRoom(): boolean {
    return this.#connected.size + this.#dialer.dialling < this.#deps.most()
  }

  /** Room for one that comes in, made if need be and possible. */
  #makeRoom(address: string): boolean {
    const { context, most } = this.#deps
    const { host, port } = parseAddress(address) ?? { host: '', port: 0 }
    if (this.#connected.size >= most()) {
      const victim = replaced(this.occupants(context.now()), context.caps.priorityOf(host, port))
      victim?.leave('made room')
      if (!victim) return false
    }
    return context.caps.makeRoom()
  }

  #holds(host: string): boolean {
    const key = hostKey(host)
    for (const { address } of this.#connected.values()) if (hostKey(hostOf(address)) === key) return true
    return false
  }

  #isAllowed(wire: Wire): boolean {
    return this.#deps.context.settings().network.encryption !== 'require' || wire._encryptionMethod === RC4
  }

  /** Why a connection whose handshake is through is not kept. */
  #refusal(wire: Wire, peer: Peer, address: string): string | null {
    if (!this.#isAllowed(wire)) return 'not encrypted'
    if (wire.peerId === this.#deps.context.peerId) {
      this.#dialer.forget(address)
      return 'ourselves'
    }
    if (this.#deps.context.bans.bansPeer({ address, peerId: wire.peerId ?? '' })) return 'banned'
    const twin = [...this.#connected].find(([other]) => other.peerId === wire.peerId)
    if (twin) return this.#settleTwins(twin, wire, peer)
    const host = hostOf(address)
    const crowd = !isShared(host) && peer.source !== 'manual' && this.#holds(host)
    return crowd ? 'another connection to its host' : null
  }

  #settleTwins([wire, older]: [Wire, Connected], newer: Wire, peer: Peer): string | null {
    const { context, usefulness } = this.#deps
    const now = context.now()
    const heardAt = usefulness(wire)?.heardAt ?? older.since
    const twin = { outgoing: !isIncoming(older.peer), age: now - older.since, silence: now - heardAt }
    const sameHost = hostOf(older.address) === hostOf(peer.addr ?? '')
    if (keepsOlder({ ...twin, sameHost }, !isIncoming(peer), context.peerId, newer.peerId ?? '')) return 'known already'
    older.peer.destroy(new Error('connected anew'))
    return null
  }

  #dial(address: string, way: Way, source: PeerSource, ended: (outcome: Outcome) => void): void {
    const torrent = this.#deps.torrent()
    const banned = this.#deps.context.bans.bansAddress(address)
    const ours = { reached: false, lasted: null, ours: true }
    if (banned) return ended({ reached: false, lasted: null })
    if (!torrent || torrent.destroyed) return ended(ours)
    // Whatever was under way when the client is made anew ends by our own doing.
    const told = (outcome: Outcome): void => {
      ended(this.#deps.torrent() === torrent ? outcome : ours)
      // Only now is it known when to call again: whoever rested since the connection went would never do it.
      this.#deps.roused()
    }
    connectPeer({ torrent, address, way, source, context: this.#deps.context, ended: told })
  }
}

/** The uTP library sees no close of some clients: only words that nobody acknowledges tell, half a minute later. */
const probe = (wire: Wire, connected: Connected, heardAt: number, now: number): void => {
  if (!isUtp(connected.peer) || now - Math.max(heardAt, connected.probedAt) < PROBE) return
  connected.probedAt = now
  wire.keepAlive()
}

const isUtp = (peer: Peer): boolean => peer.type.startsWith('utp')

const isIncoming = (peer: Peer): boolean => peer.type.endsWith('Incoming')
