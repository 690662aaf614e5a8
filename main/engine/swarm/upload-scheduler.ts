// Serves block requests of all peers of all torrents: round about, one block each, as far as the rate limit and each
// socket's backlog allow. A choked peer's requests are gone from its queue, so nothing is served that was recalled.

import { TokenBucket } from '../../../app/swarm/token-bucket.ts'

/** Bytes one socket may hold unsent: more could not be recalled, and would hide who is slow. */
const MAX_BACKLOG = 262_144
/** Blocks served before other events get their turn. */
const BATCH = 64
const RETRY_MS = 20

export interface UploadPeer {
  readonly backlog: number
  readonly hasRequests: boolean
  /** Serves the next request; resolves or returns the bytes sent, 0 when it could not be. */
  serveNext(): number | Promise<number>
}

export class UploadScheduler {
  readonly bucket = new TokenBucket(null)
  readonly #waiting = new Set<UploadPeer>()
  #scheduled = false
  #timer: NodeJS.Timeout | null = null
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** The peer has requests, or room in its socket again. */
  wake(peer: UploadPeer): void {
    this.#waiting.add(peer)
    this.#schedule()
  }

  forget(peer: UploadPeer): void {
    this.#waiting.delete(peer)
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#waiting.clear()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#run()
    })
  }

  #run(): void {
    let served = 0
    while (this.#waiting.size > 0) {
      for (const peer of [...this.#waiting]) {
        if (served >= BATCH) return this.#schedule()
        if (this.bucket.available(this.#now()) <= 0) return this.#later()
        if (this.#serve(peer)) served++
      }
    }
  }

  /** One block for the peer; a peer with nothing to do, no room, or a read under way leaves the round. */
  #serve(peer: UploadPeer): boolean {
    if (!peer.hasRequests || peer.backlog >= MAX_BACKLOG) {
      this.#waiting.delete(peer)
      return false
    }
    const sent = peer.serveNext()
    if (typeof sent === 'number') {
      this.bucket.spend(sent)
      return true
    }
    this.#waiting.delete(peer)
    void sent.then((bytes) => {
      this.bucket.spend(bytes)
      this.wake(peer)
    })
    return true
  }

  #later(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#schedule()
    }, RETRY_MS)
  }
}
