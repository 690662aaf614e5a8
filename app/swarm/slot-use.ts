// What bidders make of the paid slots they get: of each payer, what it took as a part of what it could have had. A bid
// is worth that part of its price to us, and planSlots ranks it so; who was never measured is taken at its word, and
// who left its slot unused gets another try later. Leaves slots to plan-slots.ts, and sharing to the scheduler.
// Invariant: the more tries of late came to nothing, the fewer a payer that uses its slot has to make room for.

import { LEAST_USE } from './paid-order.ts'

/** A slot is held so long until it says anything. */
export const TRY_MS = 10_000
/** So much of what it could have had is all: lines speed up slowly, and nobody asks for as much at all times. */
const ENOUGH = 0.25
/** Who took as much already in so long need not be watched for longer. */
const SOON_MS = 3_000
/** Whoever left its slot unused and has none may try again after so long. */
const AGAIN_MS = 60_000
/** After a try that came to nothing the next one waits; the more there were one after the other, the longer. */
const PAUSE_MS = 20_000
const MOST_DOUBT = 5
/** What is said of somebody that never comes back is forgotten. */
const FORGET_MS = 3_600_000
/** B/s that any line can send. What ours could is believed for long: who reads nothing makes it look slow. */
const LEAST_RATE = 32_768
const HALF_LIFE_MS = 600_000

/** Of one payer, who holds one paid slot or more. */
export interface SlotHolder {
  readonly payer: string
  /** Of all its slots. */
  readonly bid: number
  /** Bytes it took since the last look. */
  readonly taken: number
}

export interface SlotSight {
  readonly holders: readonly SlotHolder[]
  /** B/s that buyers can have of us while others want the rest; null: not known yet. */
  readonly rate: number | null
}

interface Record {
  /** From 0 to 1; null: no whole window yet, or time for another try. */
  readonly use: number | null
  /** In the window that runs: time with a slot, what could have been taken, what was. */
  readonly ms: number
  readonly could: number
  readonly took: number
  readonly seenAt: number
}

const newRecord = (now: number): Record => ({ use: null, ms: 0, could: 0, took: 0, seenAt: now })

export class SlotUses {
  readonly #records = new Map<string, Record>()
  #at: number | null = null
  #rate = LEAST_RATE
  /** Tries one after the other that came to nothing. */
  #doubt = 0
  #pausedUntil = -Infinity

  /** To be told before each plan; `now` in ms, of a clock that only goes forward. */
  look({ holders, rate }: SlotSight, now: number): void {
    const ms = this.#at === null ? 0 : now - this.#at
    this.#at = now
    this.#rate = Math.max(LEAST_RATE, rate ?? 0, this.#rate * 0.5 ** (ms / HALF_LIFE_MS))
    const bids = holders.reduce((sum, { bid }) => sum + bid, 0)
    for (const holder of holders) {
      const part = Math.min(1 / holders.length, bids > 0 ? holder.bid / bids : 1)
      this.#count(holder, (this.#rate * part * ms) / 1_000, ms, now)
    }
    for (const [payer, { use, seenAt }] of this.#records) {
      if (now - seenAt >= FORGET_MS) this.#records.delete(payer)
      else if (use !== null && use < LEAST_USE && now - seenAt >= AGAIN_MS) this.#records.set(payer, newRecord(seenAt))
    }
  }

  /** What part of its price its bid is worth, by what it took; null: that has to be tried. */
  of(payer: string): number | null {
    return this.#records.get(payer)?.use ?? null
  }

  /** How many that have to be tried may hold slots that others would make use of. */
  tries(now: number): number {
    if (this.#doubt === 0) return Infinity
    return now < this.#pausedUntil ? 0 : 1
  }

  #count({ payer, taken }: SlotHolder, could: number, ms: number, now: number): void {
    const before = this.#records.get(payer) ?? newRecord(now)
    const next: Record = {
      use: before.use,
      ms: before.ms + ms,
      could: before.could + could,
      took: before.took + taken,
      seenAt: now,
    }
    const isProven = next.use === null && next.ms >= SOON_MS && next.took >= next.could * ENOUGH
    const isOver = next.ms >= TRY_MS || isProven
    this.#records.set(payer, isOver ? { ...newRecord(now), use: this.#judge(next, now) } : next)
  }

  /** By its square: next to nothing is nothing. Less than before counts half at first. */
  #judge({ use, could, took }: Record, now: number): number {
    const part = could > 0 ? Math.min(1, took / could / ENOUGH) ** 2 : 1
    if (use !== null) return Math.max(part, (use + part) / 2)
    this.#doubt = part < LEAST_USE ? Math.min(MOST_DOUBT, this.#doubt + 1) : Math.floor(this.#doubt / 2)
    if (part < LEAST_USE) this.#pausedUntil = now + PAUSE_MS * this.#doubt
    return part
  }
}
