// The uTP half of a client's port, opened and closed while the client runs. It also hears what the uTP library does
// not: libtorrent says why it goes in a header extension that libutp takes for no uTP at all, so that the goodbye is
// lost and the connection stays until its resends are used up. Such a datagram is believed when nothing else is heard
// after it.

import type WebTorrent from 'webtorrent'
import type { Connection } from 'webtorrent/lib/peer.js'
import utp, { type UtpServer } from 'webtorrent/lib/utp.cjs'

/** ms: what a peer sent before it left may arrive after its goodbye; who did not leave goes on talking. */
const DOUBT = 1_000
/** ms goodbyes are remembered that may be of one of several connections. */
const REMEMBERED = 10_000
const BUFFER = 1_048_576
const [HEADER, VERSION, LAST_TYPE, CLOSE_REASON] = [20, 1, 4, 3]

/** Which connection the sender leaves, or null: it is no uTP, or of no interest. */
const goodbyeOf = (datagram: Uint8Array): number | null => {
  const [first = 0, extension, high = 0, low = 0] = datagram
  const fits = datagram.length >= HEADER && (first & 15) === VERSION && first >> 4 < LAST_TYPE
  return fits && extension === CLOSE_REASON ? high * 256 + low : null
}

interface Farewell {
  readonly ids: Set<number>
  readonly since: number
}

export class UtpSocket {
  readonly #client: WebTorrent
  readonly #log: (text: string) => void
  readonly #farewells = new Map<string, Farewell>()
  readonly #doubted = new Map<Connection, NodeJS.Timeout>()
  /** Open, though perhaps only until its last connection is over. */
  #server: UtpServer | null = null

  constructor(client: WebTorrent, log: (text: string) => void) {
    this.#client = client
    this.#log = log
  }

  /** Connections may be made and come in. */
  get open(): boolean {
    return this.#server !== null && !this.#client.destroyed && this.#client._connPool.utpServer === this.#server
  }

  /** On the client's port; false when that is taken. */
  async listen(): Promise<boolean> {
    const pool = this.#client._connPool
    const server = this.#server ?? (await this.#bind())
    if (!server || this.#client.destroyed) return false
    this.#server = server
    pool.utpServer = server
    return true
  }

  /** Nobody comes in any more. The socket goes with its last connection. */
  hush(): void {
    if (!this.#client.destroyed) this.#client._connPool.utpServer = null
  }

  /** Once a second. */
  tick(): void {
    if (this.#server && !this.open && this.#server.connections.length === 0) this.close()
  }

  /** To be called when the client goes, too. */
  close(): void {
    for (const timer of this.#doubted.values()) clearTimeout(timer)
    this.#doubted.clear()
    const server = this.#server
    this.#server = null
    server?.close()
  }

  #bind(): Promise<UtpServer | null> {
    if (!utp.createServer) return Promise.resolve(null)
    const server = utp.createServer()
    return new Promise((resolve) => {
      server.on('error', (error) => {
        resolve(null)
        if (server !== this.#server) return
        this.#log(`uTP: ${String(error)}`)
        this.hush()
      })
      server.on('listening', () => {
        server.setSendBufferSize(BUFFER)
        server.setRecvBufferSize(BUFFER)
        resolve(server)
      })
      server.on('connection', (conn) =>
        this.open ? this.#client._connPool._onConnection(conn, 'utp') : conn.destroy(),
      )
      server.on('message', (datagram, { address, port }) => this.#onForeign(datagram, address, port))
      server.listen(this.#client.torrentPort)
    })
  }

  #onForeign(datagram: Uint8Array, address: string, port: number): void {
    const id = goodbyeOf(datagram)
    if (id === null) return
    const theirs = (this.#server?.connections ?? []).filter(
      (conn) => conn.remotePort === port && conn.remoteAddress === address && !conn.destroyed,
    )
    if (theirs.length === 0) return
    // Which of several connections it means is known to the library alone: only when all are left can we tell.
    if (this.#left(`${address}:${port}`, id) < theirs.length) return
    for (const conn of theirs) this.#doubt(conn)
  }

  /** How many connections of that address have been taken leave of. */
  #left(address: string, id: number): number {
    const now = performance.now()
    for (const [key, { since }] of this.#farewells) if (now - since > REMEMBERED) this.#farewells.delete(key)
    const farewell = this.#farewells.get(address) ?? { ids: new Set(), since: now }
    this.#farewells.set(address, farewell)
    farewell.ids.add(id)
    return farewell.ids.size
  }

  /** Anybody may send a datagram in a peer's name: only silence after it says that it is true. */
  #doubt(conn: Connection): void {
    if (this.#doubted.has(conn)) return
    const settle = (): void => {
      clearTimeout(this.#doubted.get(conn))
      this.#doubted.delete(conn)
      conn.removeListener('data', settle)
    }
    conn.once('data', settle)
    conn.once('close', settle)
    const end = (): void => {
      settle()
      conn.push?.(null)
    }
    this.#doubted.set(conn, setTimeout(end, DOUBT))
  }
}
