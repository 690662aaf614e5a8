// The DHT's part (BEP 5): one lookup and announce per torrent on a slow rhythm, and the guard in front of its query
// handler. Found peers are handed to the torrent they belong to.

import type { Dht } from 'bittorrent-dht'
import type { TorrentId } from '../../../app/torrent/row.ts'

const EVERY = 15 * 60_000
/** A lookup that found no nodes yet is tried again soon: the routing table fills after the start. */
const SOON = 20_000

export class DhtAnnouncer {
  readonly #dht: Dht
  readonly #port: () => number
  readonly #timers = new Map<TorrentId, NodeJS.Timeout>()
  #closed = false

  constructor(dht: Dht, port: () => number, found: (id: TorrentId, address: string) => void) {
    this.#dht = dht
    this.#port = port
    dht.on('peer', (peer: { host: string; port: number }, infoHash: Uint8Array) => {
      found(Buffer.from(infoHash).toString('hex') as TorrentId, `${peer.host}:${peer.port}`)
    })
    guardQueries(dht)
  }

  get nodes(): number {
    return this.#closed || this.#dht.destroyed ? 0 : this.#dht.nodes.count()
  }

  announce(id: TorrentId): () => void {
    this.#run(id)
    return () => {
      clearTimeout(this.#timers.get(id))
      this.#timers.delete(id)
    }
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  #run(id: TorrentId): void {
    if (this.#closed || this.#dht.destroyed) return
    this.#timers.set(
      id,
      setTimeout(() => this.#run(id), this.nodes === 0 ? SOON : EVERY),
    )
    this.#dht.announce(id, this.#port(), () => undefined)
  }
}

/** Whatever a query makes the handler throw, the query is dropped and nothing else. */
const guardQueries = (dht: Dht): void => {
  const handle = dht._onquery
  dht._onquery = (query, peer) => {
    try {
      handle.call(dht, query, peer)
    } catch {
      // A malformed query from anybody on the internet: not worth a line in the log.
    }
  }
}
