// Connections that came in and have not finished their handshakes: how many there may be in all and of one host, this
// computer included, and for how long. Whoever comes is let in and the one that has kept us waiting the longest goes,
// so that those who only hold places keep nobody out. Who has said which torrent it wants is no stranger any more.

import type WebTorrent from 'webtorrent'
import type { Connection } from 'webtorrent/lib/peer.js'
import { hostKey, hostOf, isShared } from './dialer.ts'

const MOST = 200
const MOST_OF_HOST = 8
/** Several clients may run on this computer. */
const MOST_OF_THIS_COMPUTER = 64
/** ms for the handshakes, however much is said meanwhile. */
const PATIENCE = 10_000

interface Stranger {
  readonly host: string
  readonly since: number
}

export class Strangers {
  /** The longest here first. */
  readonly #here = new Map<Connection, Stranger>()
  readonly #now: () => number
  #pending: ReadonlySet<Connection> = new Set()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Stands before all that comes in to a client, in place of the one before. */
  guard(client: WebTorrent): void {
    const pool = client._connPool
    const admit = pool._onConnection
    this.#here.clear()
    this.#pending = pool._pendingConns
    pool._onConnection = (conn, type) => {
      const ip = hostOf(`${conn.remoteAddress ?? ''}:0`)
      this.#makeRoom(hostKey(ip), isShared(ip) ? MOST_OF_THIS_COMPUTER : MOST_OF_HOST)
      this.#here.set(conn, { host: hostKey(ip), since: this.#now() })
      admit.call(pool, conn, type)
    }
  }

  /** Once a second: whoever took too long goes. */
  tick(now: number): void {
    this.#forgetKnown()
    for (const [conn, { since }] of this.#here) if (now - since > PATIENCE) this.#dismiss(conn)
  }

  #makeRoom(host: string, most: number): void {
    this.#forgetKnown()
    const counts = new Map<string, number>()
    for (const { host: one } of this.#here.values()) counts.set(one, (counts.get(one) ?? 0) + 1)
    if ((counts.get(host) ?? 0) >= most) return this.#dismissOldest(host)
    if (this.#here.size < MOST) return
    const [crowd] = [...counts].reduce((top, one) => (one[1] > top[1] ? one : top))
    this.#dismissOldest(crowd)
  }

  #dismissOldest(host: string): void {
    for (const [conn, stranger] of this.#here) if (stranger.host === host) return this.#dismiss(conn)
  }

  #dismiss(conn: Connection): void {
    this.#here.delete(conn)
    conn.on('error', () => undefined)
    conn.destroy()
  }

  /** The library keeps the rest until they are known or gone. */
  #forgetKnown(): void {
    for (const conn of this.#here.keys()) if (!this.#pending.has(conn)) this.#here.delete(conn)
  }
}
