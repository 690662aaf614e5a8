import type { Peer, PeerOptions } from './peer.ts'
export interface LibtorrentOptions extends PeerOptions {
  readonly tcp?: boolean
  /** Insists on RC4 for the payload: no plaintext after an encrypted handshake. */
  readonly rc4?: boolean
}
export interface LibtorrentPeer extends Peer {
  /** Takes data without checking it. */
  trust(torrent: Uint8Array, folder: string): Promise<void>
  connect(infoHash: string, port: number): Promise<void>
  remove(infoHash: string): Promise<void>
  /** Seconds since the epoch at which the first payload byte has moved, from now on. */
  firstByte(infoHash: string, withinMs: number): Promise<number>
  /** Seconds since the epoch at which the download was complete; call before it can be. */
  finishedAt(infoHash: string, withinMs: number): Promise<number>
}
export declare const startLibtorrent: (options?: LibtorrentOptions) => Promise<LibtorrentPeer>
