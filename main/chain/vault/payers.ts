// What the chain says of those who pay us, kept for ten minutes and read anew when that is asked for. Strangers choose
// how often it is asked: few are read at a time, few wait, and nobody more than once in a block's time. Invariant: what
// is kept is what a quorum said of settled blocks; a failure is null and is not kept.

import type { PayerState } from '../../../app/ipc/speed-desk.ts'
import { MOST_LANES } from '../../../app/speed/lane.ts'
import type { Lane } from '../../../app/speed/terms.ts'
import type { PayerAsked } from './reading.ts'

const KEPT_MS = 600_000
/** A block's time: nothing new can be settled sooner. */
const FRESH_MS = 3_000
const MOST_KEPT = 1_000
const AT_ONCE = 4
const MOST_WAITING = 200

interface Deps {
  /** Null: it could not be known. */
  readonly read: (asked: PayerAsked) => Promise<PayerState | null>
  readonly now: () => number
}

type Key = string

const keyOf = ({ payer, payee }: PayerAsked): Key => `${payer} ${payee}`

const hasLanes = ({ paid }: PayerState, lanes: readonly Lane[]): boolean => lanes.every((lane) => paid.has(lane))

export class Payers {
  readonly #deps: Deps
  readonly #kept = new Map<Key, PayerState>()
  readonly #underway = new Map<Key, { readonly lanes: readonly Lane[]; readonly read: Promise<PayerState | null> }>()
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(deps: Deps) {
    this.#deps = deps
  }

  async of(asked: PayerAsked, fresh: boolean): Promise<PayerState | null> {
    if (asked.lanes.length > MOST_LANES) return null
    const kept = this.#kept.get(keyOf(asked))
    const age = kept === undefined ? Infinity : this.#deps.now() - kept.readAt
    const isGood = age >= 0 && age < (fresh ? FRESH_MS : KEPT_MS)
    if (kept !== undefined && isGood && hasLanes(kept, asked.lanes)) return kept
    return this.#readOnce(asked)
  }

  /** Two who ask for the same wait for one answer. */
  async #readOnce(asked: PayerAsked): Promise<PayerState | null> {
    const key = keyOf(asked)
    const before = this.#underway.get(key)
    if (before?.lanes.length === asked.lanes.length && asked.lanes.every((lane) => before.lanes.includes(lane)))
      return before.read
    if (this.#waiting.length >= MOST_WAITING) return null
    const read = this.#inTurn(() => this.#deps.read(asked)).then((state) => this.#keep(key, state))
    const entry = { lanes: asked.lanes, read }
    this.#underway.set(key, entry)
    return read.finally(() => {
      if (this.#underway.get(key) === entry) this.#underway.delete(key)
    })
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running++
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#running--
      else next()
    }
  }

  #keep(key: Key, state: PayerState | null): PayerState | null {
    if (state === null) return null
    this.#kept.delete(key)
    this.#kept.set(key, state)
    for (const old of this.#kept.keys()) if (this.#kept.size > MOST_KEPT) this.#kept.delete(old)
    return state
  }
}
