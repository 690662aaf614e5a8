// When each of thousands of torrents gets to ask its tracker: only so many questions at a time, in all and for each
// host, begun at a steady pace, those somebody waits for before those that can wait. Questions about the same torrent
// at the same tracker never overtake each other.

const MAX_AT_ONCE = 64
const MAX_PER_HOST = 6
/** Questions begun in a second, and how many at once after a quiet time. */
const PER_SECOND = 50
const BURST = 25

/** 0: somebody waits for it; 1: it can wait; 2: saying goodbye. */
export type Urgency = 0 | 1 | 2

export interface Errand {
  readonly host: string
  /** Of several with the same key one runs at a time, in the order they came. */
  readonly key: string
  readonly urgency: Urgency
  run(): Promise<void>
}

interface Host {
  active: number
  readonly waiting: readonly [Errand[], Errand[], Errand[]]
}

export class AnnounceQueue {
  readonly #hosts = new Map<string, Host>()
  readonly #keys = new Set<string>()
  readonly #now: () => number
  #active = 0
  #tokens = BURST
  #filledAt: number
  #timer: NodeJS.Timeout | null = null
  #idle: (() => void)[] = []
  #closed = false

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#filledAt = now()
  }

  get waiting(): number {
    let count = 0
    for (const host of this.#hosts.values()) for (const line of host.waiting) count += line.length
    return count
  }

  add(errand: Errand): void {
    if (this.#closed) return
    const host = this.#hosts.get(errand.host) ?? { active: 0, waiting: [[], [], []] }
    this.#hosts.set(errand.host, host)
    host.waiting[errand.urgency].push(errand)
    this.#pump()
  }

  /** Takes back what has not begun. */
  drop(errand: Errand): boolean {
    const line = this.#hosts.get(errand.host)?.waiting[errand.urgency]
    const at = line?.indexOf(errand) ?? -1
    if (at === -1) return false
    line?.splice(at, 1)
    return true
  }

  /** Nothing new any more; at most `goodbyes` of those waiting are still said, at once, for at most `ms`. */
  async close(goodbyes: number, ms: number): Promise<void> {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
    const last = [...this.#hosts.values()].flatMap(({ waiting }) => waiting[2]).slice(0, goodbyes)
    this.#hosts.clear()
    const deadline = Promise.withResolvers<void>()
    const timer = setTimeout(() => deadline.resolve(), ms)
    const running = this.#active > 0 ? new Promise<void>((resolve) => this.#idle.push(resolve)) : null
    await Promise.race([deadline.promise, Promise.all([running, ...last.map((errand) => errand.run())])])
    clearTimeout(timer)
  }

  #pump(): void {
    this.#refill()
    for (let errand = this.#next(); errand; errand = this.#next()) this.#start(errand)
    if (this.#tokens < 1 && this.#hosts.size > 0) this.#later()
  }

  #later(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#pump()
    }, 1000 / PER_SECOND)
  }

  #refill(): void {
    const now = this.#now()
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#filledAt) / 1000) * PER_SECOND)
    this.#filledAt = now
  }

  /** The most urgent one that may run; hosts take turns. */
  #next(): Errand | null {
    if (this.#closed || this.#tokens < 1 || this.#active >= MAX_AT_ONCE) return null
    for (const urgency of [0, 1, 2] as const) {
      for (const [name, host] of this.#hosts) {
        const line = host.waiting[urgency]
        if (line.length === 0 || host.active >= MAX_PER_HOST) continue
        const at = line.findIndex(({ key }) => !this.#keys.has(key))
        const [errand] = at === -1 ? [] : line.splice(at, 1)
        if (!errand) continue
        this.#hosts.delete(name)
        this.#hosts.set(name, host)
        return errand
      }
    }
    return null
  }

  #start(errand: Errand): void {
    const host = this.#hosts.get(errand.host)
    if (!host) return
    this.#tokens--
    this.#active++
    host.active++
    this.#keys.add(errand.key)
    void errand.run().finally(() => {
      this.#active--
      host.active--
      this.#keys.delete(errand.key)
      if (host.active === 0 && host.waiting.every((line) => line.length === 0)) this.#hosts.delete(errand.host)
      if (this.#active === 0) for (const done of this.#idle.splice(0)) done()
      this.#pump()
    })
  }
}
