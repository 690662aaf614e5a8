// Whom a torrent connects to, and when: candidate addresses from all sources, bounded in number and per host, the best
// first (those the user named, those that worked, then by canonical priority); each tried with the handshakes the
// settings allow, with back-off between rounds. Caps hold for the torrent and, through `mayDial`, for the client.

import net from 'node:net'
import { addressBytes } from '../../../app/net/address-bytes.ts'
import { addressKind } from '../../../app/net/address-kind.ts'
import type { PeerSource } from '../../../app/torrent/details.ts'
import type { KnownPeer } from './swarm.ts'

const MAX_CANDIDATES = 2_000
/** Ports of one host that are remembered; a flood of them is somebody's joke. */
const MAX_PER_HOST = 8
const MAX_ROUNDS = 6
const FIRST_RETRY = 10_000
/** A connection that lasted this long shows that the peer has room for us. */
const SETTLED = 60_000
/** Who had to go is not called again before, unless there is room. */
const REST = 600_000

/** As the protocol library numbers them: none; encrypted, plaintext after it; encrypted throughout (RC4). */
export type Handshake = 0 | 1 | 2

/** One way to try: by TCP and uTP in a race, or by uTP alone where TCP let us in and then showed us out. */
export interface Way {
  readonly handshake: Handshake
  readonly utpOnly: boolean
}

/** How an attempt ended. */
export interface Outcome {
  /** The peer answered at all. */
  readonly reached: boolean
  /** ms since the handshake was complete; null: it never was. */
  readonly lasted: number | null
  /** We hung up for reasons of our own: says nothing about the peer. */
  readonly ours?: boolean
}

interface Candidate {
  readonly address: string
  readonly host: string
  source: PeerSource
  readonly priority: number
  ways: Way[]
  /** The one that worked last time is tried first. */
  proven: Way | null
  round: number
  notBefore: number
  state: 'waiting' | 'dialling' | 'connected'
  /** It has everything: of no use while we have, too. */
  seed: boolean
  /** Somebody says so of it: while we seed, it is not called before. */
  saidSeedUntil: number
  /** It had to go for want of room. */
  rests: boolean
  /** It was reached the last time, but took none of the handshakes the settings allow. */
  unanswered: boolean
}

export interface DialerDeps {
  handshakes(): readonly Handshake[]
  hasUtp(host: string): boolean
  /** False while a cap is reached. */
  mayDial(): boolean
  /** Another connection of this torrent leads to that host. */
  isTaken(host: string): boolean
  isOurs(host: string, port: number): boolean
  seeding(): boolean
  priorityOf(host: string, port: number): number
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

/** The host of ip:port; addresses of IPv4 peers on a dual-stack socket count as IPv4. */
export const hostOf = (address: string): string =>
  address
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .replace(/^::ffff:(?=\d+\.)/, '')

/** Whoever has one address of an IPv6 network has 2^64 of them: /64 counts as one host. */
export const hostKey = (host: string): string => {
  const bytes = addressBytes(host)
  return bytes?.length === 16 ? Buffer.from(bytes.subarray(0, 8)).toString('hex') : host
}

/** This computer may be several peers: tests, and other users' clients on it. */
export const isShared = (host: string): boolean => addressKind(host) === 'loopback'

export class Dialer {
  readonly #deps: DialerDeps
  readonly #candidates = new Map<string, Candidate>()
  readonly #hosts = new Map<string, number>()
  #dialling = 0
  #waking = false
  /** Nobody is due before, as long as nobody joins or comes back, and while we seed or do not. */
  #nextDue = 0
  #seeding = false
  #closed = false

  constructor(deps: DialerDeps) {
    this.#deps = deps
  }

  get known(): number {
    return this.#candidates.size
  }

  /** Not connected yet. */
  get dialling(): number {
    return this.#dialling
  }

  /** Those who were reached, and took none of our handshakes. */
  get unanswered(): number {
    let count = 0
    for (const one of this.#candidates.values()) if (one.unanswered) count++
    return count
  }

  /** Somebody is due whom nothing but a cap keeps from being dialled. */
  get hasDue(): boolean {
    const now = performance.now()
    return this.nextDue <= now && this.#due(now).length > 0
  }

  /** When somebody may be due next. */
  get nextDue(): number {
    return this.#deps.seeding() === this.#seeding ? this.#nextDue : 0
  }

  /** Somebody had to go for want of room, and waits to be called again. */
  get hasRested(): boolean {
    return [...this.#candidates.values()].some(({ rests, state }) => rests && state === 'waiting')
  }

  /** Connected first, then the rest: the most useful addresses to remember. */
  addresses(): KnownPeer[] {
    const rank = { connected: 0, dialling: 1, waiting: 2 }
    return [...this.#candidates.values()]
      .sort((a, b) => rank[a.state] - rank[b.state])
      .map(({ address, source }) => ({ address, source }))
  }

  /** False when the address is not one to dial, is our own, or there is no room. */
  offer(address: string, source: PeerSource): boolean {
    const parsed = parseAddress(address)
    if (this.#closed || !parsed || addressKind(parsed.host) === 'unusable') return false
    const { host, port } = parsed
    if (this.#deps.isOurs(host, port)) return false
    const known = this.#candidates.get(address)
    if (known) {
      // What others know as well is no hearsay any more.
      if (source !== 'pex' && known.source === 'pex') Object.assign(known, { source, saidSeedUntil: 0 })
      if (source === 'manual') Object.assign(known, { notBefore: 0, source })
      if (source !== 'pex') this.#nextDue = 0
      return true
    }
    if (!this.#hasRoom(host, source)) return false
    this.#add({
      address,
      host,
      source,
      priority: this.#deps.priorityOf(host, port),
      ways: [],
      proven: null,
      round: 0,
      notBefore: 0,
      state: 'waiting',
      seed: false,
      saidSeedUntil: 0,
      rests: false,
      unanswered: false,
    })
    return true
  }

  /** A peer says that this one left; believed of addresses that were hearsay in the first place. */
  drop(address: string): void {
    const candidate = this.#candidates.get(address)
    if (candidate?.state === 'waiting' && candidate.source === 'pex') this.forget(address)
  }

  /** Never to be tried again, unless somebody offers it anew. */
  forget(address: string): void {
    const candidate = this.#candidates.get(address)
    if (!candidate) return
    this.#candidates.delete(address)
    const key = hostKey(candidate.host)
    const count = (this.#hosts.get(key) ?? 1) - 1
    if (count === 0) this.#hosts.delete(key)
    else this.#hosts.set(key, count)
  }

  /** The handshake of one that was dialled is through. */
  connected(address: string): void {
    const candidate = this.#candidates.get(address)
    if (candidate?.state !== 'dialling') return
    candidate.state = 'connected'
    this.#dialling--
  }

  isSeed(address: string): void {
    const candidate = this.#candidates.get(address)
    if (candidate) candidate.seed = true
  }

  /** A peer says so of another: believed of hearsay alone, and only for a while, or one liar kept us from many. */
  saidSeed(address: string): void {
    const candidate = this.#candidates.get(address)
    if (candidate?.source === 'pex' && candidate.saidSeedUntil === 0) candidate.saidSeedUntil = performance.now() + REST
  }

  /** Its connection is about to be closed, for want of room alone. */
  rest(address: string): void {
    const candidate = this.#candidates.get(address)
    if (candidate?.state === 'connected') candidate.rests = true
  }

  /** There is room again: who had to go is called as anybody else. */
  recall(): void {
    for (const one of this.#candidates.values()) if (one.rests && one.state === 'waiting') one.notBefore = 0
    this.#nextDue = 0
  }

  /** Other handshakes are allowed now: who took none of the former is tried with them. */
  handshakesChanged(): void {
    for (const one of this.#candidates.values()) {
      one.ways = []
      if (one.unanswered) Object.assign(one, { unanswered: false, round: 0, notBefore: 0 })
    }
    this.#nextDue = 0
    this.wake()
  }

  /** Pumps soon, once for all that came in together. */
  wake(): void {
    if (this.#waking || this.#closed) return
    this.#waking = true
    queueMicrotask(() => {
      this.#waking = false
      this.pump(performance.now())
    })
  }

  /** Dials whoever is due, as far as the caps allow. To be called on a tick. */
  pump(now: number): void {
    if (this.#closed || now < this.nextDue) return
    for (const candidate of this.#deps.mayDial() ? this.#due(now) : []) {
      if (this.#closed || !this.#deps.mayDial()) break
      if (!this.#isTaken(candidate)) this.#dial(candidate)
    }
    this.#lookAhead()
  }

  close(): void {
    this.#closed = true
    this.#candidates.clear()
    this.#hosts.clear()
  }

  #add(candidate: Candidate): void {
    const key = hostKey(candidate.host)
    this.#candidates.set(candidate.address, candidate)
    this.#nextDue = 0
    this.#hosts.set(key, (this.#hosts.get(key) ?? 0) + 1)
  }

  /** Whose host is taken counts as due: when it is free again is not known. */
  #lookAhead(): void {
    const seeding = this.#deps.seeding()
    let next = Infinity
    for (const one of this.#candidates.values()) {
      if (one.state === 'waiting') next = Math.min(next, dueAt(one, seeding))
    }
    this.#seeding = seeding
    this.#nextDue = next
  }

  #hasRoom(host: string, source: PeerSource): boolean {
    if (!isShared(host) && (this.#hosts.get(hostKey(host)) ?? 0) >= MAX_PER_HOST) return false
    if (this.#candidates.size < MAX_CANDIDATES) return true
    // Who failed most makes room, hearsay first.
    let worst: Candidate | null = null
    for (const one of this.#candidates.values()) {
      if (one.state !== 'waiting' || (one.round === 0 && (source === 'pex' || one.source !== 'pex'))) continue
      if (!worst || one.round > worst.round) worst = one
    }
    if (worst) this.forget(worst.address)
    return worst !== null
  }

  #isTaken({ host, source }: Candidate): boolean {
    return !isShared(host) && source !== 'manual' && this.#deps.isTaken(host)
  }

  #due(now: number): Candidate[] {
    const seeding = this.#deps.seeding()
    return [...this.#candidates.values()]
      .filter((one) => one.state === 'waiting' && dueAt(one, seeding) <= now && !this.#isTaken(one))
      .sort(
        (a, b) =>
          Number(b.source === 'manual') - Number(a.source === 'manual') || a.round - b.round || b.priority - a.priority,
      )
  }

  #dial(candidate: Candidate): void {
    if (candidate.ways.length === 0) candidate.ways = this.#ways(candidate)
    const way = candidate.ways.shift()
    if (!way) return
    candidate.state = 'dialling'
    candidate.rests = false
    this.#dialling++
    this.#deps.dial(candidate.address, way, candidate.source, (outcome) => {
      if (candidate.state === 'dialling') this.#dialling--
      this.#ended(candidate, way, outcome)
    })
  }

  /** All handshakes by whatever is faster, then by uTP alone: some answer by TCP only to hang up. */
  #ways({ host, proven }: Candidate): Way[] {
    const allowed = this.#deps.handshakes()
    const ways = [false, ...(this.#deps.hasUtp(host) ? [true] : [])].flatMap((utpOnly) =>
      allowed.map((handshake) => ({ handshake, utpOnly })),
    )
    const isProven = (way: Way): boolean => way.handshake === proven?.handshake && way.utpOnly === proven.utpOnly
    return ways.toSorted((a, b) => Number(isProven(b)) - Number(isProven(a)))
  }

  #ended(candidate: Candidate, way: Way, { reached, lasted, ours }: Outcome): void {
    candidate.state = 'waiting'
    this.#nextDue = 0
    if (this.#closed || this.#candidates.get(candidate.address) !== candidate) return
    const now = performance.now()
    if (lasted !== null) candidate.proven = way
    if (reached && !ours) candidate.unanswered = lasted === null
    if (candidate.rests) return this.#putToRest(candidate, now)
    // It answered, but not to this: at once with the next.
    if (reached && lasted === null && candidate.ways.length > 0) {
      candidate.notBefore = now
      return this.wake()
    }
    candidate.ways = []
    if (ours) return
    candidate.round = lasted !== null && lasted >= SETTLED ? 1 : candidate.round + 1
    candidate.notBefore = now + FIRST_RETRY * 2 ** (candidate.round - 1)
    if (candidate.round >= MAX_ROUNDS) this.forget(candidate.address)
    this.wake()
  }

  #putToRest(candidate: Candidate, now: number): void {
    candidate.ways = []
    candidate.notBefore = now + REST
  }
}

const dueAt = ({ notBefore, saidSeedUntil, seed }: Candidate, seeding: boolean): number => {
  if (!seeding) return notBefore
  return seed ? Infinity : Math.max(notBefore, saidSeedUntil)
}
