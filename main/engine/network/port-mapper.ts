// Keeps our ports mapped on a router: asks, renews before the mapping runs out, asks anew when our ports change, asks
// again later when refused, and gives everything back at the end. One at a time, by one protocol; what a router claims
// is bounded before it counts.

import type { Transport } from '../../../app/net/nat-pmp.ts'
import type { RouterState } from '../../../app/net/network-state.ts'
import type { Router, RouterFault } from './router.ts'

/** Seconds asked for. */
const LIFETIME = 3_600
/** Renewals no closer and no further apart than this, whatever lifetime the router grants, ms. */
const SOONEST = 60_000
const LATEST = 1_800_000
const RETRY = 600_000
/** How long giving back may take. */
const GOODBYE = 1_000

export interface Ports {
  readonly tcp: number
  /** uTP's, then the DHT's. */
  readonly udp: readonly number[]
}

interface Held {
  readonly transport: Transport
  readonly internal: number
  readonly external: number
}

export class PortMapper {
  readonly #router: Router
  #ports: Ports | null = null
  #held: Held[] = []
  #state: RouterState = { state: 'looking' }
  #address: string | null = null
  #timer: NodeJS.Timeout | null = null
  #working: Promise<void> = Promise.resolve()
  /** Counts what was wanted: an answer to what is no longer wanted changes no state. */
  #wish = 0
  #closed = false

  constructor(router: Router) {
    this.#router = router
  }

  get state(): RouterState {
    return this.#state
  }

  /** The router's own address, when it said. */
  get address(): string | null {
    return this.#address
  }

  /** Null: nothing is to be mapped now. */
  want(ports: Ports | null): void {
    if (this.#closed || JSON.stringify(ports) === JSON.stringify(this.#ports)) return
    this.#ports = ports
    this.#state = { state: 'looking' }
    this.#again()
  }

  /** Gives everything back, or as much as the router takes in a second. */
  async close(): Promise<void> {
    this.#closed = true
    this.#wish++
    if (this.#timer) clearTimeout(this.#timer)
    let deadline: NodeJS.Timeout | null = null
    const patience = new Promise<void>((resolve) => (deadline = setTimeout(resolve, GOODBYE)))
    await Promise.race([this.#working.then(() => this.#giveBack(() => true)), patience])
    if (deadline) clearTimeout(deadline)
  }

  #again(): void {
    const wish = ++this.#wish
    if (this.#timer) clearTimeout(this.#timer)
    this.#working = this.#working.then(() => this.#work(wish))
  }

  async #work(wish: number): Promise<void> {
    if (wish !== this.#wish) return
    const ports = this.#ports
    const wanted = ports ? [ports.tcp, ...ports.udp] : []
    await this.#giveBack(({ internal }) => !wanted.includes(internal))
    if (!ports || wish !== this.#wish) return
    const tcp = await this.#map('tcp', ports.tcp)
    if (wish !== this.#wish) return
    if (typeof tcp === 'string') return this.#refused(tcp)
    let [udp, lifetime] = [ports.udp.length > 0, tcp.lifetime]
    for (const port of ports.udp) {
      const mapped = await this.#map('udp', port)
      if (wish !== this.#wish) return
      if (typeof mapped === 'string') udp = false
      else lifetime = Math.min(lifetime, mapped.lifetime)
    }
    const address = tcp.address ?? (await this.#router.address())
    if (wish !== this.#wish) return
    this.#address = address
    this.#state = { state: 'mapped', port: tcp.external, udp }
    this.#in(Math.min(LATEST, Math.max(SOONEST, (lifetime * 1_000) / 2)))
  }

  async #map(transport: Transport, internal: number) {
    const before = this.#held.find((one) => one.transport === transport && one.internal === internal)
    const external = before?.external ?? internal
    const answer = await this.#router.map({ transport, internal, external, lifetime: LIFETIME })
    if (!answer.ok) return answer.why
    const { value } = answer
    const port = value.external
    if (!Number.isInteger(port) || port < 1 || port > 65_535 || value.lifetime < 1) return 'strange-answer'
    this.#held = [...this.#held.filter((one) => one !== before), { transport, internal, external: port }]
    return value
  }

  #refused(why: RouterFault): void {
    this.#address = null
    this.#state = why === 'absent' ? { state: 'absent' } : { state: 'refused', why }
    this.#in(RETRY)
  }

  #in(ms: number): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#again(), ms)
  }

  async #giveBack(which: (held: Held) => boolean): Promise<void> {
    const leaving = this.#held.filter(which)
    this.#held = this.#held.filter((one) => !leaving.includes(one))
    await Promise.all(leaving.map((one) => this.#router.unmap(one.transport, one.internal, one.external)))
  }
}
