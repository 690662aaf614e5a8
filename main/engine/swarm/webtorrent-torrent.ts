// One torrent in the swarm: WebTorrent keeps the registry of its peers and their handshakes; what is said after the
// handshake, whom to dial, what to ask for and where bytes go is decided by our parts, put together here.

import type Torrent from 'webtorrent/lib/torrent.js'
import type Wire from 'bittorrent-protocol'
import type { PeerRow, PeerSource, TrackerRow, WebSeedRow } from '../../../app/torrent/details.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Sender } from './bans.ts'
import { isPeerAddress } from '../../../app/trackers/announce.ts'
import type { PartialPiece } from '../storage/store.ts'
import { TrackerSet, type TrackerDeps } from '../trackers/tracker-set.ts'
import { Download } from './download.ts'
import type { Occupant } from '../../../app/swarm/peer-room.ts'
import type { Seat } from './connection-caps.ts'
import { Connections } from './connections.ts'
import { hostOf } from './dialer.ts'
import { peerRow, type Connected } from './peer-rows.ts'
import { announceFacts, dhtState, guarded, isOfPrivate, lsdState, webSeedsOf } from './torrent-parts.ts'
import { Introductions } from './introductions.ts'
import { SessionSet } from './session-set.ts'
import type { SwarmContext } from './swarm-context.ts'
import {
  noLimits,
  type JoinSpec,
  type KnownPeer,
  type PieceOrder,
  type SwarmCounts,
  type SwarmEvents,
  type SwarmTorrent,
  type TorrentLimits,
  type Trade,
} from './swarm.ts'
import { TorrentTrade } from './torrent-trade.ts'
import { noWebSeeds, type WebSeeds } from '../web-seeds/web-seeds.ts'
import { WireSession } from './wire-session.ts'

export class WebTorrentTorrent implements SwarmTorrent {
  readonly id: TorrentId
  readonly #spec: JoinSpec
  readonly #events: SwarmEvents
  readonly #context: SwarmContext
  readonly connections: Connections
  readonly #sessions: SessionSet
  /** Null while only the metadata is wanted. */
  readonly #download: Download | null
  readonly #webSeeds: WebSeeds | null
  #trackers: TrackerSet | null = null
  #tiers: readonly (readonly string[])[]
  #torrent: Torrent | null = null
  #stopDiscovery: (() => void) | null = null
  #left = false
  #rawInfo: Uint8Array | null
  readonly #introductions: Introductions
  readonly trade: Trade
  #limits = noLimits

  constructor(spec: JoinSpec, events: SwarmEvents, context: SwarmContext) {
    this.id = spec.id
    this.#spec = spec
    this.#events = events
    this.#context = context
    this.#sessions = new SessionSet(context, events)
    this.#tiers = spec.trackers
    this.#rawInfo = spec.pieces?.rawInfo ?? null
    this.#download =
      spec.pieces &&
      new Download(
        spec.pieces,
        {
          gained: (piece) => this.#onPiece(piece),
          failed: (piece, from) => this.#events.hashFailed(piece, from),
          lied: (sender, piece) => this.#onLiar(sender, piece),
          settled: (from, piece, bytes, outcome) => this.#sessions.settled(from, piece, bytes, outcome),
        },
        context.buffers,
      )
    this.#webSeeds = webSeedsOf(spec, events, context, this.#download?.exchange ?? null, this.#sessions.deps.downloads)
    this.connections = new Connections({
      context,
      torrent: () => this.#torrent,
      most: () => this.#limits.connections ?? context.settings().connections.perTorrent,
      seeding: () => this.seeding,
      usefulness: (wire) => this.#sessions.of(wire)?.worth ?? this.#introductions.worth(wire),
      joined: (wire, connected) => this.#onJoined(wire, connected),
      roused: () => this.#rouse(),
      left: (wire) => this.#onLeft(wire),
      misbehaved: (address, error) =>
        this.#events.peerDropped(address, error instanceof Error ? error.message : 'misbehaved'),
    })
    this.#introductions = new Introductions({
      isPrivate: spec.isPrivate,
      context,
      connections: this.connections,
      infoHash: this.id,
      lanes: this.#sessions.deps,
      rawInfo: () => this.#rawInfo,
      arrived: (rawInfo) => this.#onMetadata(rawInfo),
      lied: (sender) => this.#onLiar(sender, null),
      seeding: () => this.seeding,
      isSeed: (wire) => this.#sessions.of(wire)?.isSeed ?? false,
      guard: (wire, run) => guarded(wire, run, context.log),
      talk: this.#sessions.talk,
    })
    this.trade = new TorrentTrade(this.#sessions, this.#introductions, this.#download?.picker ?? null)
    for (const { address, source } of spec.peers) this.addPeer(address, source)
    this.#rouse()
  }

  /** Enters the swarm through a client; again after `detach`, when the client had to be made anew. */
  attach(): void {
    if (this.#torrent || this.#left) return
    const { client, log } = this.#context
    const torrent = client.add({ infoHash: this.id, announce: [], urlList: [] }, { private: this.#spec.isPrivate })
    this.#torrent = torrent
    torrent._processParsedTorrent = ({ infoHash }) => {
      torrent.infoHash = infoHash
    }
    torrent._drain = () => undefined
    torrent.addPeer = () => false
    torrent._onListening = () => this.#discover()
    torrent._onWire = (wire, address) => guarded(wire, () => this.connections.onWire(wire, address ?? ''), log)
    torrent._addIncomingPeer = (peer) => this.connections.onIncoming(torrent, peer)
    torrent.on('error', (error: unknown) => log('error', `torrent: ${String(error)}`))
  }

  async detach(): Promise<void> {
    const torrent = this.#torrent
    this.#torrent = null
    this.#stopDiscovery?.()
    this.connections.closeAll()
    await new Promise<void>((resolve) => {
      if (!torrent || torrent.destroyed) resolve()
      else torrent.destroy({ destroyStore: false }, () => resolve())
    })
  }

  async leave(): Promise<void> {
    if (this.#left) return
    this.#left = true
    if (this.#download) this.#download.closed = true
    this.#context.forget(this)
    this.connections.end()
    this.#webSeeds?.close()
    this.#trackers?.close()
    await this.detach()
    this.#sessions.close()
    this.#events.talk?.left()
  }

  get sessions(): Iterable<WireSession> {
    return this.#sessions.values()
  }

  get visits(): { now: number; ever: number } {
    return {
      now: this.connections.size + (this.#webSeeds?.busy(this.#context.now()) ?? 0),
      ever: this.connections.ever,
    }
  }

  get seeding(): boolean {
    return this.#download?.picker.wantedMissing === 0
  }

  /** Once a second. Returns how many peers have requests of ours. */
  tick(now: number): number {
    this.#download?.picker.refresh()
    const asked = this.#sessions.tick(now, (session) => this.seeding && this.connections.bothComplete(session))
    this.#webSeeds?.tick(now)
    this.connections.tick(now)
    this.#introductions.tick(now)
    return asked
  }

  /** Until when there is nothing to do on a tick, unless it calls for duty before. */
  restsUntil(now: number): number {
    return this.#webSeeds?.busyWhen(this.seeding, now) === true ? now : this.connections.restsUntil(now)
  }

  /** The settings may have changed. */
  obey(now: number): void {
    this.#rouse()
    this.connections.enforce()
    this.connections.shed(now)
    this.#introductions.update()
  }

  /** Connections that count, those to web seeds included. */
  occupants(now: number): Occupant<Seat>[] {
    return [...this.connections.occupants(now), ...(this.#webSeeds?.occupants(now) ?? [])]
  }

  pumpRequests(): void {
    for (const session of this.#sessions.values()) session.request()
    this.#webSeeds?.request()
  }

  counts(): SwarmCounts {
    const now = this.#context.now()
    const sums = this.#sessions.sums(now)
    const trackers = this.#trackers?.counts() ?? { total: this.#tiers.flat().length, answered: 0, failed: 0 }
    const web = this.#webSeeds?.sums(now) ?? noWebSeeds
    return {
      ...sums,
      downRate: sums.downRate + web.downRate,
      downloaded: sums.downloaded + web.downloaded,
      wasted: sums.wasted + web.wasted + (this.#download?.wasted ?? 0),
      webSeeds: web.helping,
      webSeedsThere: web.there,
      hashFails: this.#download?.hashFails ?? 0,
      connected: this.connections.size,
      known: this.connections.known,
      otherEncryption: this.connections.otherEncryption,
      limited: this.#sessions.limited,
      copies: this.#download?.copies ?? 0,
      trackers: trackers.total,
      trackersAnswered: trackers.answered,
      trackersFailed: trackers.failed,
      dhtNodes: this.#spec.isPrivate ? null : this.#context.dhtNodes(),
    }
  }

  peers(): PeerRow[] {
    return [...this.connections.entries].map(([wire, connected]) =>
      peerRow(wire, connected, this.#sessions.of(wire), this.#context.now()),
    )
  }

  /** B/s from web seeds. */
  webRate(now: number): number {
    return this.#webSeeds?.sums(now).downRate ?? 0
  }

  webSeedRows(): WebSeedRow[] {
    return this.#webSeeds?.rows() ?? []
  }

  trackerRows(): TrackerRow[] {
    return this.#trackers?.rows() ?? []
  }

  dht(): ReturnType<SwarmTorrent['dht']> {
    return dhtState(this.#spec.isPrivate, this.#context.dhtNodes())
  }

  pex(): ReturnType<SwarmTorrent['pex']> {
    return this.#introductions.pex
  }

  lsd(): ReturnType<SwarmTorrent['lsd']> {
    return lsdState(this.#spec.isPrivate, this.#context.neighbours(this.id))
  }

  rarest(from: number, to: number): number {
    return this.#download?.picker.availability.least(from, to) ?? 0
  }

  setPriorities(priorities: Uint8Array): void {
    this.#rouse()
    this.#download?.setPriorities(priorities)
    for (const session of this.#sessions.values()) session.updateInterest()
    this.#introductions.update()
    this.pumpRequests()
  }

  setOrder(order: PieceOrder): void {
    this.#download?.setOrder(order)
  }

  setDeadlines(deadlines: readonly { readonly piece: number; readonly within: number }[]): void {
    const now = this.#context.now()
    this.#download?.picker.setDeadlines(deadlines.map(({ piece, within }) => ({ piece, at: now + within })))
    this.pumpRequests()
  }

  setLimits(limits: TorrentLimits): void {
    this.#limits = limits
    this.#sessions.setLimits(limits)
    this.connections.shed(this.#context.now())
    this.pumpRequests()
  }

  setTrackers(tiers: readonly (readonly string[])[]): void {
    this.#tiers = tiers
    this.#trackers?.replace(tiers)
  }

  setWebSeeds(urls: readonly string[]): void {
    this.#rouse()
    this.#webSeeds?.set(urls)
    this.#webSeeds?.request()
  }

  reannounce(): void {
    this.#rouse()
    this.#webSeeds?.retry()
    this.#trackers?.reannounce()
    this.#stopDiscovery?.()
    this.#stopDiscovery = this.#spec.isPrivate ? null : this.#context.announce(this.id)
  }

  addPeer(address: string, source: PeerSource): boolean {
    if (this.#spec.isPrivate && !isOfPrivate(source)) return false
    return this.connections.offer(address, source)
  }

  knownPeers(): KnownPeer[] {
    return this.connections.addresses.slice(0, 200)
  }

  partials(): PartialPiece[] {
    return this.#download?.partials() ?? []
  }

  hold(on: boolean): void {
    if (this.#download) this.#download.held = on
    if (!on) this.pumpRequests()
  }

  #discover(): void {
    if (this.#left) return
    this.#rouse()
    if (this.#trackers) this.#trackers.moved()
    else this.#trackers = this.#followTrackers()
    if (!this.#spec.isPrivate) this.#stopDiscovery = this.#context.announce(this.id)
    this.connections.tick(this.#context.now())
  }

  #followTrackers(): TrackerSet {
    const { trackers, peerId, announceKey } = this.#context
    const deps: TrackerDeps = {
      client: trackers,
      infoHash: this.id,
      peerId,
      key: announceKey,
      port: () => this.#context.port(),
      facts: () => announceFacts(this.#spec, this.counts(), this.#download?.left ?? null),
      hungry: () => !this.seeding,
      starving: () => !this.seeding && this.connections.known === 0 && this.connections.size === 0,
      onPeer: (address, from) => void (isPeerAddress(hostOf(address), from) && this.addPeer(address, 'tracker')),
      onOutcome: (url, outcome) => this.#events.trackerChanged(url, outcome),
    }
    return new TrackerSet(deps, this.#tiers)
  }

  #rouse(): void {
    if (this.#left) return
    this.#context.onDuty(this)
    this.#events.roused()
  }

  #onJoined(wire: Wire, connected: Connected): void {
    this.#introductions.begin(wire, connected.address)
    if (this.#download) this.#startSession(this.#download, wire, connected)
  }

  #onLeft(wire: Wire): void {
    this.#introductions.end(wire)
    this.#sessions.remove(wire)
  }

  #startSession({ exchange }: Download, wire: Wire, { peer, address, source }: Connected): void {
    const session = new WireSession(peer, wire, source, address, { exchange, ...this.#sessions.deps })
    this.#sessions.add(session)
    queueMicrotask(() => guarded(wire, () => (wire.destroyed ? undefined : session.start()), this.#context.log))
  }

  #onMetadata(rawInfo: Uint8Array): void {
    if (this.#rawInfo || this.#left) return
    this.#rawInfo = rawInfo
    this.#events.metadata(rawInfo)
  }

  #onPiece(piece: number): void {
    for (const session of this.#sessions.values()) session.weHave(piece)
    this.#events.piece(piece)
    this.#introductions.update()
    const picker = this.#download?.picker
    if (picker?.haveCount === picker?.pieceCount) this.#trackers?.complete()
    this.pumpRequests() // The store may have been full: nothing else asks then.
  }

  /** `piece` null: about the metadata. */
  #onLiar(sender: Sender, piece: number | null): void {
    if (this.#webSeeds?.ban(sender)) return
    if (this.#context.ban(sender)) this.#events.peerBanned(sender.address, piece)
  }
}
