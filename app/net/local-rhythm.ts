// When to say on the local network that we have a torrent (BEP 14): each at most once in five minutes, many in one
// message, a message at most once a second, so that a thousand torrents are announced within a minute of the start.

export const EVERY = 5 * 60_000
/** Least time between two messages, ms. */
export const SPACING = 1_000

/** The clock is passed in, ms. */
export class LocalRhythm {
  /** When each may be announced next; in the order of being due. */
  readonly #due = new Map<string, number>()
  /** When those that left were last announced: coming back does not make them due sooner. */
  readonly #left = new Map<string, number>()
  #next = 0

  get size(): number {
    return this.#due.size
  }

  has(id: string): boolean {
    return this.#due.has(id)
  }

  join(id: string, now: number): void {
    if (this.#due.has(id)) return
    const notBefore = this.#left.get(id) ?? now
    this.#left.delete(id)
    this.#due.set(id, notBefore)
  }

  leave(id: string, now: number): void {
    const due = this.#due.get(id)
    this.#due.delete(id)
    for (const [other, at] of this.#left) if (at <= now) this.#left.delete(other)
    if (due !== undefined && due > now) this.#left.set(id, due)
  }

  /** Which to put in a message now, at most `most`; none while the last message is too fresh. */
  take(now: number, most: number): string[] {
    if (now < this.#next) return []
    const taken: string[] = []
    for (const [id, due] of this.#due) {
      if (taken.length === most) break
      if (due <= now) taken.push(id)
    }
    for (const id of taken) {
      // Again at the end, where those due last are.
      this.#due.delete(id)
      this.#due.set(id, now + EVERY)
    }
    if (taken.length > 0) this.#next = now + SPACING
    return taken
  }
}
