// Whose turn it is to have the chain read about a payer. A reading is a question to each node, and peers choose whom it
// is asked about: so there is a pace of each account, one of all who pay us, and one of all others. Of those who wait,
// the next is of the network that had its last turn the longest ago, so that many connections of one get no more than
// one of each of many. Leaves what is read to payers.ts. Invariants: no pace is ever passed, and who pays us waits for
// nobody who does not.

import { MOST_LANES } from '../../app/speed/lane.ts'
import type { Lane } from '../../app/speed/terms.ts'
import type { Address } from '../../app/tron/address.ts'
import type { Clock } from '../supervisor/clock.ts'
import { Pace } from './turn-pace.ts'

/** So many at once, then one in so many ms. */
export const PAYERS = { atOnce: 100, everyMs: 250 } as const
export const STRANGERS = { atOnce: 60, everyMs: 2_000 } as const
/** Of one account, whoever asks about it. */
export const ACCOUNT = { atOnce: 4, everyMs: 5_000 } as const
/** Readings of strangers that run: the chain process runs four, and those of payers are among them. */
const STRANGERS_UNDERWAY = 2
/** Shorter than the engine's patience. */
const PATIENCE_MS = 25_000
const MOST_WAITING = 300
const MOST_OF_NETWORK = 8
const MOST_KEPT = 4_000

/** What of an account is to be read. */
export interface Wanted {
  readonly payer: Address
  readonly lanes: readonly Lane[]
  /** Anew, and not from what is kept. */
  readonly fresh: boolean
}

interface Waiting<T> {
  readonly payer: Address
  readonly pays: boolean
  readonly lanes: Set<Lane>
  fresh: boolean
  /** Of the peers that made us ask. */
  readonly networks: Set<string>
  readonly until: number
  readonly answer: Promise<T | null>
  /** False: it has waited for too long. */
  readonly begin: (mayRead: boolean) => void
}

interface Underway<T> {
  readonly wanted: Wanted
  readonly answer: Promise<T>
}

export class ReadingTurns<T> {
  readonly #clock: Pick<Clock, 'now' | 'after'>
  readonly #read: (wanted: Wanted) => Promise<T>
  readonly #waiting = new Map<Address, Waiting<T>>()
  readonly #underway = new Map<Address, Underway<T>>()
  readonly #accounts = new Map<Address, Pace>()
  /** Networks in the order of their last turns: of payers and of strangers apart, who may be of one network. */
  readonly #served = { payers: new Map<string, number>(), strangers: new Map<string, number>() }
  readonly #payers: Pace
  readonly #strangers: Pace
  #strangersUnderway = 0
  #turns = 0
  #cancel: () => void = () => undefined

  constructor(clock: Pick<Clock, 'now' | 'after'>, read: (wanted: Wanted) => Promise<T>) {
    this.#clock = clock
    this.#read = read
    this.#payers = new Pace(PAYERS, clock.now())
    this.#strangers = new Pace(STRANGERS, clock.now())
  }

  /** All who want to know of an account wait for one reading. Null: it was not its turn within a while. */
  take(wanted: Wanted, pays: boolean, network: string): Promise<T | null> {
    const { payer, lanes, fresh } = wanted
    const running = this.#underway.get(payer)
    if (running !== undefined && covers(running.wanted, wanted)) return running.answer
    const before = this.#waiting.get(payer)
    if (before !== undefined) return this.#join(before, wanted, network)
    if (lanes.length > MOST_LANES || !this.#hasPlace(pays, network)) return Promise.resolve(null)
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const waiting: Waiting<T> = {
      payer,
      pays,
      lanes: new Set(lanes),
      fresh,
      networks: new Set([network]),
      until: this.#clock.now() + PATIENCE_MS,
      answer: promise.then((mayRead) => (mayRead ? this.#run(waiting) : null)),
      begin: resolve,
    }
    this.#waiting.set(payer, waiting)
    this.#goOn()
    return waiting.answer
  }

  /** What runs is of other books: whoever asks from now on waits for another reading. */
  forgetRunning(): void {
    this.#underway.clear()
  }

  #join(waiting: Waiting<T>, { lanes, fresh }: Wanted, network: string): Promise<T | null> {
    const more = lanes.filter((lane) => !waiting.lanes.has(lane))
    if (waiting.lanes.size + more.length > MOST_LANES) return Promise.resolve(null)
    for (const lane of lanes) waiting.lanes.add(lane)
    waiting.fresh ||= fresh
    waiting.networks.add(network)
    this.#goOn()
    return waiting.answer
  }

  #hasPlace(pays: boolean, network: string): boolean {
    const alike = [...this.#waiting.values()].filter((each) => each.pays === pays)
    return alike.length < MOST_WAITING && alike.filter(({ networks }) => networks.has(network)).length < MOST_OF_NETWORK
  }

  async #run({ payer, lanes, fresh, pays }: Waiting<T>): Promise<T> {
    const wanted = { payer, lanes: [...lanes], fresh }
    const running = { wanted, answer: this.#read(wanted) }
    this.#underway.set(payer, running)
    try {
      return await running.answer
    } finally {
      if (this.#underway.get(payer) === running) this.#underway.delete(payer)
      if (!pays) this.#strangersUnderway--
      this.#goOn()
    }
  }

  #goOn(): void {
    this.#cancel()
    const now = this.#clock.now()
    for (const { until, payer, begin } of [...this.#waiting.values()]) {
      if (now < until) continue
      this.#waiting.delete(payer)
      begin(false)
    }
    this.#beginAll(true, this.#payers, now)
    this.#beginAll(false, this.#strangers, now)
    const next = this.#nextAt(now)
    this.#cancel =
      next === null ? () => undefined : this.#clock.after(Math.max(1, Math.ceil(next - now)), () => this.#goOn())
  }

  #beginAll(pays: boolean, pace: Pace, now: number): void {
    while (pace.isOpen(now)) {
      if (!pays && this.#strangersUnderway >= STRANGERS_UNDERWAY) return
      const next = this.#next(pays, now)
      if (next === null) return
      pace.take(now)
      this.#paceOf(next.payer).take(now)
      if (!pays) this.#strangersUnderway++
      for (const network of next.networks) keep(this.#servedOf(pays), network, ++this.#turns)
      this.#waiting.delete(next.payer)
      next.begin(true)
    }
  }

  /** Who was served longest ago, or never; of those alike who asked first. */
  #next(pays: boolean, now: number): Waiting<T> | null {
    let best: Waiting<T> | null = null
    let rank = Infinity
    for (const each of this.#waiting.values()) {
      if (each.pays !== pays || !this.#paceOf(each.payer).isOpen(now)) continue
      const own = Math.min(...[...each.networks].map((network) => this.#servedOf(pays).get(network) ?? -1))
      if (own < rank) [best, rank] = [each, own]
    }
    return best
  }

  #servedOf(pays: boolean): Map<string, number> {
    return pays ? this.#served.payers : this.#served.strangers
  }

  #paceOf(payer: Address): Pace {
    return keep(this.#accounts, payer, this.#accounts.get(payer) ?? new Pace(ACCOUNT, this.#clock.now()))
  }

  /** When anything can change by time alone; null: nobody waits. */
  #nextAt(now: number): number | null {
    const times = [...this.#waiting.values()].map(({ payer, pays, until }) => {
      const pace = pays ? this.#payers : this.#strangers
      const open = Math.max(pace.opensAt(now), this.#paceOf(payer).opensAt(now))
      return open <= now ? until : Math.min(until, open)
    })
    return times.length === 0 ? null : Math.min(...times)
  }
}

const covers = (running: Wanted, { lanes, fresh }: Wanted): boolean =>
  (running.fresh || !fresh) && lanes.every((lane) => running.lanes.includes(lane))

const keep = <K, V>(map: Map<K, V>, key: K, value: V): V => {
  map.delete(key)
  map.set(key, value)
  for (const oldest of map.keys()) if (map.size > MOST_KEPT) map.delete(oldest)
  return value
}
