// The peers of a torrent that exchange pieces with us: their part of the limits, their sums with those that are gone,
// and what is told about each to who reckons up with peers.

import type Wire from 'bittorrent-protocol'
import type { DownloadLane } from './download-scheduler.ts'
import { sumSessions, type SessionSums } from './session-sums.ts'
import type { PieceSource } from './piece-source.ts'
import type { SwarmContext } from './swarm-context.ts'
import type { Outcome } from './download.ts'
import type { Grant, MeterEvents, PeerKey, PeerMeter, SwarmEvents, TalkEvents, TorrentLimits } from './swarm.ts'
import type { WireTalk } from './speed-extension.ts'
import type { UploadLane } from './upload-scheduler.ts'
import { WireSession, type SessionDeps } from './wire-session.ts'
import { overheadOf } from './wire-stream.ts'

export class SessionSet {
  readonly #sessions = new Map<Wire, WireSession>()
  readonly #byKey = new Map<PeerKey, WireSession>()
  /** With these something is to be settled yet. */
  readonly #kept = new Set<PeerKey>()
  readonly #uploads: UploadLane
  readonly #downloads: DownloadLane
  readonly #context: SwarmContext
  readonly #meter: MeterEvents | null
  readonly #talk: TalkEvents | null
  /** What peers that are gone moved. */
  readonly #gone = { downloaded: 0, uploaded: 0, wasted: 0, overheadDown: 0, overheadUp: 0 }

  constructor(context: SwarmContext, { meter, talk }: Pick<SwarmEvents, 'meter' | 'talk'>) {
    this.#context = context
    this.#meter = meter ?? null
    this.#talk = talk ?? null
    this.#uploads = context.uploads.lane()
    this.#downloads = context.downloads.lane()
  }

  /** What a session needs of us. */
  get deps(): Omit<SessionDeps, 'exchange'> {
    return {
      uploads: this.#uploads,
      downloads: this.#downloads,
      pipeline: this.#context.pipeline,
      now: this.#context.now,
      turned: (session) => this.#talk?.turned(session.key),
      interestChanged: () => this.#context.interestChanged(),
      accepted: (from, piece, bytes) => this.#meter?.accepted(from.key, piece, bytes),
      written: (to, bytes) => this.#meter?.written(to.key, bytes),
    }
  }

  /** What peers say of Speed, for who listens to it; null: nobody does. */
  get talk(): WireTalk | null {
    const talk = this.#talk
    return (
      talk && {
        introduced: (wire, bs) => this.#tell(wire, (peer) => talk.introduced(peer, bs)),
        said: (wire, message) => this.#tell(wire, (peer) => talk.said(peer, message)),
      }
    )
  }

  get limited(): boolean {
    return this.#downloads.limited
  }

  /** B/s; null: none. */
  get downLimit(): number | null {
    return this.#downloads.limit
  }

  values(): Iterable<WireSession> {
    return this.#sessions.values()
  }

  of(wire: Wire): WireSession | null {
    return this.#sessions.get(wire) ?? null
  }

  withKey(peer: PeerKey): WireSession | null {
    return this.#byKey.get(peer) ?? null
  }

  add(session: WireSession): void {
    this.#sessions.set(session.wire, session)
    this.#byKey.set(session.key, session)
    this.#meter?.peerUp(session.key, session.address)
  }

  remove(wire: Wire): void {
    const session = this.#sessions.get(wire)
    if (!session) return
    this.#sessions.delete(wire)
    this.#byKey.delete(session.key)
    this.#kept.delete(session.key)
    session.close()
    this.#gone.downloaded += session.down.total
    this.#gone.uploaded += session.up.total
    this.#gone.wasted += session.unwanted
    const { received, sent } = overheadOf(wire)
    this.#gone.overheadDown += received
    this.#gone.overheadUp += sent
    this.#meter?.peerDown(session.key, session.meter)
    this.#context.interestChanged()
  }

  /** Once a second: who reads nothing goes, who wants nothing is told of. Returns how many have requests of ours. */
  tick(now: number, wantsNothing: (session: WireSession) => void): number {
    let asked = 0
    for (const session of this.#sessions.values()) {
      if (!session.tick(now)) session.peer.destroy(new Error('answers left unread'))
      else if (session.wantsNothing && !this.#kept.has(session.key)) wantsNothing(session)
      if (session.asked) asked++
    }
    return asked
  }

  sums(now: number): SessionSums {
    const sums = sumSessions(this.#sessions.values(), now)
    return {
      ...sums,
      downloaded: this.#gone.downloaded + sums.downloaded,
      uploaded: this.#gone.uploaded + sums.uploaded,
      wasted: this.#gone.wasted + sums.wasted,
      overheadDown: this.#gone.overheadDown + sums.overheadDown,
      overheadUp: this.#gone.overheadUp + sums.overheadUp,
    }
  }

  setLimits({ up, down, weight }: TorrentLimits): void {
    this.#uploads.setLimits(up, weight)
    this.#downloads.setLimits(down, weight)
  }

  grant(peer: PeerKey, grant: Grant, upTo: number, payer: string | null): boolean {
    const session = this.#byKey.get(peer)
    if (!session) return false
    const changed = session.serving.grant !== grant
    session.serving.setGrant(grant, upTo, payer)
    if (changed) this.#context.interestChanged()
    return true
  }

  keep(peer: PeerKey, on: boolean): void {
    if (on && this.#byKey.has(peer)) this.#kept.add(peer)
    else this.#kept.delete(peer)
  }

  meter(peer: PeerKey): PeerMeter | null {
    return this.#byKey.get(peer)?.meter ?? null
  }

  /** A piece the peer supplied part of matched its hash, or did not. */
  settled(from: PieceSource, piece: number, bytes: number, outcome: Outcome): void {
    if (!(from instanceof WireSession)) return
    if (outcome === 'verified') this.#meter?.verified(from.key, piece, bytes)
    else if (outcome === 'dropped') this.#meter?.dropped(from.key, piece)
    else this.#meter?.bad(from.key, piece, bytes, outcome === 'bad-alone')
  }

  #tell(wire: Wire, tell: (peer: PeerKey) => void): void {
    const session = this.#sessions.get(wire)
    if (session) tell(session.key)
  }

  /** The torrent leaves for good. */
  close(): void {
    this.#uploads.leave()
    this.#downloads.leave()
  }
}
