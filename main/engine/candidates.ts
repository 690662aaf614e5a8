// What is to be added, from the moment a file or link is looked at until the user agrees or not. Parses through the
// one choke point, fetches metadata for a magnet link only on the user's word, and forgets on confirm or cancel.

import type { AddOptions, Candidate } from '../../app/ipc/contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { parseLink, type FileRange, type Magnet, type PeerAddress } from '../../app/torrent/magnet.ts'
import type { Info, Metainfo } from '../../app/torrent/metainfo.ts'
import { packFiles } from '../../app/torrent/packed-files.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { isPeerAddress } from '../../app/trackers/announce.ts'
import type { MetainfoParser } from './metainfo/metainfo-parser.ts'
import type { KnownPeer, Swarm, SwarmEvents, SwarmTorrent } from './swarm/swarm.ts'
import { fetchTorrent } from './torrent-fetch.ts'

const MAX_PENDING = 500
const GIVE_UP = 90_000

interface Pending {
  candidate: Candidate
  /** The sound info dictionary once it is known. */
  info: Info | null
  readonly around: Pick<Metainfo, 'comment' | 'createdBy' | 'createdAt' | 'trackers' | 'webSeeds'>
  peers: readonly KnownPeer[]
  readonly selection: readonly FileRange[] | null
  staging: SwarmTorrent | null
  /** Settles when what fetched the metadata has left the swarm and its trackers. */
  leaving: Promise<void> | null
  deadline: NodeJS.Timeout | null
}

/** What the engine makes a torrent of. */
export interface Accepted {
  readonly id: TorrentId
  readonly name: string
  readonly info: Info | null
  readonly trackers: readonly (readonly string[])[]
  readonly webSeeds: readonly string[]
  readonly comment: string | null
  readonly createdBy: string | null
  readonly createdAt: number | null
  readonly peers: readonly KnownPeer[]
}

export interface CandidateDeps {
  readonly swarm: Pick<Swarm, 'join'>
  readonly parser: Pick<MetainfoParser, 'torrentFile' | 'info'>
  readonly userAgent: string
  /** Whether links may name peers on this computer and the network around it. */
  localAllowed(): boolean
  /** The torrent as it is in the list, or null. */
  listed(id: TorrentId): { readonly name: string; readonly isPrivate: boolean } | null
  /** News of a candidate, or one that nobody in a window asked for. */
  offered(candidate: Candidate): void
}

export class Candidates {
  readonly #deps: CandidateDeps
  readonly #pending = new Map<number, Pending>()
  /** Refs of an earlier engine mean nothing to this one. */
  #next = Date.now() * 1_000

  constructor(deps: CandidateDeps) {
    this.#deps = deps
  }

  pending(): Candidate[] {
    return [...this.#pending.values()].map(({ candidate }) => candidate)
  }

  async inspectFile(bytes: Uint8Array, fromOutside = false): Promise<Result<Candidate, AppError>> {
    const parsed = await this.#deps.parser.torrentFile(bytes)
    if (!parsed.ok) return fail({ code: 'torrent-invalid', fault: parsed.error })
    const metainfo = parsed.value
    return this.#add(metainfo.id, {
      candidate: {
        ...this.#blank(metainfo.id, metainfo.name, fromOutside),
        ...describeAround(metainfo),
        ...describeInfo(metainfo, null),
      },
      info: metainfo,
      around: metainfo,
      peers: [],
      selection: null,
      staging: null,
      leaving: null,
      deadline: null,
    })
  }

  async inspectLink(link: string, fromOutside = false): Promise<Result<Candidate, AppError>> {
    const parsed = parseLink(link)
    if (!parsed.ok)
      return parsed.error === 'not-a-link'
        ? fail({ code: 'not-a-torrent-link' })
        : fail({ code: 'magnet-invalid', fault: parsed.error })
    if (parsed.value.kind === 'magnet') return this.#inspectMagnet(parsed.value.magnet, fromOutside)
    if (fromOutside) return fail({ code: 'not-a-torrent-link' })
    const signal = new AbortController().signal
    const fetched = await fetchTorrent(parsed.value.url, { userAgent: this.#deps.userAgent, signal })
    return fetched.ok ? this.inspectFile(fetched.value) : fetched
  }

  fetchMetadata(ref: number): Result<void, AppError> {
    const pending = this.#pending.get(ref)
    if (!pending) return fail({ code: 'not-found' })
    if (!pending.info && pending.candidate.duplicateOf === null) this.#stage(pending)
    return ok(undefined)
  }

  /** What is to be added. It stays here until `cancel`: the engine may not be able to take it. */
  async accept({ ref }: Pick<AddOptions, 'ref'>): Promise<Result<Accepted, AppError>> {
    const pending = this.#pending.get(ref)
    if (!pending) return fail({ code: 'not-found' })
    const { candidate, info, around, peers } = pending
    const known = pending.staging?.knownPeers() ?? []
    await this.#unstage(pending)
    const { comment, createdBy, createdAt, trackers, webSeeds } = around
    const name = info?.name ?? candidate.name
    return ok({
      id: candidate.id,
      name,
      info,
      trackers,
      webSeeds,
      comment,
      createdBy,
      createdAt,
      peers: [...known, ...peers],
    })
  }

  /** The engine could not take it: it waits on. */
  refused(ref: number): void {
    const pending = this.#pending.get(ref)
    if (pending?.candidate.metadata === 'fetching') this.#stage(pending)
  }

  async cancel(ref: number): Promise<void> {
    const pending = this.#pending.get(ref)
    this.#pending.delete(ref)
    if (pending) await this.#unstage(pending)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pending.keys()].map((ref) => this.cancel(ref)))
  }

  #inspectMagnet(magnet: Magnet, fromOutside: boolean): Result<Candidate, AppError> {
    const trackers = magnet.trackers.map((url) => [url])
    const around = { comment: null, createdBy: null, createdAt: null, trackers, webSeeds: magnet.webSeeds }
    const blank = this.#blank(magnet.id, magnet.name ?? magnet.id, fromOutside)
    const added = this.#add(magnet.id, {
      candidate: { ...blank, ...describeAround(around), hybrid: magnet.hybrid },
      info: null,
      around,
      peers: namedPeers(magnet.peers, this.#deps.localAllowed()),
      selection: magnet.selection,
      staging: null,
      leaving: null,
      deadline: null,
    })
    if (added.ok && !fromOutside) this.fetchMetadata(added.value.ref)
    return added.ok ? ok(this.#pending.get(added.value.ref)?.candidate ?? added.value) : added
  }

  #blank(id: TorrentId, name: string, fromOutside: boolean): Candidate {
    const listed = this.#deps.listed(id)
    return {
      ref: this.#next++,
      id,
      name,
      files: null,
      size: null,
      isPrivate: listed?.isPrivate ?? false,
      comment: null,
      createdBy: null,
      createdAt: null,
      trackers: [],
      webSeeds: [],
      duplicateOf: listed?.name ?? null,
      fromOutside,
      metadata: 'idle',
      hybrid: false,
      renamed: 0,
      suggested: null,
    }
  }

  /** The same torrent offered twice is one candidate: the one with more known about it stays. */
  #add(id: TorrentId, pending: Pending): Result<Candidate, AppError> {
    const same = [...this.#pending.values()].find(({ candidate }) => candidate.id === id)
    if (same && (same.info || !pending.info)) {
      if (same.candidate.fromOutside && !pending.candidate.fromOutside) this.#update(same, { fromOutside: false })
      return ok(same.candidate)
    }
    if (same) void this.cancel(same.candidate.ref)
    if (this.#pending.size >= MAX_PENDING) return fail({ code: 'too-many-waiting', most: MAX_PENDING })
    this.#pending.set(pending.candidate.ref, pending)
    return ok(pending.candidate)
  }

  #stage(pending: Pending): void {
    if (pending.staging) return
    const { candidate, around, peers } = pending
    this.#update(pending, { metadata: 'fetching' })
    const { trackers } = around
    const { id } = candidate
    pending.staging = this.#deps.swarm.join(
      { id, isPrivate: false, trackers, peers, pieces: null, downloaded: 0, uploaded: 0 },
      this.#stagingEvents(pending),
    )
    pending.deadline = setTimeout(() => {
      void this.#unstage(pending)
      this.#update(pending, { metadata: 'failed' })
    }, GIVE_UP)
  }

  #stagingEvents(pending: Pending): SwarmEvents {
    const ignore = (): void => undefined
    const metadata = (rawInfo: Uint8Array): void => void this.#onMetadata(pending, rawInfo)
    return {
      metadata,
      piece: ignore,
      hashFailed: ignore,
      trackerChanged: ignore,
      peerDropped: ignore,
      roused: ignore,
      peerBanned: ignore,
      webSeedFailed: ignore,
    }
  }

  async #onMetadata(pending: Pending, rawInfo: Uint8Array): Promise<void> {
    const parsed = await this.#deps.parser.info(rawInfo, pending.candidate.id)
    if (!pending.staging) return // Answered or given up meanwhile.
    if (!parsed.ok) {
      void this.#unstage(pending)
      return this.#update(pending, { metadata: 'failed' })
    }
    pending.info = parsed.value
    pending.peers = [...(pending.staging?.knownPeers() ?? []), ...pending.peers]
    void this.#unstage(pending)
    this.#update(pending, describeInfo(parsed.value, pending.selection))
  }

  #update(pending: Pending, patch: Partial<Candidate>): void {
    pending.candidate = { ...pending.candidate, ...patch }
    if (this.#pending.get(pending.candidate.ref) === pending) this.#deps.offered(pending.candidate)
  }

  async #unstage(pending: Pending): Promise<void> {
    if (pending.deadline) clearTimeout(pending.deadline)
    const { staging } = pending
    pending.staging = null
    if (staging) pending.leaving = staging.leave()
    await pending.leaving
  }
}

/** A link comes from anywhere: what it names is dialled as what a tracker on the internet names. */
const namedPeers = (peers: readonly PeerAddress[], localAllowed: boolean): KnownPeer[] =>
  peers
    .filter(({ host }) => isPeerAddress(host, localAllowed ? 'loopback' : 'public'))
    .map(({ host, port }) => ({
      address: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
      source: 'magnet',
    }))

const describeAround = (around: Pending['around']): Partial<Candidate> => ({
  comment: around.comment,
  createdBy: around.createdBy,
  createdAt: around.createdAt,
  trackers: around.trackers.flat(),
  webSeeds: around.webSeeds,
})

const describeInfo = (info: Info, selection: readonly FileRange[] | null): Partial<Candidate> => ({
  name: info.name,
  files: packFiles(info.files),
  size: info.files.reduce((sum, file) => sum + (file.pad ? 0 : file.length), 0),
  isPrivate: info.isPrivate,
  hybrid: info.hybrid,
  renamed: info.renamed,
  metadata: 'here',
  suggested: selection && suggest(info.files.length, selection),
})

/** BEP 53: the named files are wanted, the rest is not. */
const suggest = (count: number, selection: readonly FileRange[]): Uint8Array => {
  const priorities = new Uint8Array(count)
  for (const { from, to } of selection) priorities.fill(2, from, Math.min(count, to + 1))
  return priorities
}
