// The port between the engine and the BitTorrent protocol. Plain data only, no WebTorrent type: another protocol
// engine could stand behind it. A torrent in the swarm is joined and left; a torrent that was left has no connection,
// no announce and no timer. Implemented in webtorrent-swarm.ts.

import type {
  OtherEncryption,
  PeerRow,
  PeerSource,
  Priority,
  TrackerRow,
  WebSeedRow,
} from '../../../app/torrent/details.ts'
import type { BencodeValue } from '../../../app/bencode/bencode.js'
import type { SessionStats } from '../../../app/ipc/contract.ts'
import type { EngineSettings } from '../../../app/ipc/engine-contract.ts'
import type { WebSeedFailure } from '../../../app/torrent/web-seed.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { TrackerOutcome } from '../trackers/tracker-set.ts'
import type { WebSeedSpec } from '../web-seeds/web-seeds.ts'
import type { PartialPiece, TorrentStore } from '../storage/store.ts'

/** What is needed to exchange pieces; absent while only the metadata is wanted. */
export interface PieceSpec {
  /** The raw bencoded info dictionary, sent to peers that ask (BEP 9). */
  readonly rawInfo: Uint8Array
  readonly pieceLength: number
  readonly length: number
  /** SHA-1 of every piece, 20 bytes each. */
  readonly hashes: Uint8Array
  readonly store: TorrentStore
  readonly have: Uint8Array
  readonly partials: readonly PartialPiece[]
  /** Per piece: the highest priority of the files it touches. */
  readonly priorities: Uint8Array
  /** 1 for a piece with the beginning or end of a file, see `fileEdges`. */
  readonly edges: Uint8Array
  /** Servers that hold the files, and where they hold what. */
  readonly webSeeds?: WebSeedSpec
}

/** In which order wanted pieces of one priority are fetched; rarest first unless sequential. */
export interface PieceOrder {
  readonly sequential: boolean
  /** The first and last pieces of every file before the rest of it. */
  readonly firstLast: boolean
}

/** Who may be dialled (ip:port), and who named them: a private torrent takes only its trackers' and the user's word. */
export interface KnownPeer {
  readonly address: string
  readonly source: PeerSource
}

export interface JoinSpec {
  readonly id: TorrentId
  readonly isPrivate: boolean
  readonly trackers: readonly (readonly string[])[]
  readonly peers: readonly KnownPeer[]
  readonly pieces: PieceSpec | null
  /** All-time totals, for announces. */
  readonly downloaded: number
  readonly uploaded: number
}

/** One connection; not used again while the engine runs. */
export type PeerKey = number & { readonly __brand: 'PeerKey' }

/** Payload bytes of one connection, exact. */
export interface PeerMeter {
  /** Asked for, of the right length, and the first of its block. */
  readonly accepted: number
  /** Of the accepted: in pieces that matched their hash. */
  readonly verified: number
  /** Of the accepted: in pieces that did not. */
  readonly bad: number
  /** Came twice, late or unasked. */
  readonly unwanted: number
  /** Given to our socket. */
  readonly written: number
  /** Of the written: taken from our socket by the system. */
  readonly sent: number
}

/** For who reckons up with peers: each call is about one connection. */
export interface MeterEvents {
  peerUp(peer: PeerKey, address: string): void
  peerDown(peer: PeerKey, meter: PeerMeter): void
  accepted(peer: PeerKey, piece: number, bytes: number): void
  verified(peer: PeerKey, piece: number, bytes: number): void
  /** `alone`: nobody else supplied any of it. */
  bad(peer: PeerKey, piece: number, bytes: number, alone: boolean): void
  /** What was accepted of the piece is not wanted any more. */
  dropped(peer: PeerKey, piece: number): void
  /** Payload given to our socket. */
  written(peer: PeerKey, bytes: number): void
}

/** What is said of Speed on connections that are up. A handler that throws closes that connection and nothing else. */
export interface TalkEvents {
  /** What the peer says of itself in its extended handshake: the value of `bs`; null: nothing, or not any more. */
  introduced(peer: PeerKey, bs: BencodeValue | null): void
  /** One message of the extension; the bytes are its own. */
  said(peer: PeerKey, message: Uint8Array): void
  /** Somebody choked, unchoked, became interested or ceased to be, on either side. */
  turned(peer: PeerKey): void
  /** The torrent left the swarm: of its connections nothing more is told. */
  left(): void
}

/** How things stand on one connection. Rates in B/s. */
export interface PeerStanding {
  readonly address: string
  readonly peerId: string
  readonly amInterested: boolean
  readonly amChoking: boolean
  readonly peerInterested: boolean
  readonly peerChoking: boolean
  /** It has pieces that we want and lack. */
  readonly useful: boolean
  readonly downRate: number
  readonly upRate: number
  /** It holds a slot that is paid for. */
  readonly paid: boolean
  /** It bids and holds none: others bring more. */
  readonly outbid: boolean
  /** Length of what it asked for next, when that is more than it was granted, and waits; else 0. */
  readonly held: number
}

/** A bid, in proportion to others' (more than 0); to be served as everyone; or not to be served. */
export type Grant = number | 'free' | 'choke'

export interface SwarmEvents {
  readonly meter?: MeterEvents
  readonly talk?: TalkEvents
  /** The raw info dictionary arrived from a peer and hashes to the id. */
  metadata(rawInfo: Uint8Array): void
  /** Verified and written. */
  piece(index: number): void
  hashFailed(index: number, suspects: readonly string[]): void
  trackerChanged(url: string, outcome: TrackerOutcome): void
  webSeedFailed(url: string, failure: WebSeedFailure): void
  /** Somebody is there, or named: until then nothing changes by itself in a torrent without visits. */
  roused(): void
  peerDropped(address: string, why: string): void
  /** It sent bad data for this piece, or, null, false metadata; the ban lasts as long as the engine runs. */
  peerBanned(address: string, piece: number | null): void
}

/** Totals in bytes since joining (payload only), rates in B/s. */
export interface SwarmCounts {
  readonly downloaded: number
  readonly uploaded: number
  readonly wasted: number
  /** What the protocol itself took: handshakes, requests, who has what. */
  readonly overheadDown: number
  readonly overheadUp: number
  readonly hashFails: number
  readonly downRate: number
  readonly upRate: number
  readonly connected: number
  readonly seeds: number
  readonly known: number
  readonly otherEncryption: OtherEncryption | null
  readonly useful: number
  readonly unchokedUs: number
  readonly interestedInUs: number
  readonly limited: boolean
  readonly copies: number
  readonly trackers: number
  readonly trackersAnswered: number
  readonly trackersFailed: number
  /** Web seeds that have something for us. */
  readonly webSeeds: number
  /** Web seeds that count among the copies. */
  readonly webSeedsThere: number
  readonly dhtNodes: number | null
}

/** Limits of one torrent, within those of all together. B/s; null: none of its own. */
export interface TorrentLimits {
  readonly down: number | null
  readonly up: number | null
  /** Share of what is limited, beside other torrents: 1 is normal, 2 twice as much. More than 0. */
  readonly weight: number
  /** Null: as many as the settings allow each torrent. */
  readonly connections: number | null
}

export const noLimits: TorrentLimits = { down: null, up: null, weight: 1, connections: null }

/** The connections of a torrent as who pays peers, or is paid by them, deals with them. */
export interface Trade {
  /**
   * How a peer is served from now on; everyone is free at first. `upTo`: payload bytes of this connection that may be
   * sent in all, what is asked beyond waits. False: that connection is gone.
   */
  grant(peer: PeerKey, grant: Grant, upTo?: number, payer?: string | null): boolean
  /**
   * From now on blocks of the piece are asked of that connection alone, until it ends or fails to send one. False when
   * it has not got the piece, does not serve us, or others are at it already.
   */
  exclusive(piece: number, peer: PeerKey): boolean
  meter(peer: PeerKey): PeerMeter | null
  standing(peer: PeerKey): PeerStanding | null
  /** What we say of Speed in the extended handshakes of this torrent; null: nothing, and no message of it is heard. */
  introduce(bs: object | null): void
  /** What each connected peer says of itself, whether we say anything or not. */
  introductions(): readonly BencodeValue[]
  /** False: that connection is gone, or its peer hears no such messages. */
  say(peer: PeerKey, message: Uint8Array): boolean
  /** Pieces begun with this peer are asked of it alone, as far as others have something else to do. */
  soleSource(peer: PeerKey, on: boolean): void
  /** Lets go what it asked for, until the choker opens it again. */
  choke(peer: PeerKey): void
  /** Something is to be settled there: that both have everything does not end the connection. */
  keep(peer: PeerKey, on: boolean): void
  /** Bytes that are wanted and not verified. */
  readonly missing: number
  /** B/s that may come in; null: no limit. */
  readonly downLimit: number | null
  /** We have something of it that others may want. */
  readonly offers: boolean
  /** Peers that want something we have. */
  readonly wanting: number
}

export interface SwarmTorrent {
  readonly id: TorrentId
  readonly trade: Trade
  /** In force at once; a torrent that joins has none of its own. */
  setLimits(limits: TorrentLimits): void
  counts(): SwarmCounts
  /**
   * Who is there, web seeds at work included, and connections since joining: with none there and no more, nothing
   * moves.
   */
  readonly visits: { readonly now: number; readonly ever: number }
  peers(): PeerRow[]
  trackerRows(): TrackerRow[]
  webSeedRows(): WebSeedRow[]
  dht(): { state: 'off' | 'private' | 'looking' | 'working'; nodes: number }
  lsd(): { state: 'off' | 'private' | 'looking' | 'working'; peers: number }
  pex(): { state: 'off' | 'private' | 'working'; peers: number }
  /** How many connected peers have the rarest of the pieces from … to − 1. */
  rarest(from: number, to: number): number
  setPriorities(priorities: Uint8Array): void
  /** Rarest first, without `firstLast`, until said otherwise; not kept by the swarm beyond leaving. */
  setOrder(order: PieceOrder): void
  /** These pieces before all others, to be here in so many ms from now; in place of what was said before. */
  setDeadlines(deadlines: readonly { readonly piece: number; readonly within: number }[]): void
  setTrackers(tiers: readonly (readonly string[])[]): void
  /** Has no effect while only the metadata is wanted. */
  setWebSeeds(urls: readonly string[]): void
  reannounce(): void
  addPeer(address: string, source: PeerSource): boolean
  /** Whom to try again after a restart of the torrent. */
  knownPeers(): KnownPeer[]
  /** Unfinished pieces as they are now; to be read before anything else happens. */
  partials(): PartialPiece[]
  /** No new requests while the store is full or the disk refuses. */
  hold(on: boolean): void
  leave(): Promise<void>
}

export type SwarmFailure = { readonly code: 'port-in-use'; readonly port: number }

export interface Swarm {
  /** Opens the port; failing that, reports it and listens on a free one. */
  open(): Promise<SwarmFailure | null>
  /** Takes new settings; rejoins by itself what has to be joined anew. */
  configure(settings: EngineSettings): Promise<SwarmFailure | null>
  join(spec: JoinSpec, events: SwarmEvents): SwarmTorrent
  stats(): SessionStats
  /** Of slots and upload, what buyers may have while others want it: from 0 to PAID_SHARE, which it is at first. */
  setPaidShare(share: number): void
  readonly paidSlotsFree: number
  /** Ours in this session, in hexadecimal; 20 bytes. */
  readonly peerId: string
  close(): Promise<void>
}

/** Priority of each piece: the highest of the files it touches; pad files count as skipped. */
export const piecePriorities = (
  files: readonly { readonly length: number; readonly pad: boolean }[],
  priorities: readonly Priority[] | null,
  pieceLength: number,
  length: number,
): Uint8Array => {
  const pieces = new Uint8Array(Math.ceil(length / pieceLength))
  let offset = 0
  files.forEach((file, index) => {
    const priority = file.pad ? 0 : (priorities?.[index] ?? 2)
    const last = file.length === 0 ? -1 : Math.floor((offset + file.length - 1) / pieceLength)
    for (let piece = Math.floor(offset / pieceLength); piece <= last; piece++) {
      pieces[piece] = Math.max(pieces[piece] ?? 0, priority)
    }
    offset += file.length
  })
  return pieces
}

/** Of each file this share at the beginning and the end, at least one piece: where players and archivers look first. */
const EDGE_SHARE = 0.01

export const fileEdges = (
  files: readonly { readonly length: number; readonly pad: boolean }[],
  pieceLength: number,
  length: number,
): Uint8Array => {
  const edges = new Uint8Array(Math.ceil(length / pieceLength))
  let offset = 0
  for (const file of files) {
    const first = Math.floor(offset / pieceLength)
    offset += file.length
    if (file.pad || file.length === 0) continue
    const last = Math.floor((offset - 1) / pieceLength)
    const width = Math.ceil((file.length * EDGE_SHARE) / pieceLength)
    edges.fill(1, first, Math.min(last + 1, first + width))
    edges.fill(1, Math.max(first, last + 1 - width), last + 1)
  }
  return edges
}
