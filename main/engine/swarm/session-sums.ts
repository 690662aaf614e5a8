// Sums over the connected peers of a torrent, and how often the whole is among them.

import type { PiecePicker } from '../../../app/swarm/picker.ts'
import type { WireSession } from './wire-session.ts'

export interface SessionSums {
  readonly downRate: number
  readonly upRate: number
  readonly downloaded: number
  readonly uploaded: number
  readonly wasted: number
  readonly seeds: number
  readonly useful: number
  readonly unchokedUs: number
  readonly interestedInUs: number
}

export const sumSessions = (sessions: Iterable<WireSession>, now: number): SessionSums => {
  const sum = {
    downRate: 0,
    upRate: 0,
    downloaded: 0,
    uploaded: 0,
    wasted: 0,
    seeds: 0,
    useful: 0,
    unchokedUs: 0,
    interestedInUs: 0,
  }
  for (const session of sessions) {
    sum.downRate += session.down.rate(now)
    sum.upRate += session.up.rate(now)
    sum.downloaded += session.down.total
    sum.uploaded += session.up.total
    sum.wasted += session.unwanted
    if (session.isSeed) sum.seeds++
    if (session.wire.peerInterested) sum.interestedInUs++
    if (session.useful) sum.useful++
    if (session.useful && !session.wire.peerChoking) sum.unchokedUs++
  }
  return sum
}

const COUNT_EVERY = 2_000

/** Distributed copies: how often the rarest piece is there, and the share of pieces there more often. Counted anew at most every 2 s. */
export class CopiesMeter {
  readonly #picker: PiecePicker<WireSession>
  #at = Number.NEGATIVE_INFINITY
  #value = 0

  constructor(picker: PiecePicker<WireSession>) {
    this.#picker = picker
  }

  read(now: number): number {
    if (now - this.#at < COUNT_EVERY || this.#picker.pieceCount === 0) return this.#value
    const { pieceCount } = this.#picker
    let least = Infinity
    let above = 0
    for (let piece = 0; piece < pieceCount; piece++) least = Math.min(least, this.#picker.availability(piece))
    for (let piece = 0; piece < pieceCount; piece++) if (this.#picker.availability(piece) > least) above++
    this.#at = now
    this.#value = Math.floor((least + above / pieceCount) * 100) / 100
    return this.#value
  }
}
