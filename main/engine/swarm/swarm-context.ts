// What all torrents of one client share: the client, its limits, its clock. A plain record of functions, so that the
// torrent does not know the swarm's class.

import type Wire from 'bittorrent-protocol'
import type WebTorrent from 'webtorrent'
import type { EngineSettings } from '../../../app/ipc/engine-contract.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { DownloadScheduler } from './download-scheduler.ts'
import type { ConnectionCaps } from './connection-caps.ts'
import type { Handshake } from './dialer.ts'
import type { MetadataBudget } from './metadata-budget.ts'
import type { Pipeline } from './pipeline.ts'
import type { Bans, Sender } from './bans.ts'
import type { PieceBuffers } from './piece-buffers.ts'
import type { TrackerClient } from '../trackers/tracker-client.ts'
import type { WebSeedHouse } from '../web-seeds/web-seeds.ts'
import type { UploadScheduler } from './upload-scheduler.ts'
import type { WebTorrentTorrent } from './webtorrent-torrent.ts'

export interface SwarmContext {
  readonly client: WebTorrent
  readonly userAgent: string
  readonly trackers: TrackerClient
  /** Ours in this session, in hexadecimal; 20 bytes. */
  readonly peerId: string
  /** By which trackers know us when our address changes. */
  readonly announceKey: number
  /** Where peers reach us. */
  port(): number
  readonly uploads: UploadScheduler
  readonly downloads: DownloadScheduler
  readonly buffers: PieceBuffers
  readonly bans: Bans
  /** What collecting metadata may take. */
  readonly metadata: MetadataBudget
  /** Bans it and closes its connections, in all torrents; false when it was banned already. */
  ban(sender: Sender): boolean
  readonly pipeline: Pipeline
  readonly caps: ConnectionCaps
  readonly webSeeds: WebSeedHouse
  settings(): EngineSettings
  /** Milliseconds of a clock that only goes forward. */
  now(): number
  /** What the settings allow, in the order they are tried. */
  handshakes(): readonly Handshake[]
  isOurs(host: string, port: number): boolean
  dhtNodes(): number | null
  /** Peers of the torrent on the local network; null: they are not asked. */
  neighbours(id: TorrentId): number | null
  /** Looks for peers and announces us, again and again until the returned function is called. Not for private ones. */
  announce(id: TorrentId): () => void
  /** Tells a new peer of our node of the DHT, and hears of its. */
  meet(wire: Wire): void
  interestChanged(): void
  /** A peer reached us from this host. */
  incoming(host: string): void
  /** It has something to do on every tick from now on, until it says that it rests. */
  onDuty(torrent: WebTorrentTorrent): void
  forget(torrent: WebTorrentTorrent): void
  log(level: 'warn' | 'error', text: string): void
}
