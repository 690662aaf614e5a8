// Serves block requests of all peers of all torrents: buyers and the others share by the paid share, buyers among
// themselves by what they bid, the others by their torrents' weights and then equally. No socket is given more than it
// sends in a moment, so that what was promised can still be recalled. Limits and order are limited-turns.ts's.

import { FairShare } from '../../../app/swarm/fair-share.ts'
import { PAID_SHARE } from '../../../app/swarm/plan-slots.ts'
import { LimitedTurns, type Lane, type Turn } from './limited-turns.ts'

/** Bytes one socket may hold unsent: what it sends in 50 ms, but as many as keep any line busy. */
const LEAST_BACKLOG = 262_144
const MOST_BACKLOG = 4_194_304
const BACKLOG_SECONDS = 0.05
/** Who holds a paid slot because nobody else wants it still has to come to its turn. */
const LEAST_PAID_SHARE = 0.01

export interface UploadPeer {
  /** Bytes its socket holds. */
  readonly backlog: number
  /** Length of the request to be served next; 0 when there is none, or none may be served. */
  readonly nextLength: number
  /** B/s its socket took lately. */
  rate(now: number): number
  /** Serves the next request; resolves or returns the bytes sent, 0 when it could not be. */
  serveNext(): number | Promise<number>
}

export interface UploadTurn {
  /** It has requests, or room in its socket again. */
  wake(): void
  /** Its part among buyers; null: it shares with those who don't pay. */
  setBid(bid: number | null): void
  /** Its socket took so many bytes. */
  taken(bytes: number): void
  leave(): void
}

/** A torrent's part of the upload. */
export interface UploadLane {
  setLimits(rate: number | null, weight: number): void
  join(peer: UploadPeer): UploadTurn
  leave(): void
}

export class UploadScheduler {
  readonly #now: () => number
  readonly #turns: LimitedTurns<UploadPeer>
  readonly #paid: FairShare<Turn<UploadPeer>>
  readonly #free: FairShare<Turn<UploadPeer>>
  /** Their data is on its way from the disk. */
  readonly #reading = new Set<Turn<UploadPeer>>()
  #taken = 0
  #heldUp = false

  constructor(now: () => number) {
    this.#now = now
    this.#turns = new LimitedTurns({
      now,
      ready: (turn) => this.#ready(turn),
      serve: (turn) => this.#serve(turn),
    })
    this.#paid = new FairShare<Turn<UploadPeer>>(null, PAID_SHARE, this.#turns.all)
    this.#free = new FairShare<Turn<UploadPeer>>(null, 1 - PAID_SHARE, this.#turns.all)
  }

  /** Of the upload, what buyers get while others want theirs: from 0 to PAID_SHARE. */
  setPaidShare(share: number): void {
    const paid = Math.min(PAID_SHARE, Math.max(LEAST_PAID_SHARE, share))
    this.#paid.setWeight(paid)
    this.#free.setWeight(1 - paid)
  }

  setRate(rate: number | null): void {
    this.#turns.setRate(rate)
  }

  lane(): UploadLane {
    const lane = this.#turns.lane(this.#free)
    return {
      setLimits: (rate, weight) => this.#turns.setLimits(lane, rate, weight),
      join: (peer) => this.#join(lane, peer),
      leave: () => this.#turns.leaveLane(lane),
    }
  }

  /** Since the last call: bytes sockets took, whether a full one held something up, whether the limit did. */
  drainNews(): { taken: number; heldUp: boolean; paced: boolean } {
    const news = { taken: this.#taken, heldUp: this.#heldUp, paced: this.#turns.paced }
    this.#taken = 0
    this.#heldUp = this.#turns.paced = false
    return news
  }

  close(): void {
    this.#turns.close()
  }

  #join(lane: Lane<UploadPeer>, peer: UploadPeer): UploadTurn {
    const turn = this.#turns.join(lane, peer)
    return {
      wake: () => this.#turns.wake(turn),
      setBid: (bid) => {
        turn.share?.moveTo(bid === null ? lane.share : this.#paid)
        turn.share?.setWeight(bid ?? 1)
      },
      taken: (bytes) => void (this.#taken += bytes),
      leave: () => this.#turns.leave(turn),
    }
  }

  #ready(turn: Turn<UploadPeer>): boolean {
    const { peer } = turn
    if (peer.nextLength === 0 || this.#reading.has(turn)) return false
    const { backlog } = peer
    if (backlog < LEAST_BACKLOG) return true
    const fits = backlog < Math.min(MOST_BACKLOG, peer.rate(this.#now()) * BACKLOG_SECONDS)
    this.#heldUp ||= !fits
    return fits
  }

  #serve(turn: Turn<UploadPeer>): void {
    const { peer, lane, share } = turn
    const asked = peer.nextLength
    const sent = peer.serveNext()
    this.#turns.spend(lane, asked)
    share?.charge(asked)
    if (typeof sent === 'number') return this.#turns.refund(lane, asked - sent)
    this.#reading.add(turn)
    share?.rest()
    void sent.then((bytes) => {
      this.#reading.delete(turn)
      this.#turns.refund(lane, asked - bytes)
      this.#turns.wake(turn)
    })
  }
}
