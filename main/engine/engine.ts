// The list of torrents and what may be done to it. Owns every ManagedTorrent; leaves bytes to storage, peers to the
// swarm, and what survives to the session. Invariant: what is in the list is in the session, and the reverse.

import { homedir } from 'node:os'
import { isAbsolute } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { AddOptions, Added, Removable } from '../../app/ipc/contract.ts'
import type { EngineSettings, Leftovers } from '../../app/ipc/engine-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { ReachedGoal } from '../../app/queue/goals.ts'
import type { QueueMove } from '../../app/queue/order.ts'
import { formatMagnet } from '../../app/torrent/magnet.ts'
import type { TorrentOptions } from '../../app/torrent/options.ts'
import type { RowNews } from '../../app/torrent/delta.ts'
import { packFiles, type PackedFiles } from '../../app/torrent/packed-files.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { expandHome } from '../../app/torrent/save-folder.ts'
import { addedTorrent, type Arrival } from './added-torrent.ts'
import { adoptedTorrent, journalWhole } from './adoption.ts'
import { Batches } from './batches.ts'
import type { Accepted, Candidates } from './candidates.ts'
import type { Adopted } from './creating/creations.ts'
import type { EngineContext } from './engine-context.ts'
import { EverySecond } from './every-second.ts'
import { KeptChanges } from './kept-changes.ts'
import { Lanes } from './lanes.ts'
import { ManagedTorrent } from './managed-torrent.ts'
import type { MetainfoParser } from './metainfo/metainfo-parser.ts'
import { TorrentQueue } from './torrent-queue.ts'
import { leftoversOf, removableOf } from './removable.ts'
import { rowOf } from './row.ts'
import type { StoredPatch, StoredTorrent } from './session/session.ts'
import { readStored } from './stored-metadata.ts'
import { existingPath } from './torrent-paths.ts'
import { isOccupied, TorrentRoots } from './torrent-roots.ts'

/** Torrents that are opened at the same time. */
const OPEN_AT_ONCE = 8

/** ms of parsing what is stored before everybody else gets a turn. */
const LONGEST_TURN = 20

/** Torrents that are added in one go: everybody else gets a turn in between. */
const ADDED_AT_ONCE = 24

export type EngineParts = Pick<
  EngineContext,
  'session' | 'storage' | 'swarm' | 'finished' | 'notice' | 'phaseChanged' | 'crash'
> & {
  readonly parser: Pick<MetainfoParser, 'info'>
}

/** What of the settings is about torrents rather than the swarm. */
export type TorrentSettings = Pick<EngineSettings, 'queue' | 'seeding'>

export class TorrentEngine {
  readonly #torrents = new Map<TorrentId, ManagedTorrent>()
  readonly #roots = new TorrentRoots()
  readonly #arrivals = new Batches(ADDED_AT_ONCE, (arrivals: readonly Arrival[]) => this.#takeAll(arrivals))
  /** The rank behind everybody. */
  #lastRank = 0
  readonly #seconds = new EverySecond(this.#torrents)
  readonly #context: EngineContext
  readonly #changes: KeptChanges
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #queue = new TorrentQueue({
    torrents: () => this.#torrents.values(),
    limits: () => this.#settings.queue,
    now: () => performance.now(),
    letGo: (torrent, goal) => this.#letGo(torrent, goal),
  })
  #settings: TorrentSettings
  readonly #leaving = new Map<TorrentId, Promise<unknown>>()
  #loading: Promise<void> = Promise.resolve()
  #closed = false

  constructor(parts: EngineParts, settings: TorrentSettings) {
    this.#settings = settings
    this.#changes = new KeptChanges(parts.session, parts.crash, parts.notice)
    this.#context = {
      ...parts,
      now: () => performance.now(),
      queueChanged: () => this.#queue.changed(),
      goals: () => this.#settings.seeding,
      openings: new Lanes(OPEN_AT_ONCE),
      save: (id, patch) => {
        this.#noteChange(id, patch)
        this.#seconds.stir(id)
        this.#changes.save(id, patch)
      },
      stirred: (id) => this.#seconds.stir(id),
      second: () => this.#seconds.second,
      later: (ms, run) => this.#later(ms, run),
      parseInfo: (rawInfo, id) => parts.parser.info(rawInfo, id),
      rootFor: ({ folder, id }, { name, single }) => this.#roots.free(folder, name, id, { single }),
      isForeign: (stored) => !parts.session.journal.state(stored.id).rootMade && isOccupied(stored.root),
      freshRoot: ({ folder, name, id }, single) => this.#roots.free(folder, name, id, { single, fresh: true }),
    }
  }

  /** Takes up the list of the last session, then what ran runs again in its turn. What is added meanwhile waits. */
  load(): Promise<void> {
    this.#loading = this.#load()
    return this.#loading
  }

  async #load(): Promise<void> {
    const restoring: Promise<void>[] = []
    let turnBegan = performance.now()
    for (const stored of this.#context.session.torrents()) {
      if (this.#closed) return
      // What is parsed on another thread holds up nobody behind it.
      restoring.push(this.#restore(stored).catch((error: unknown) => void this.#context.crash(error, 'load')))
      if (performance.now() - turnBegan < LONGEST_TURN) continue
      await turn()
      turnBegan = performance.now()
    }
    await Promise.all(restoring)
    if (!this.#closed) this.#queue.open()
  }

  /** Rows that may not be as they were when this was last asked, and torrents that left. */
  news(): RowNews {
    const { changed, gone } = this.#seconds.lively.news()
    return { rows: changed.map((torrent) => rowOf(torrent)), gone }
  }

  get(id: TorrentId): ManagedTorrent | null {
    return this.#torrents.get(id) ?? null
  }

  listed(id: TorrentId): { name: string; isPrivate: boolean } | null {
    const torrent = this.#torrents.get(id)
    return torrent ? { name: torrent.stored.name, isPrivate: torrent.isPrivate } : null
  }

  /** Runs `act` on the torrent, or says that it is not in the list. */
  with<T>(id: TorrentId, act: (torrent: ManagedTorrent) => Result<T, AppError>): Result<T, AppError> {
    const torrent = this.#torrents.get(id)
    return torrent ? act(torrent) : fail({ code: 'not-found' })
  }

  /** Acts on all of them (null: on the whole list), and lets the queue follow at once. */
  each(ids: readonly TorrentId[] | null, act: (torrent: ManagedTorrent) => void): Result<void, AppError> {
    this.#changes.together(() => {
      for (const id of ids ?? this.#torrents.keys()) {
        const torrent = this.#torrents.get(id)
        if (torrent) act(torrent)
      }
    })
    this.#queue.apply()
    return ok(undefined)
  }

  /** All but those that have seeded enough: these are started one by one, which overrules their goal. */
  startAll(): Result<void, AppError> {
    return this.each(null, (torrent) => {
      const { goal, wantsToRun } = torrent.stored
      if (!wantsToRun && goal !== 'ratio' && goal !== 'time') torrent.start()
    })
  }

  moveInQueue(ids: readonly TorrentId[], to: QueueMove): Result<void, AppError> {
    this.#changes.together(() => this.#queue.move(ids, to))
    return ok(undefined)
  }

  configure(settings: TorrentSettings): void {
    this.#settings = settings
    this.#queue.changed()
  }

  async add(options: AddOptions, candidates: Candidates): Promise<Result<Added, AppError>> {
    const folder = expandHome(options.folder, homedir())
    if (!isAbsolute(folder)) return fail({ code: 'invalid-argument', field: 'folder' })
    const accepted = await candidates.accept(options)
    if (!accepted.ok) return accepted
    await this.#loading
    const added = await this.#arrive({ accepted: accepted.value, options: { ...options, folder } })
    if (added.ok) await candidates.cancel(options.ref)
    else candidates.refused(options.ref)
    return added
  }

  /** Once nothing of an earlier torrent of this id is left. */
  async #arrive(arrival: Arrival): Promise<Result<Added, AppError>> {
    await this.#leaving.get(arrival.accepted.id)
    return (await this.#arrivals.add(arrival)) ?? this.#arrive(arrival)
  }

  /** Null: one that is leaving by now. */
  #takeAll(arrivals: readonly Arrival[]): (Result<Added, AppError> | null)[] {
    const fresh = new Map<TorrentId, StoredTorrent>()
    for (const arrival of arrivals) {
      const { id } = arrival.accepted
      const isKnown = this.#torrents.has(id) || this.#leaving.has(id) || fresh.has(id)
      if (!isKnown) fresh.set(id, this.#storedOf(arrival))
    }
    const kept = this.#changes.putAll([...fresh.values()])
    for (const id of fresh.keys()) if (!kept.has(id)) this.#roots.delete(id)
    return arrivals.map((arrival) => {
      const { id } = arrival.accepted
      if (this.#leaving.has(id)) return null
      const known = this.#torrents.get(id)
      if (known) return this.#merge(known, arrival.accepted)
      const stored = fresh.get(id)
      return stored && kept.has(id) ? this.#begin(stored, arrival) : fail({ code: 'state-disk', fault: 'full' })
    })
  }

  #merge(known: ManagedTorrent, accepted: Accepted): Result<Added, AppError> {
    // Its infohash is for its own trackers alone, whoever names others.
    return known.isPrivate ? fail({ code: 'private-torrent', name: known.stored.name }) : ok(known.merge(accepted))
  }

  #begin(stored: StoredTorrent, { accepted, options }: Arrival): Result<Added, AppError> {
    const torrent = new ManagedTorrent(stored, accepted.info, this.#context, accepted.peers)
    this.#take(torrent)
    torrent.note({ code: 'added' })
    this.#queue.reorder()
    if (options.start) torrent.start()
    return ok({ id: stored.id, mergedTrackers: null })
  }

  /** Takes up and starts a torrent whose data is whole where it lies. `known`: it was in the list, and is as it was. */
  async adopt(adopted: Adopted): Promise<Result<'added' | 'known', AppError>> {
    const { id } = adopted.metainfo
    await Promise.all([this.#loading, this.#leaving.get(id)])
    const known = this.#torrents.get(id)
    if (known) {
      known.merge(adopted.metainfo)
      return ok('known')
    }
    const busy = this.#sharing(adopted.root, id).find((other) => !other.complete)
    if (busy) return fail({ code: 'create-failed', fault: 'busy', names: [busy.stored.name] })
    const stored = adoptedTorrent(adopted, this.#nextRank())
    if (!this.#changes.put(stored)) return fail({ code: 'state-disk', fault: 'full' })
    journalWhole(this.#context.session.journal, adopted)
    const torrent = new ManagedTorrent(stored, adopted.metainfo, this.#context)
    this.#roots.set(id, stored.root)
    this.#take(torrent)
    torrent.note({ code: 'added' })
    this.#queue.reorder()
    torrent.start()
    this.#queue.apply()
    return ok('added')
  }

  removable(ids: readonly TorrentId[]): Promise<Removable> {
    const torrents = ids.map((id) => this.#torrents.get(id)).filter((torrent) => torrent !== undefined)
    return removableOf(torrents, this.#place(ids))
  }

  /** Stops and forgets torrents; says what they leave on disk. */
  async remove(ids: readonly TorrentId[]): Promise<Leftovers[]> {
    const left = await Promise.all(ids.map((id) => this.#leave(id)))
    return left.filter((one) => one !== null)
  }

  files(id: TorrentId): Result<PackedFiles, AppError> {
    return this.with(id, ({ info }) => (info ? ok(packFiles(info.files)) : fail({ code: 'no-metadata' })))
  }

  options(ids: readonly TorrentId[]): Result<readonly TorrentOptions[], AppError> {
    const found = ids.flatMap((id) => this.#torrents.get(id)?.stored.options ?? [])
    return found.length > 0 ? ok(found) : fail({ code: 'not-found' })
  }

  magnet(id: TorrentId): Result<string, AppError> {
    return this.with(id, ({ stored }) =>
      ok(formatMagnet({ id, name: stored.name, trackers: stored.trackers.flat(), webSeeds: stored.webSeeds })),
    )
  }

  setTrackers(id: TorrentId, tiers: readonly (readonly string[])[]): Result<void, AppError> {
    const wrong = tiers.flat().find((url) => !/^(https?|udp|wss?):$/.test(URL.parse(url)?.protocol ?? ''))
    if (wrong !== undefined) return fail({ code: 'tracker-invalid', url: wrong })
    return this.with(id, (torrent) => ok(torrent.setTrackers(tiers)))
  }

  path(id: TorrentId, file: number | null): Result<string, AppError> {
    return this.with(id, (torrent) => {
      const found = existingPath(torrent, file, this.#context.session.journal)
      return found === null ? fail({ code: 'not-found' }) : ok(found)
    })
  }

  saveUnfinished(): void {
    for (const torrent of this.#seconds.lively.all) torrent.saveUnfinished()
  }

  tick(second: number): void {
    this.#changes.retry()
    this.#seconds.tick(second, this.#queue)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#queue.close()
    for (const timer of this.#timers) clearTimeout(timer)
    await Promise.all([...this.#torrents.values()].map((torrent) => torrent.suspend()))
    this.#changes.retry()
  }

  async #restore(stored: StoredTorrent): Promise<void> {
    const { stored: own, info } = await readStored(stored, this.#context)
    if (this.#closed) return
    this.#noteChange(stored.id, stored)
    this.#take(new ManagedTorrent(own, info, this.#context))
  }

  #take(torrent: ManagedTorrent): void {
    this.#torrents.set(torrent.id, torrent)
    this.#seconds.lively.stir(torrent)
  }

  #storedOf(arrival: Arrival): StoredTorrent {
    const { id, name, info } = arrival.accepted
    const root = this.#roots.free(arrival.options.folder, name, id, { single: info?.single ?? false })
    this.#roots.set(id, root)
    return addedTorrent(arrival, { root, rank: this.#nextRank() })
  }

  /** Whoever adds the torrent again waits until it is forgotten. */
  #leave(id: TorrentId): Promise<Leftovers | null> {
    const removed = this.#remove(id)
    const leaving = Promise.all([this.#leaving.get(id), removed]).finally(() => {
      if (this.#leaving.get(id) === leaving) this.#leaving.delete(id)
    })
    this.#leaving.set(id, leaving)
    return removed
  }

  /** Its data stays, whatever the goal's action. */
  #letGo(torrent: ManagedTorrent, goal: ReachedGoal): void {
    torrent.stop(goal)
    if (torrent.goals().action !== 'remove') return
    const { name } = torrent.stored
    void this.remove([torrent.id]).then(
      () => this.#context.notice({ kind: 'goal-removed', name, goal }),
      (error: unknown) => this.#context.crash(error, 'remove'),
    )
  }

  async #remove(id: TorrentId): Promise<Leftovers | null> {
    const torrent = this.#torrents.get(id)
    if (!torrent) return null
    this.#torrents.delete(id)
    this.#seconds.lively.leave(torrent)
    this.#roots.delete(id)
    this.#queue.reorder()
    await torrent.remove()
    const { root, name } = torrent.stored
    const { files, folders } = await leftoversOf(torrent, this.#place())
    await this.#context.storage.forget(id)
    this.#changes.remove(id)
    return { id, name, root, files, folders }
  }

  /** `going`: what goes at the same time shares nothing with what stays. */
  #place(going: readonly TorrentId[] = []): Parameters<typeof removableOf>[1] {
    const { storage } = this.#context
    const isStaying = ({ id }: ManagedTorrent): boolean => !going.includes(id)
    return { storage, isShared: ({ id, stored }) => this.#sharing(stored.root, id).some(isStaying) }
  }

  #nextRank(): number {
    return ++this.#lastRank
  }

  /** What is looked up of all torrents follows each. */
  #noteChange(id: TorrentId, { root, rank }: StoredPatch): void {
    if (root !== undefined) this.#roots.set(id, root)
    if (rank !== undefined) this.#lastRank = Math.max(this.#lastRank, rank)
  }

  /** Others with the same root: one made here may have the data of one that is complete. */
  #sharing(root: string, id: TorrentId): ManagedTorrent[] {
    return this.#roots.others(root, id).flatMap((other) => this.#torrents.get(other) ?? [])
  }

  #later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      run()
    }, ms)
    this.#timers.add(timer)
  }
}
