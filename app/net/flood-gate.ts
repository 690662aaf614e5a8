// How much may come in by UDP from one sender and from all of them: a token bucket each, counted in messages. Senders
// can be made up, so their number is bounded; the one silent longest is forgotten first. The clock is passed in, ms.

export interface Allowance {
  /** Messages a second, in the long run. */
  readonly rate: number
  /** Messages at once after a silence. */
  readonly burst: number
}

interface Bucket {
  tokens: number
  at: number
}

const MAX_SENDERS = 4_096

const take = (bucket: Bucket, { rate, burst }: Allowance, now: number): boolean => {
  bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1_000) * rate)
  bucket.at = now
  if (bucket.tokens < 1) return false
  bucket.tokens--
  return true
}

export class FloodGate {
  readonly #each: Allowance
  readonly #all: Allowance
  readonly #total: Bucket
  readonly #senders = new Map<string, Bucket>()

  constructor({ each, all }: { readonly each: Allowance; readonly all: Allowance }) {
    this.#each = each
    this.#all = all
    this.#total = { tokens: all.burst, at: 0 }
  }

  get senders(): number {
    return this.#senders.size
  }

  /** Whether a message of this sender may come in now. One that may not costs the others nothing. */
  admits(sender: string, now: number): boolean {
    const bucket = this.#senders.get(sender) ?? { tokens: this.#each.burst, at: now }
    this.#senders.delete(sender)
    this.#senders.set(sender, bucket)
    if (this.#senders.size > MAX_SENDERS) {
      for (const oldest of this.#senders.keys()) {
        this.#senders.delete(oldest)
        break
      }
    }
    return take(bucket, this.#each, now) && take(this.#total, this.#all, now)
  }
}
