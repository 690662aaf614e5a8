// What every foreign client can do for a test or a benchmark, whatever its own interface looks like.
// Each starts in a temporary folder of its own, listens on 127.0.0.1 only, knows no DHT, no local discovery and no
// port mapping, and is gone, with its folder, after it is disposed of.

import type { TestTorrent } from './torrent.ts'
import { until } from './until.ts'

export interface Progress {
  /** Share of the wanted data that is there and verified, 0…1. */
  readonly done: number
  readonly complete: boolean
  /** Payload bytes as the client counts them, since it started. */
  readonly downloaded: number
  readonly uploaded: number
  readonly peers: number
  /** The client's own word for what it is doing, for error messages. */
  readonly state: string
}

export type Encryption = 'off' | 'allowed' | 'required'

export interface PeerOptions {
  readonly encryption?: Encryption
  readonly utp?: boolean
  /** False: uTP alone, where the client can. */
  readonly tcp?: boolean
  /** Listens on ::1 instead, where the client can. */
  readonly ipv6?: boolean
  /** Bytes per second. */
  readonly uploadLimit?: number
  readonly downloadLimit?: number
  /** Where the client's own folder is made; the system's temporary folder unless said otherwise. */
  readonly parent?: string
  /** The program is ended after so long in any case. */
  readonly lifetimeSeconds?: number
}

export interface Peer extends AsyncDisposable {
  readonly name: string
  /** Of the process group's leader: the tree below it is the client. */
  readonly pid: number
  readonly port: number
  /** Shares the torrent whose data lies in `folder`, under names of the client's own making; resolves when checked. */
  seed(torrent: TestTorrent, folder: string): Promise<void>
  /** Starts downloading a .torrent (bytes) or a magnet link into `folder`. */
  download(source: Uint8Array | string, folder: string): Promise<void>
  progress(infoHash: string): Promise<Progress>
  /** Absolute paths of the torrent's files on disk, in the torrent's order. */
  files(infoHash: string): Promise<string[]>
  /** Bytes per second for everything it sends; null lifts the limit. */
  limitUpload(rate: number | null): Promise<void>
  /** The end of what it printed. */
  output(): string
}

/** Resolves when the client says that it has everything. */
export const finished = async (peer: Peer, infoHash: string, withinMs: number): Promise<Progress> => {
  let seen: Progress | null = null
  try {
    return await until(
      `${peer.name} to finish`,
      async () => {
        seen = await peer.progress(infoHash)
        return seen.complete ? seen : null
      },
      { withinMs },
    )
  } catch (error) {
    const told = `progress: ${JSON.stringify(seen)}\noutput: ${peer.output()}`
    throw new Error(`${peer.name} did not finish\n${told}`, { cause: error })
  }
}
