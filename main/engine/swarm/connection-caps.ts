// What the whole client may have open: connections in all, those to web seeds included, and connections being opened.
// Lowered, the cap closes what is too much. Also by what order peers are preferred when there is not room for all.

import { randomInt } from 'node:crypto'
import { canonicalPriority, crc32c } from '../../../app/swarm/canonical-priority.ts'
import { ExternalAddress } from '../../../app/swarm/external-address.ts'
import { leastUseful, uselessOne, type Occupant } from '../../../app/swarm/peer-room.ts'

const MAX_HALF_OPEN = 40

/** A connection that counts: a peer's, or a request to a web seed. */
export interface Seat {
  leave(why: string): void
}

export interface CapsDeps {
  /** The most connections of the client. */
  most(): number
  port(): number
  occupants(): Occupant<Seat>[]
}

export class ConnectionCaps {
  readonly external = new ExternalAddress()
  readonly #deps: CapsDeps
  readonly #salt = randomInt(2 ** 32)
  #open = 0
  #opening = 0
  #fetching = 0

  constructor(deps: CapsDeps) {
    this.#deps = deps
  }

  /** Connections to peers. */
  get open(): number {
    return this.#open
  }

  joined(): void {
    this.#open++
  }

  left(): void {
    this.#open--
  }

  /** Returns what ends the opening; to be called once. */
  begin(): () => void {
    this.#opening++
    return () => void this.#opening--
  }

  mayDial(): boolean {
    return this.#opening < MAX_HALF_OPEN && this.#used + this.#opening < this.#deps.most()
  }

  get full(): boolean {
    return this.#used >= this.#deps.most()
  }

  /** A web seed is asked for something; returns what ends it, to be called once. */
  fetch(): () => void {
    this.#fetching++
    return () => void this.#fetching--
  }

  /** Closes what is more than the cap, the least useful of all torrents first. */
  shed(): void {
    const excess = this.#used - this.#deps.most()
    if (excess > 0) for (const seat of leastUseful(this.#deps.occupants(), excess)) seat.leave('too many connections')
  }

  /** Room for one more: when there is none, whoever is of no use to any torrent goes. */
  makeRoom(): boolean {
    if (!this.full) return true
    const useless = uselessOne(this.#deps.occupants())
    useless?.leave('made room')
    return useless !== null
  }

  /** Canonical priority (BEP 40); while nobody told us our address, a number as arbitrary. */
  priorityOf(host: string, port: number): number {
    const ours = this.external.towards(host)
    const priority = ours === null ? null : canonicalPriority({ host: ours, port: this.#deps.port() }, { host, port })
    return priority ?? crc32c(new TextEncoder().encode(`${this.#salt} ${host} ${port}`))
  }

  get #used(): number {
    return this.#open + this.#fetching
  }
}
