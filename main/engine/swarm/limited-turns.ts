// Gives peers their turns in the order of app/swarm/fair-share.ts, as far as the limit of all together and that of each
// torrent allow: the part that uploads and downloads have in common. Whoever waits for nothing but a limit keeps its
// place; a torrent at its own limit leaves the order until that has earned something again, so that others go on.

import { FairShare } from '../../../app/swarm/fair-share.ts'
import { TokenBucket } from '../../../app/swarm/token-bucket.ts'

/** Turns taken before other events get theirs. */
const BATCH = 64
/** Timers below this cost more than they make even, ms. */
const LEAST_WAIT = 4

/** A torrent. */
export interface Lane<P> {
  readonly bucket: TokenBucket
  readonly share: FairShare<Turn<P>>
  /** Wait for the torrent's own limit. */
  readonly parked: Set<Turn<P>>
  timer: NodeJS.Timeout | null
}

/** A peer's place. */
export interface Turn<P> {
  readonly peer: P
  readonly lane: Lane<P>
  /** Set right after the turn is made: each is part of the other. Null once it left. */
  share: FairShare<Turn<P>> | null
}

export interface TurnRules<P> {
  now(): number
  /** It could be served now, were it not for limits. */
  ready(turn: Turn<P>): boolean
  /** Serves it, spends and charges; or lets it rest. */
  serve(turn: Turn<P>): void
}

export class LimitedTurns<P> {
  readonly bucket = new TokenBucket()
  readonly all = new FairShare<Turn<P>>(null)
  readonly #rules: TurnRules<P>
  readonly #lanes = new Set<Lane<P>>()
  #scheduled = false
  #timer: NodeJS.Timeout | null = null
  #closed = false
  /** Set when the limit of all together made somebody wait; cleared by who reads it. */
  paced = false

  constructor(rules: TurnRules<P>) {
    this.#rules = rules
  }

  setRate(rate: number | null): void {
    if (rate === this.bucket.rate) return
    this.bucket.setRate(rate)
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#schedule()
  }

  lane(parent: FairShare<Turn<P>>): Lane<P> {
    const lane: Lane<P> = {
      bucket: new TokenBucket(),
      share: new FairShare<Turn<P>>(null, 1, parent),
      parked: new Set(),
      timer: null,
    }
    this.#lanes.add(lane)
    return lane
  }

  setLimits(lane: Lane<P>, rate: number | null, weight: number): void {
    lane.bucket.setRate(rate)
    lane.share.setWeight(weight)
    this.#unpark(lane)
  }

  join(lane: Lane<P>, peer: P): Turn<P> {
    const turn: Turn<P> = { peer, lane, share: null }
    turn.share = new FairShare<Turn<P>>(turn, 1, lane.share)
    return turn
  }

  leave(turn: Turn<P>): void {
    turn.lane.parked.delete(turn)
    turn.share?.moveTo(null)
    turn.share = null
  }

  leaveLane(lane: Lane<P>): void {
    if (lane.timer) clearTimeout(lane.timer)
    lane.timer = null
    lane.share.moveTo(null)
    this.#lanes.delete(lane)
  }

  close(): void {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
    for (const lane of [...this.#lanes]) this.leaveLane(lane)
  }

  wake(turn: Turn<P>): void {
    if (!turn.share || turn.share.waiting || turn.lane.parked.has(turn) || !this.#rules.ready(turn)) return
    turn.share.wait()
    this.#schedule()
  }

  spend({ bucket }: Lane<P>, bytes: number): void {
    this.bucket.spend(bytes)
    bucket.spend(bytes)
  }

  refund({ bucket }: Lane<P>, bytes: number): void {
    this.bucket.refund(bytes)
    bucket.refund(bytes)
  }

  #schedule(): void {
    if (this.#scheduled || this.#timer || this.#closed) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#run()
    })
  }

  #run(): void {
    const { now, ready, serve } = this.#rules
    for (let served = 0; served < BATCH;) {
      const turn = this.all.next()?.item
      if (!turn || this.#closed) return
      const wait = this.bucket.wait(now())
      if (wait > 0) return this.#later(wait)
      if (!ready(turn)) turn.share?.rest()
      else if (turn.lane.bucket.available(now()) <= 0) this.#park(turn)
      else {
        serve(turn)
        served++
      }
    }
    this.#schedule()
  }

  #later(wait: number): void {
    if (this.#closed) return
    this.paced = true
    this.#timer ??= setTimeout(
      () => {
        this.#timer = null
        this.#run()
      },
      Math.max(LEAST_WAIT, wait),
    )
  }

  #park(turn: Turn<P>): void {
    const { lane } = turn
    turn.share?.rest()
    lane.parked.add(turn)
    const wait = lane.bucket.wait(this.#rules.now())
    lane.timer ??= setTimeout(() => this.#unpark(lane), Math.max(LEAST_WAIT, wait))
  }

  #unpark(lane: Lane<P>): void {
    if (lane.timer) clearTimeout(lane.timer)
    lane.timer = null
    const turns = [...lane.parked]
    lane.parked.clear()
    for (const turn of turns) this.wake(turn)
  }
}
