// The engine behind a port: answers the engine's part of the contract and what main says beyond it, sends its events.
// Nothing is served before `engine.start`. Composition happens here; decisions are elsewhere.

import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { CommandName, Input, Output, Candidate } from '../../app/ipc/contract.ts'
import type {
  EngineCommandName,
  EngineCommands,
  EngineEvents,
  EngineSettings,
  EngineStart,
} from '../../app/ipc/engine-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Port } from '../../app/ipc/port.ts'
import { serve } from '../../app/ipc/rpc.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { Candidates } from './candidates.ts'
import { Creations } from './creating/creations.ts'
import { DetailsWatch } from './details-watch.ts'
import { TorrentEngine } from './engine.ts'
import { MetainfoParser } from './metainfo/metainfo-parser.ts'
import { takeFilesAsTheyAre } from './plain-files.ts'
import { Publisher } from './publisher.ts'
import { EngineSpeed } from './speed/engine-speed.ts'
import { SpeedPlan, type Planner } from './speed/speed-plan.ts'
import type { Session } from './session/session.ts'
import { openSessionAside } from './session/session-db.ts'
import { faultOf } from './storage/disk-fault.ts'
import { HashPool } from './storage/hash-pool.ts'
import { createStorage } from './storage/storage.ts'
import type { SwarmFailure } from './swarm/swarm.ts'
import { dhtMemory } from './swarm/dht-memory.ts'
import { WebTorrentSwarm } from './swarm/webtorrent-swarm.ts'

type PlannerMaker = () => Planner
type Emit = <N extends keyof EngineEvents>(name: N, data: EngineEvents[N]) => void
type Answer<O> = Result<O, AppError> | Promise<Result<O, AppError>>
type EngineServed = {
  [N in CommandName as N extends `${'add' | 'torrents' | 'details'}.${string}` ? N : never]?: (
    input: Input<N>,
  ) => Answer<Output<N>>
} & { [N in EngineCommandName]?: (input: EngineCommands[N]['input']) => Answer<EngineCommands[N]['output']> }

const done = ok(undefined)
/** ms that a start waits for a long list: what is there by then is shown, the rest follows. */
const LIST_MS = 100

/** Says in the log what went wrong, once, under an id; `cause` is for the log alone. */
const crashLogger =
  (emit: Emit) =>
  (cause: unknown, doing: string): string => {
    const logId = randomBytes(4).toString('hex')
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
    emit('engine.log', { level: 'error', text: `${doing}: ${text}`, logId })
    return logId
  }

type Crash = (cause: unknown, doing: string) => string

const speedOf = (swarm: WebTorrentSwarm, emit: Emit, crash: Crash, planner: PlannerMaker): EngineSpeed =>
  new EngineSpeed({
    swarm,
    crash,
    planner,
    ask: (ask) => emit('speed.ask', ask),
    tick: (tick) => emit('speed.tick', tick),
  })

class EngineService {
  readonly #emit: Emit
  readonly #crash: (cause: unknown, doing: string) => string
  readonly #swarm: WebTorrentSwarm
  readonly #speed: EngineSpeed
  readonly #engine: TorrentEngine
  readonly #candidates: Candidates
  readonly #creations: Creations
  readonly #publisher: Publisher
  readonly #watch: DetailsWatch
  readonly #closers: (() => void | Promise<void>)[]
  readonly #tickers: NodeJS.Timeout[]
  #second = 0
  #localAllowed: boolean
  #lastStats = ''

  constructor({ stateFolder, settings, version }: EngineStart, session: Session, emit: Emit, planner: PlannerMaker) {
    takeFilesAsTheyAre()
    this.#localAllowed = settings.network.localTrackers
    this.#emit = emit
    this.#crash = crashLogger(emit)
    if (session.restored) emit('notice', { kind: 'session-restored-from-backup' })
    if (session.cramped) emit('notice', { kind: 'state-disk-full' })
    const hasher = new HashPool()
    const storage = createStorage({ journal: session.journal, stateFolder, hasher, looker: hasher })
    const log = (level: 'warn' | 'error', text: string): void => emit('engine.log', { level, text })
    this.#swarm = new WebTorrentSwarm({ settings, version, log, dhtMemory: dhtMemory(stateFolder) })
    this.#speed = speedOf(this.#swarm, emit, this.#crash, planner)
    const parser = new MetainfoParser()
    this.#engine = new TorrentEngine(
      {
        session,
        parser,
        storage,
        swarm: this.#speed,
        finished: (id, name) => emit('engine.finished', { id, name }),
        notice: (notice) => emit('notice', notice),
        phaseChanged: () => this.#publisher.publishSoon(),
        crash: this.#crash,
      },
      settings,
    )
    this.#candidates = new Candidates({
      parser,
      swarm: this.#swarm,
      userAgent: `Swiftseed/${version}`,
      localAllowed: () => this.#localAllowed,
      listed: (id) => this.#engine.listed(id),
      offered: (candidate) => emit('add.offered', candidate),
    })
    this.#creations = new Creations({
      hasher,
      looker: hasher,
      parser,
      version,
      progress: (at) => emit('create.progress', at),
      adopt: async (adopted) => this.#now(await this.#engine.adopt(adopted)),
    })
    this.#publisher = new Publisher({ news: () => this.#engine.news(), send: (delta) => emit('torrents.delta', delta) })
    this.#watch = new DetailsWatch(this.#engine, (update) => emit('details.update', update))
    this.#tickers = [setInterval(() => this.#tick(), 1_000), setInterval(() => this.#engine.saveUnfinished(), 100)]
    this.#closers = [
      () => this.#tickers.forEach((ticker) => clearInterval(ticker)),
      () => this.#watch.close(),
      () => this.#publisher.close(),
      () => this.#candidates.close(),
      () => this.#creations.close(),
      () => this.#engine.close(),
      () => this.#speed.close(),
      () => this.#swarm.close(),
      () => parser[Symbol.asyncDispose](),
      () => storage[Symbol.asyncDispose](),
      () => session.close(),
    ]
  }

  /**
   * Listens, takes up the list of last time, then lets run what ran, in its turn. A list that takes long follows as it
   * comes.
   */
  async open(): Promise<void> {
    this.#tellFailure(await this.#swarm.open())
    const loading = this.#engine.load().catch((error: unknown) => void this.#crash(error, 'load'))
    await Promise.race([loading, delay(LIST_MS, undefined, { ref: false })])
  }

  async configure(settings: EngineSettings): Promise<Result<void, AppError>> {
    this.#localAllowed = settings.network.localTrackers
    this.#engine.configure(settings)
    this.#tellFailure(await this.#swarm.configure(settings))
    return done
  }

  async offer(input: EngineCommands['engine.offer']['input']): Promise<Result<Candidate, AppError>> {
    const inspected =
      input.kind === 'file'
        ? await this.#candidates.inspectFile(input.bytes, true)
        : await this.#candidates.inspectLink(input.link, true)
    if (inspected.ok) this.#emit('add.offered', inspected.value)
    return inspected
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0)) {
      try {
        await close()
      } catch (error) {
        this.#crash(error, 'close')
      }
    }
  }

  /** Publishes at once what a command changed. */
  #now<T>(result: Result<T, AppError>): Result<T, AppError> {
    this.#publisher.publishSoon()
    return result
  }

  readonly handlers: EngineServed = {
    'engine.configure': (settings) => this.configure(settings),
    'engine.ping': () => done,
    'engine.offer': (input) => this.offer(input),
    'engine.remove': async ({ ids }) => this.#now(ok(await this.#engine.remove(ids))),
    'engine.path': ({ id, file }) => this.#engine.path(id, file),
    'engine.pace': (pace) => ok(this.#publisher.pace(pace)),
    'engine.speed': (orders) => ok(this.#speed.order(orders)),
    'engine.speedAnswer': (reply) => ok(this.#speed.answer(reply)),
    'engine.speedLook': ({ id }) => ok(this.#speed.look(id)),
    'engine.survey': ({ paths, hidden }) => this.#creations.survey(paths, hidden),
    'engine.create': (options) => this.#creations.create(options),
    'engine.cancelCreate': ({ ref }) => ok(this.#creations.cancel(ref)),
    'engine.stopAll': () => this.#now(this.#engine.each(null, (torrent) => torrent.stop())),
    'engine.startAll': () => this.#now(this.#engine.startAll()),
    'add.inspectFile': ({ bytes }) => this.#candidates.inspectFile(bytes),
    'add.inspectLink': ({ link }) => this.#candidates.inspectLink(link),
    'add.fetchMetadata': ({ ref }) => this.#candidates.fetchMetadata(ref),
    'add.confirm': async (options) => this.#now(await this.#engine.add(options, this.#candidates)),
    'add.cancel': async ({ ref }) => ok(await this.#candidates.cancel(ref)),
    'add.pending': () => ok(this.#candidates.pending()),
    'torrents.snapshot': () => ok(this.#publisher.snapshot()),
    'torrents.start': ({ ids }) => this.#now(this.#engine.each(ids, (torrent) => torrent.start())),
    'torrents.forceStart': ({ ids }) => this.#now(this.#engine.each(ids, (torrent) => torrent.start(true))),
    'torrents.backToQueue': ({ ids }) => this.#now(this.#engine.each(ids, (torrent) => torrent.backToQueue())),
    'torrents.stop': ({ ids }) => this.#now(this.#engine.each(ids, (torrent) => torrent.stop())),
    'torrents.changed': ({ id }) => this.#engine.with(id, (torrent) => ok(torrent.changed())),
    'torrents.writeOver': ({ id, files }) =>
      this.#now(this.#engine.with(id, (torrent) => ok(torrent.writeOver(files)))),
    'torrents.removable': async ({ ids }) => ok(await this.#engine.removable(ids)),
    'torrents.queue': ({ ids, to }) => this.#now(this.#engine.moveInQueue(ids, to)),
    'torrents.cancelCheck': ({ ids }) => this.#now(this.#engine.each(ids, (torrent) => torrent.cancelCheck())),
    'torrents.options': ({ ids }) => this.#engine.options(ids),
    'torrents.setOptions': ({ ids, options }) =>
      this.#now(this.#engine.each(ids, (torrent) => torrent.setOptions(options))),
    'torrents.recheck': ({ ids }) => this.#now(this.#engine.each(ids, (torrent) => torrent.recheck())),
    'torrents.reannounce': ({ ids }) => this.#engine.each(ids, (torrent) => torrent.swarm?.reannounce()),
    'torrents.files': ({ id }) => this.#engine.files(id),
    'torrents.atStake': ({ id, files }) => this.#engine.with(id, (torrent) => ok(torrent.atStake(files))),
    'torrents.setPriorities': ({ id, files, priority, keep }) =>
      this.#now(this.#engine.with(id, (torrent) => torrent.setPriorities(files, priority, keep))),
    'torrents.magnet': ({ id }) => this.#engine.magnet(id),
    'torrents.trackers': ({ id }) => this.#engine.with(id, (torrent) => ok(torrent.stored.trackers)),
    'torrents.setTrackers': ({ id, tiers }) => this.#now(this.#engine.setTrackers(id, tiers)),
    'torrents.setWebSeeds': ({ id, urls }) => this.#engine.with(id, (torrent) => ok(torrent.setWebSeeds(urls))),
    'torrents.addPeer': ({ id, address }) => this.#engine.with(id, (torrent) => torrent.addPeer(address)),
    'details.watch': (watch) => ok(this.#watch.set(watch)),
  }

  #tick(): void {
    this.#second++
    this.#engine.tick(this.#second)
    this.#watch.tick()
    const stats = this.#swarm.stats()
    const shown = { ...stats, downRate: Math.round(stats.downRate), upRate: Math.round(stats.upRate) }
    const text = JSON.stringify(shown)
    if (text === this.#lastStats) return
    this.#lastStats = text
    this.#emit('session.stats', shown)
  }

  #tellFailure(failure: SwarmFailure | null): void {
    if (failure) this.#emit('notice', { kind: 'error', error: failure, subject: null })
  }
}

/**
 * Serves the engine on a port until `engine.shutdown`. `exit` is called once everything is put away. `planner`: where
 * to bid for a torrent, in place of the real plan, for benches.
 */
export const serveEngine = (port: Port, exit: () => void, planner: PlannerMaker = () => new SpeedPlan()): void => {
  let service: EngineService | null = null
  let phase: 'idle' | 'started' | 'ended' = 'idle'
  /** What comes while a large session is looked over waits for it. */
  let opening: Promise<Session | null> = Promise.resolve(null)
  const emit: Emit = (name, data) => server.emit(name, data)
  const crash = crashLogger(emit)

  const hasEnded = (): boolean => phase === 'ended'
  const start = async (input: EngineStart): Promise<Result<void, AppError>> => {
    if (phase !== 'idle') return fail({ code: 'invalid-argument', field: 'engine.start' })
    phase = 'started'
    try {
      const asked = openSessionAside(input.stateFolder)
      opening = asked.catch(() => null)
      const session = await asked
      if (hasEnded()) {
        session.close()
        return fail({ code: 'engine-unavailable' })
      }
      service = new EngineService(input, session, emit, planner)
    } catch (error) {
      if (!hasEnded()) phase = 'idle'
      const fault = faultOf(error)
      if (fault === null) throw error
      crash(error, 'start')
      return fail({ code: 'disk', fault })
    }
    await service.open()
    return done
  }
  const shutdown = async (): Promise<Result<void, AppError>> => {
    phase = 'ended'
    await service?.close()
    service = null
    setImmediate(exit)
    return done
  }
  const server = serve(
    port,
    async (name, input) => {
      if (name === 'engine.start') return start(input as EngineStart)
      if (name === 'engine.shutdown') return shutdown()
      if (name === 'engine.ping') return done
      if (!service) await opening
      if (!service) return fail({ code: 'engine-unavailable' })
      const handler = service.handlers[name as keyof EngineServed] as ((input: unknown) => Answer<unknown>) | undefined
      return handler ? handler(input) : fail({ code: 'not-found' })
    },
    crash,
  )
  process.on('unhandledRejection', (cause) => {
    crash(cause, 'unhandled rejection')
    setImmediate(() => process.exit(70))
  })
  process.on('uncaughtException', (cause) => {
    crash(cause, 'uncaught exception')
    setImmediate(() => process.exit(70))
  })
}
