// Paces what peers are asked for, so that what comes in keeps to the limit of all torrents and that of each: a block is
// paid for when it is asked for, torrents share by weight and their peers equally. What a peer owes for long is taken
// back and paid for when it does come, so that slow peers don't hold up the others. Without a limit it has no say.

import { LimitedTurns, type Lane, type Turn } from './limited-turns.ts'

export interface DownloadPeer {
  /** It could be asked for something now. */
  readonly askable: boolean
  /** Asks it for one block; returns the bytes asked for, 0 when there is nothing to ask for. */
  askNext(): number
}

/** A peer's place in the order, and what of its requests is paid for. */
export interface DownloadTurn {
  /** A limit is in force: ask only when told to, and wake whenever there may be something to ask for. */
  readonly limited: boolean
  wake(): void
  /** Bytes of a requested block came in. */
  arrived(bytes: number): void
  /** A request was cancelled or refused. */
  forgone(bytes: number): void
  /** What it was asked for stays away. */
  late(): void
  leave(): void
}

/** A torrent's part of the download. */
export interface DownloadLane {
  readonly limited: boolean
  /** The lower of its own and that of all together, B/s; null: none. */
  readonly limit: number | null
  setLimits(rate: number | null, weight: number): void
  join(peer: DownloadPeer): DownloadTurn
  leave(): void
}

export class DownloadScheduler {
  readonly #turns: LimitedTurns<DownloadPeer>
  /** Bytes asked of a peer and paid for that have not come in. */
  readonly #paidFor = new Map<Turn<DownloadPeer>, number>()

  constructor(now: () => number) {
    this.#turns = new LimitedTurns({
      now,
      ready: ({ peer }) => peer.askable,
      serve: (turn) => this.#serve(turn),
    })
  }

  setRate(rate: number | null): void {
    this.#turns.setRate(rate)
  }

  lane(): DownloadLane {
    const lane = this.#turns.lane(this.#turns.all)
    const limited = (): boolean => this.#turns.bucket.limited || lane.bucket.limited
    const rates = (): readonly (number | null)[] => [this.#turns.bucket.rate, lane.bucket.rate]
    return {
      get limited() {
        return limited()
      },
      get limit() {
        return rates().reduce((least, rate) => (rate !== null && (least === null || rate < least) ? rate : least), null)
      },
      setLimits: (rate, weight) => this.#turns.setLimits(lane, rate, weight),
      join: (peer) => this.#join(lane, peer, limited),
      leave: () => this.#turns.leaveLane(lane),
    }
  }

  close(): void {
    this.#turns.close()
  }

  #join(lane: Lane<DownloadPeer>, peer: DownloadPeer, limited: () => boolean): DownloadTurn {
    const turn = this.#turns.join(lane, peer)
    return {
      get limited() {
        return limited()
      },
      wake: () => this.#turns.wake(turn),
      arrived: (bytes) => this.#turns.spend(lane, bytes - this.#redeem(turn, bytes)),
      forgone: (bytes) => this.#turns.refund(lane, this.#redeem(turn, bytes)),
      late: () => this.#turns.refund(lane, this.#redeem(turn, Infinity)),
      leave: () => {
        this.#turns.refund(lane, this.#redeem(turn, Infinity))
        this.#turns.leave(turn)
      },
    }
  }

  #serve(turn: Turn<DownloadPeer>): void {
    const asked = turn.peer.askNext()
    if (asked === 0) return turn.share?.rest()
    this.#turns.spend(turn.lane, asked)
    this.#paidFor.set(turn, (this.#paidFor.get(turn) ?? 0) + asked)
    turn.share?.charge(asked)
  }

  /** How many of these bytes were paid for; they are not any more. */
  #redeem(turn: Turn<DownloadPeer>, bytes: number): number {
    const paid = this.#paidFor.get(turn) ?? 0
    const redeemed = Math.min(paid, bytes)
    if (redeemed === paid) this.#paidFor.delete(turn)
    else this.#paidFor.set(turn, paid - redeemed)
    return redeemed
  }
}
