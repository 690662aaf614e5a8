// Whom a torrent connects to, and when: candidate addresses from all sources, bounded, each tried by TCP first, then
// uTP, then TCP without encryption; back-off between rounds. Caps hold for the torrent and, through `mayDial`, for the
// whole client.

import net from 'node:net'
import type { PeerSource } from '../../../app/torrent/details.ts'

const MAX_CANDIDATES = 2_000
const CONNECT_TIMEOUT = 5_000
const MAX_ROUNDS = 6
const FIRST_RETRY = 10_000

export type Way = 'tcp' | 'utp' | 'tcp-plain'

/** How an attempt ended. `lasted`: the peer completed its handshake. */
export interface Outcome {
  readonly lasted: boolean
}

interface Candidate {
  readonly address: string
  readonly source: PeerSource
  ways: Way[]
  round: number
  notBefore: number
  state: 'waiting' | 'dialling' | 'connected'
}

export interface DialerDeps {
  readonly ways: readonly Way[]
  /** False while a cap is reached. */
  mayDial(): boolean
  isOurs(host: string, port: number): boolean
  /** Opens a connection; `ended` is called once, when it is over. */
  dial(address: string, way: Way, source: PeerSource, ended: (outcome: Outcome) => void): void
}

/** ip:port or [ipv6]:port to its parts; null for anything else (names are not resolved). */
export const parseAddress = (address: string): { host: string; port: number } | null => {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(address)
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  if (!host || net.isIP(host) === 0 || port < 1 || port > 65_535) return null
  return { host, port }
}

export class Dialer {
  readonly #deps: DialerDeps
  readonly #candidates = new Map<string, Candidate>()
  #closed = false

  constructor(deps: DialerDeps) {
    this.#deps = deps
  }

  get known(): number {
    return this.#candidates.size
  }

  /** Connected first, then the rest: the most useful addresses to remember. */
  addresses(): string[] {
    const rank = { connected: 0, dialling: 1, waiting: 2 }
    return [...this.#candidates.values()].sort((a, b) => rank[a.state] - rank[b.state]).map((one) => one.address)
  }

  /** False when the address is not one, is our own, or there is no room. */
  offer(address: string, source: PeerSource): boolean {
    const parsed = parseAddress(address)
    if (this.#closed || !parsed || this.#deps.isOurs(parsed.host, parsed.port)) return false
    const known = this.#candidates.get(address)
    if (known) {
      if (source === 'manual') known.notBefore = 0
      return true
    }
    if (this.#candidates.size >= MAX_CANDIDATES) return false
    this.#candidates.set(address, {
      address,
      source,
      ways: [...this.#deps.ways],
      round: 0,
      notBefore: 0,
      state: 'waiting',
    })
    return true
  }

  drop(address: string): void {
    const candidate = this.#candidates.get(address)
    if (candidate?.state === 'waiting') this.#candidates.delete(address)
  }

  /** Never to be tried again. */
  forget(address: string): void {
    this.#candidates.delete(address)
  }

  /** Dials whoever is due, as far as the caps allow. To be called on a tick and when an address came in. */
  pump(now: number): void {
    for (const candidate of this.#candidates.values()) {
      if (this.#closed || !this.#deps.mayDial()) return
      if (candidate.state === 'waiting' && candidate.notBefore <= now) this.#dial(candidate)
    }
  }

  close(): void {
    this.#closed = true
    this.#candidates.clear()
  }

  #dial(candidate: Candidate): void {
    const way = candidate.ways.shift()
    if (!way) return
    candidate.state = 'dialling'
    this.#deps.dial(candidate.address, way, candidate.source, (outcome) => this.#ended(candidate, outcome))
  }

  #ended(candidate: Candidate, { lasted }: Outcome): void {
    candidate.state = 'waiting'
    if (this.#closed) return
    const now = Date.now()
    if (lasted) {
      candidate.ways = [...this.#deps.ways]
      candidate.round = Math.min(candidate.round, 1)
    }
    if (!lasted && candidate.ways.length > 0) {
      candidate.notBefore = now
      return this.pump(now)
    }
    candidate.round++
    candidate.ways = [...this.#deps.ways]
    candidate.notBefore = now + FIRST_RETRY * 2 ** (candidate.round - 1)
    if (candidate.round >= MAX_ROUNDS) this.#candidates.delete(candidate.address)
  }

  /** For the caller's dial: told when the handshake is through, so that the candidate counts as connected. */
  connected(address: string): void {
    const candidate = this.#candidates.get(address)
    if (candidate) candidate.state = 'connected'
  }
}

/** How long a connection may take to open, ms. */
export const connectTimeout = CONNECT_TIMEOUT

/** The host of ip:port; addresses of IPv4 peers on a dual-stack socket count as IPv4. */
export const hostOf = (address: string): string =>
  address
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .replace(/^::ffff:/, '')
