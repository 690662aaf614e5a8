// A torrent made of random bytes, and swarms on loopback that share it: for tests of the protocol side.

import { createHash, randomBytes } from 'node:crypto'
import bencode from '../../../../app/bencode/bencode.js'
import type { EngineSettings } from '../../../../app/ipc/engine-contract.ts'
import type { TorrentId } from '../../../../app/torrent/row.ts'
import type { JoinSpec, KnownPeer, MeterEvents, Swarm, SwarmEvents, SwarmTorrent, TalkEvents } from '../swarm.ts'
import type { WebLayout } from '../../../../app/torrent/web-layout.ts'
import { WebTorrentSwarm } from '../webtorrent-swarm.ts'
import { noMemory } from '../dht-memory.ts'
import { MemoryStore } from './memory-store.ts'

export interface SampleTorrent {
  readonly id: TorrentId
  readonly rawInfo: Uint8Array
  readonly data: Uint8Array
  readonly hashes: Uint8Array
  readonly pieceLength: number
  readonly pieceCount: number
}

const sha1 = (bytes: Uint8Array): Buffer => createHash('sha1').update(bytes).digest()

export const sampleTorrent = (length: number, pieceLength: number): SampleTorrent => {
  const data = randomBytes(length)
  const pieceCount = Math.ceil(length / pieceLength)
  const hashes = Buffer.concat(
    Array.from({ length: pieceCount }, (_, piece) =>
      sha1(data.subarray(piece * pieceLength, (piece + 1) * pieceLength)),
    ),
  )
  const rawInfo = bencode.encode({ length, name: 'sample.bin', 'piece length': pieceLength, pieces: hashes })
  return { id: sha1(rawInfo).toString('hex') as TorrentId, rawInfo, data, hashes, pieceLength, pieceCount }
}

/** A free port on loopback, and nobody found but who is told. */
export const quietNetwork: EngineSettings['network'] = {
  port: 0,
  dht: false,
  pex: false,
  utp: false,
  lsd: false,
  upnp: false,
  natPmp: false,
  encryption: 'allow',
  localTrackers: false,
  testBed: null,
}

export const testSettings = (over: Partial<EngineSettings['network']> = {}): EngineSettings => ({
  network: { ...quietNetwork, ...over },
  limits: {
    down: null,
    up: null,
    alternative: false,
    alternativeDown: null,
    alternativeUp: null,
    slots: null,
    slotsPerTorrent: null,
  },
  connections: { total: 200, perTorrent: 50 },
  queue: { downloads: null, seeds: null, total: null, ignoreSlow: false },
  seeding: { ratio: null, minutes: null, action: 'stop' },
})

/** An open swarm on a free port; closes when disposed of. */
export const openSwarm = async (
  settings = testSettings(),
  bootstrap: readonly string[] = [],
  memory = noMemory,
): Promise<WebTorrentSwarm & AsyncDisposable> => {
  const swarm = new WebTorrentSwarm({
    settings,
    version: '0.1.0',
    bootstrap,
    dhtMemory: memory,
    log: () => undefined,
  })
  await swarm.open()
  return Object.assign(swarm, { [Symbol.asyncDispose]: () => swarm.close() })
}

export interface Joined {
  readonly torrent: SwarmTorrent
  readonly store: MemoryStore
  readonly metadata: Promise<Uint8Array>
  readonly failed: number[]
  readonly dropped: string[]
  readonly banned: string[]
  readonly webSeedProblems: string[]
  /** Resolves when every piece is verified. */
  readonly complete: Promise<void>
}

export interface JoinOptions {
  readonly have?: 'all' | 'none'
  readonly data?: Uint8Array
  /** Plain addresses are as if the user named them. */
  readonly peers?: readonly (string | KnownPeer)[]
  readonly metadataOnly?: boolean
  readonly priorities?: Uint8Array
  readonly edges?: Uint8Array
  readonly trackers?: JoinSpec['trackers']
  readonly isPrivate?: boolean
  readonly webSeeds?: readonly string[]
  readonly meter?: MeterEvents
  readonly talk?: TalkEvents
}

const layoutOf = ({ data }: SampleTorrent): WebLayout => ({
  folder: null,
  files: [{ path: ['sample.bin'], offset: 0, length: data.length, pad: false }],
})

const listenersOf = ({ meter, talk }: JoinOptions): Pick<SwarmEvents, 'meter' | 'talk'> => ({
  ...(meter && { meter }),
  ...(talk && { talk }),
})

export const joinSample = (swarm: Pick<Swarm, 'join'>, sample: SampleTorrent, options: JoinOptions = {}): Joined => {
  const { have = 'none', peers = [], metadataOnly = false } = options
  const store = new MemoryStore(options.data ?? new Uint8Array(sample.data.length), sample.pieceLength)
  const left = new Set(Array.from({ length: sample.pieceCount }, (_, piece) => piece))
  const complete = Promise.withResolvers<void>()
  const metadata = Promise.withResolvers<Uint8Array>()
  const failed: number[] = []
  const dropped: string[] = []
  const banned: string[] = []
  const webSeedProblems: string[] = []
  const events: SwarmEvents = {
    metadata: (rawInfo) => metadata.resolve(rawInfo),
    piece: (piece) => {
      left.delete(piece)
      if (left.size === 0) complete.resolve()
    },
    hashFailed: (piece) => void failed.push(piece),
    trackerChanged: () => undefined,
    roused: () => undefined,
    peerDropped: (_, why) => void dropped.push(why),
    peerBanned: (address) => void banned.push(address),
    webSeedFailed: (_, { problem }) => void webSeedProblems.push(problem),
    ...listenersOf(options),
  }
  const bits = new Uint8Array(Math.ceil(sample.pieceCount / 8)).fill(have === 'all' ? 0xff : 0)
  const pieces = {
    rawInfo: sample.rawInfo,
    pieceLength: sample.pieceLength,
    length: sample.data.length,
    hashes: sample.hashes,
    store,
    have: bits,
    partials: [],
    priorities: options.priorities ?? new Uint8Array(sample.pieceCount).fill(2),
    edges: options.edges ?? new Uint8Array(sample.pieceCount),
    webSeeds: { urls: options.webSeeds ?? [], layout: () => layoutOf(sample) },
  }
  const torrent = swarm.join(
    {
      id: sample.id,
      isPrivate: options.isPrivate ?? false,
      trackers: options.trackers ?? [],
      peers: peers.map((peer) => (typeof peer === 'string' ? { address: peer, source: 'manual' } : peer)),
      pieces: metadataOnly ? null : pieces,
      downloaded: 0,
      uploaded: 0,
    },
    events,
  )
  return {
    torrent,
    store,
    metadata: metadata.promise,
    failed,
    dropped,
    banned,
    webSeedProblems,
    complete: complete.promise,
  }
}

export const addressOf = (swarm: WebTorrentSwarm): string => `127.0.0.1:${swarm.stats().port}`
