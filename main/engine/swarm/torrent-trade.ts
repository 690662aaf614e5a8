// The connections of one torrent as Speed deals with them: how each is served and what it supplied, what is said on it,
// and which pieces are asked of it alone. Leaves who pays whom, and how much, to who calls it.

import type { BencodeValue } from '../../../app/bencode/bencode.js'
import { EXTENSION_NAME } from '../../../app/speed/message.ts'
import type { PiecePicker } from '../../../app/swarm/picker.ts'
import type { Introductions } from './introductions.ts'
import { introductionOf } from './speed-extension.ts'
import type { PieceSource } from './piece-source.ts'
import type { SessionSet } from './session-set.ts'
import { flushWire } from './wire-stream.ts'
import type { Grant, PeerKey, PeerMeter, PeerStanding, Trade } from './swarm.ts'

export class TorrentTrade implements Trade {
  readonly #sessions: SessionSet
  readonly #introductions: Pick<Introductions, 'introduce'>
  /** Null while only the metadata is wanted. */
  readonly #picker: PiecePicker<PieceSource> | null

  constructor(
    sessions: SessionSet,
    introductions: Pick<Introductions, 'introduce'>,
    picker: PiecePicker<PieceSource> | null,
  ) {
    this.#sessions = sessions
    this.#introductions = introductions
    this.#picker = picker
  }

  get missing(): number {
    const picker = this.#picker
    if (!picker) return 0
    const last = picker.pieceCount - 1
    const whole = picker.lengthOf(0)
    return picker.wantedMissing * whole - (picker.wants(last) ? whole - picker.lengthOf(last) : 0)
  }

  get downLimit(): number | null {
    return this.#sessions.downLimit
  }

  get offers(): boolean {
    return (this.#picker?.haveCount ?? 0) > 0
  }

  get wanting(): number {
    let count = 0
    for (const { wire, isSeed } of this.#sessions.values()) if (wire.peerInterested && !isSeed) count++
    return count
  }

  grant(peer: PeerKey, grant: Grant, upTo = Infinity, payer: string | null = null): boolean {
    return this.#sessions.grant(peer, grant, upTo, payer)
  }

  exclusive(piece: number, peer: PeerKey): boolean {
    const session = this.#sessions.withKey(peer)
    if (!session || session.wire.peerChoking || !this.#picker?.exclusive(piece, session)) return false
    session.request()
    return true
  }

  soleSource(peer: PeerKey, on: boolean): void {
    const session = this.#sessions.withKey(peer)
    if (session) this.#picker?.setSole(session, on)
  }

  meter(peer: PeerKey): PeerMeter | null {
    return this.#sessions.withKey(peer)?.meter ?? null
  }

  standing(peer: PeerKey): PeerStanding | null {
    return this.#sessions.withKey(peer)?.standing ?? null
  }

  introduce(bs: object | null): void {
    this.#introductions.introduce(bs)
  }

  introductions(): readonly BencodeValue[] {
    return [...this.#sessions.values()].flatMap(({ wire }) => introductionOf(wire) ?? [])
  }

  say(peer: PeerKey, message: Uint8Array): boolean {
    const wire = this.#sessions.withKey(peer)?.wire
    if (!wire || wire.destroyed || !wire.peerExtendedMapping[EXTENSION_NAME]) return false
    wire.extended(EXTENSION_NAME, message)
    flushWire(wire)
    return true
  }

  keep(peer: PeerKey, on: boolean): void {
    this.#sessions.keep(peer, on)
  }

  choke(peer: PeerKey): void {
    const session = this.#sessions.withKey(peer)
    if (session && !session.wire.amChoking) session.serving.setChoked(true)
  }
}
