// What the whole client may have open: connections in all, connections being opened, and strangers who came in and have
// not said what they want. Also by what order peers are preferred when there is not room for all.

import { randomInt } from 'node:crypto'
import type WebTorrent from 'webtorrent'
import type { Connection } from 'webtorrent/lib/peer.js'
import { canonicalPriority, crc32c } from '../../../app/swarm/canonical-priority.ts'
import { ExternalAddress } from '../../../app/swarm/external-address.ts'
import { uselessOne, type Occupant } from '../../../app/swarm/peer-room.ts'
import { hostKey, hostOf, isShared } from './dialer.ts'
import type { Connected } from './peer-rows.ts'

const MAX_HALF_OPEN = 40
/** Strangers in all, and of one host. */
const MAX_STRANGERS = 200
const MAX_STRANGERS_OF_HOST = 8

export interface CapsDeps {
  /** The most connections of the client. */
  most(): number
  port(): number
  occupants(): Occupant<Connected>[]
}

export class ConnectionCaps {
  readonly external = new ExternalAddress()
  readonly #deps: CapsDeps
  readonly #salt = randomInt(2 ** 32)
  #open = 0
  #opening = 0

  constructor(deps: CapsDeps) {
    this.#deps = deps
  }

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
    return this.#opening < MAX_HALF_OPEN && this.#open + this.#opening < this.#deps.most()
  }

  /** Room for one that came in: when there is none, whoever is of no use to any torrent goes. */
  makeRoom(): boolean {
    if (this.#open < this.#deps.most()) return true
    const useless = uselessOne(this.#deps.occupants())
    useless?.peer.destroy(new Error('made room'))
    return useless !== null
  }

  /** Canonical priority (BEP 40); while nobody told us our address, a number as arbitrary. */
  priorityOf(host: string, port: number): number {
    const ours = this.external.towards(host)
    const priority = ours === null ? null : canonicalPriority({ host: ours, port: this.#deps.port() }, { host, port })
    return priority ?? crc32c(new TextEncoder().encode(`${this.#salt} ${host} ${port}`))
  }

  /** Turns away who comes in while too many have not said what they want. */
  guard(client: WebTorrent): void {
    const pool = client._connPool
    const admit = pool._onConnection
    const strangers = new Map<Connection, string>()
    pool._onConnection = (conn, type) => {
      const host = hostOf(`${conn.remoteAddress ?? ''}:0`)
      const sameHost = [...strangers.values()].filter((one) => one === hostKey(host)).length
      const crowd = sameHost >= MAX_STRANGERS_OF_HOST && !isShared(host)
      if (crowd || pool._pendingConns.size >= MAX_STRANGERS) {
        conn.on('error', () => undefined)
        return conn.destroy()
      }
      strangers.set(conn, hostKey(host))
      conn.once('close', () => strangers.delete(conn))
      for (const known of strangers.keys())
        if (!pool._pendingConns.has(known) && known !== conn) strangers.delete(known)
      admit.call(pool, conn, type)
    }
  }
}
