// The API of the contract without main and engine, for pages opened by tests and screenshots. Every call is checked
// against the contract's schema, as main would do; what it answers is made up by the fake engine.

import {
  checkInput,
  type AddOptions,
  type Api,
  type Candidate,
  type CommandName,
  type Events,
  type EventName,
  type Input,
  type Output,
  type Removable,
} from '../../app/ipc/contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import { defaultSettings, patchSettings, type Settings, type SettingsPatch } from '../../app/settings/settings.ts'
import { defaultOptions, patchOptions, type TorrentOptions } from '../../app/torrent/options.ts'
import type { WalletHome } from '../../app/wallet/wallet-home.ts'
import { packFiles } from '../../app/torrent/packed-files.ts'
import type { TorrentId, TorrentRow } from '../../app/torrent/row.ts'
import { sampleDetails, sampleFiles } from './fake-details.ts'
import { FakeEngine } from './fake-engine.ts'
import { speedAnswers } from './fake-speed-answers.ts'
import { activityOf, fakeChain, fakeContacts, fakeHome, fakePreview, fakeAlike } from './fake-wallet.ts'
import { SAMPLE_NOW, sampleId, sampleRow } from './samples.ts'

type Answer<N extends CommandName> = Result<Output<N>, AppError> | Promise<Result<Output<N>, AppError>>
type Answers = { readonly [N in CommandName]: (input: Input<N>) => Answer<N> }

export interface FakeApi extends Api {
  readonly engine: FakeEngine
  /** Sends an event to the window. */
  emit<N extends EventName>(name: N, data: Events[N]): void
  /** Lets a second pass. */
  tick(): void
  /** Who listens to an event: to measure what they do with it. */
  listenersOf(name: EventName): readonly ((data: unknown) => void)[]
  /** Answers this command otherwise from now on. */
  answer<N extends CommandName>(name: N, answer: (input: Input<N>) => Answer<N>): void
  /** Every call so far, oldest first. */
  readonly calls: readonly { readonly name: CommandName; readonly input: unknown }[]
}

const GiB = 1024 ** 3

const candidateNamed = (ref: number, name: string, withFiles: boolean): Candidate => {
  const row = sampleRow(900 + ref, { name, status: 'stopped', size: 3.2 * GiB })
  return {
    ref,
    id: sampleId(900 + ref),
    name,
    files: withFiles ? packFiles(sampleFiles(row)) : null,
    size: withFiles ? row.size : null,
    isPrivate: false,
    comment: null,
    createdBy: 'mktorrent 1.1',
    createdAt: SAMPLE_NOW,
    trackers: ['udp://tracker.example.org:6969/announce'],
    webSeeds: [],
    duplicateOf: null,
    fromOutside: false,
    metadata: withFiles ? 'here' : 'fetching',
    hybrid: false,
    renamed: 0,
    suggested: null,
  }
}

const startedRow = (row: TorrentRow): Partial<TorrentRow> =>
  row.progress === 1 ? { status: 'seeding', reason: null } : { status: 'stalled', reason: { code: 'starting' } }

interface World {
  readonly engine: FakeEngine
  settings: Settings
  readonly candidates: Map<number, Candidate>
  readonly options: Map<TorrentId, TorrentOptions>
  nextRef: number
  emit<N extends EventName>(name: N, data: Events[N]): void
  flush(): void
}

const nothing = ok(undefined)

const confirm = (world: World, { ref, folder, start }: AddOptions): Answer<'add.confirm'> => {
  const candidate = world.candidates.get(ref)
  if (!candidate) return fail({ code: 'not-found' })
  world.candidates.delete(ref)
  const row = sampleRow(900 + ref, { name: candidate.name, status: 'stopped', size: candidate.size, savePath: folder })
  world.engine.add({ ...row, addedAt: Date.now(), ...(start ? startedRow(row) : {}) })
  world.flush()
  return ok({ id: row.id, mergedTrackers: null })
}

const inspect = (world: World, name: string, withFiles: boolean): Result<Candidate, AppError> => {
  const candidate = candidateNamed(world.nextRef++, name, withFiles)
  world.candidates.set(candidate.ref, candidate)
  return ok(candidate)
}

/** Six files of whatever is here, all written by us. */
const removable = (rows: readonly (TorrentRow | undefined)[]): Removable => {
  const here = rows.filter((row) => (row?.have ?? 0) > 0)
  return { files: here.length * 6, bytes: here.reduce((sum, row) => sum + (row?.have ?? 0), 0), others: 0 }
}

const torrentAnswers = (world: World) => {
  const { engine } = world
  const change = (ids: readonly TorrentId[], patch: (row: TorrentRow) => Partial<TorrentRow>) => {
    engine.patch(ids, patch)
    world.flush()
    return nothing
  }
  const known = <T>(id: TorrentId, answer: (row: TorrentRow) => T): Result<T, AppError> => {
    const row = engine.row(id)
    return row ? ok(answer(row)) : fail({ code: 'not-found' })
  }
  return {
    'torrents.snapshot': () => ok({ seq: engine.seq, rows: engine.rows }),
    'torrents.start': ({ ids }) => change(ids, startedRow),
    'torrents.stop': ({ ids }) =>
      change(ids, () => ({ status: 'stopped', reason: null, downRate: 0, upRate: 0, eta: null, peers: 0, seeds: 0 })),
    'torrents.forceStart': ({ ids }) => change(ids, (row) => ({ ...startedRow(row), forced: true })),
    'torrents.queue': () => nothing,
    'torrents.cancelCheck': ({ ids }) => change(ids, startedRow),
    'torrents.options': ({ ids }) => ok(ids.map((id) => world.options.get(id) ?? defaultOptions)),
    'torrents.setOptions': ({ ids, options }) => {
      for (const id of ids) world.options.set(id, patchOptions(world.options.get(id) ?? defaultOptions, options))
      return nothing
    },
    'torrents.backToQueue': ({ ids }) => change(ids, () => ({ forced: false })),
    'torrents.recheck': ({ ids }) => change(ids, () => ({ status: 'checking', reason: null })),
    'torrents.reannounce': () => nothing,
    'torrents.changed': () =>
      ok([
        { file: 0, path: 'notes.txt' },
        { file: 2, path: 'Extras/Interviews/transcript of the first evening.txt' },
      ]),
    'torrents.writeOver': ({ id }) => change([id], startedRow),
    'torrents.removable': ({ ids }) => ok(removable(ids.map((id) => engine.row(id)))),
    'torrents.remove': ({ ids }) => {
      engine.remove(ids)
      world.flush()
      return ok({ leftBehind: 0 })
    },
    'torrents.files': ({ id }) => known(id, (row) => packFiles(sampleFiles(row))),
    'torrents.atStake': () => ok({ files: [], bytes: 0 }),
    'torrents.setPriorities': () => nothing,
    'torrents.magnet': ({ id }) => known(id, (row) => `magnet:?xt=urn:btih:${id}&dn=${encodeURIComponent(row.name)}`),
    'torrents.trackers': () => ok([['udp://tracker.example.org:6969/announce']]),
    'torrents.setTrackers': () => nothing,
    'torrents.setWebSeeds': () => nothing,
    'torrents.addPeer': () => nothing,
    'details.watch': (watch) => {
      const row = watch && engine.row(watch.id)
      if (row) world.emit('details.update', { id: row.id, details: sampleDetails(row, watch.tab) })
      return nothing
    },
  } satisfies Partial<Answers>
}

const addAnswers = (world: World) =>
  ({
    'add.chooseFiles': () => {
      const chosen = inspect(world, 'fedora-workstation-44.torrent', true)
      if (chosen.ok) world.emit('add.offered', chosen.value)
      return nothing
    },
    'add.inspectFile': ({ name }) => inspect(world, name.replace(/\.torrent$/, ''), true),
    'add.inspectLink': ({ link }) => inspect(world, link, false),
    'add.fetchMetadata': () => nothing,
    'add.confirm': (options) => confirm(world, options),
    'add.cancel': ({ ref }) => {
      world.candidates.delete(ref)
      return nothing
    },
    'add.pending': () => ok([...world.candidates.values()]),
  }) satisfies Partial<Answers>

const album = { ref: 1, name: 'Field recordings', place: '/home/mara/Music/Field recordings' }

const createAnswers = () =>
  ({
    'create.choose': () => ok(album),
    'create.drop': () => ok(album),
    'create.survey': ({ hidden }) =>
      ok({
        single: false,
        files: hidden ? 43 : 41,
        size: 3.4 * GiB,
        leftOut: [
          ...(hidden ? [] : [{ why: 'hidden' as const, count: 2, examples: ['.DS_Store', 'takes/Thumbs.db'] }]),
          { why: 'link' as const, count: 1, examples: ['latest'] },
        ],
        unreadable: [],
        renamed: 0,
      }),
    'create.start': ({ name }) =>
      ok({
        id: sampleId(77),
        name,
        size: 3.4 * GiB,
        pieceLength: 2_097_152,
        pieceCount: 1741,
        magnet: `magnet:?xt=urn:btih:${sampleId(77)}`,
        seeding: 'added' as const,
        saved: { path: `/home/mara/Music/${name}.torrent` },
      }),
    'create.cancel': () => nothing,
    'create.save': () => ok('/home/mara/Desktop/copy.torrent'),
    'create.show': () => nothing,
  }) satisfies Partial<Answers>

const mainAnswers = (world: World) =>
  ({
    'app.info': () =>
      ok({ version: '0.1.0', platform: 'linux', electron: '42.0.0', isPackaged: false, trayAvailable: true }),
    'app.quit': () => nothing,
    'app.answerClose': () => nothing,
    'app.copyText': () => nothing,
    'settings.get': () => ok(world.settings),
    'settings.change': (patch) => {
      world.settings = patchSettings(world.settings, patch as SettingsPatch)
      world.emit('settings.changed', world.settings)
      return ok(world.settings)
    },
    'engine.state': () => ok({ state: 'running' }),
    'disk.chooseFolder': () => ok('/home/mara/Films'),
    'disk.free': () => ok(312 * GiB),
    'files.open': () => nothing,
    'files.show': () => nothing,
  }) satisfies Partial<Answers>

const walletAnswers = (world: World, home: WalletHome) => {
  const tell = (): typeof nothing => {
    world.emit('wallet.changed', home)
    return nothing
  }
  return {
    'wallet.home': () => ok(home),
    'wallet.lock': tell,
    'wallet.openKeys': () => nothing,
    'wallet.addAccount': tell,
    'wallet.renameAccount': tell,
    'wallet.watch': tell,
    'wallet.unwatch': tell,
    'practice.faucet': () => nothing,
    'chain.state': () => ok(fakeChain(home, world.settings.wallet.network)),
    'chain.refresh': () => nothing,
    'chain.preview': (draft) => ok(fakePreview(draft)),
    'chain.send': () => ok({ id: '1' }),
    'chain.activity': ({ state, hidden, skip, limit }) => {
      const all = activityOf(home).filter((entry) => state === null || entry.state === state)
      const entries = all.slice(skip, skip + limit)
      return ok({ entries, total: all.length, hidden: hidden ? 0 : 12, revision: 1 })
    },
    'chain.exportActivity': () => ok('/home/mara/activity.csv'),
    'chain.showTransaction': () => nothing,
    'contacts.list': () => ok(fakeContacts),
    'contacts.alike': ({ address }) => ok(fakeAlike(address)),
    'contacts.put': () => nothing,
    'contacts.remove': () => nothing,
  } satisfies Partial<Answers>
}

const statsOf = (rows: readonly TorrentRow[]): Events['session.stats'] => ({
  downRate: rows.reduce((sum, row) => sum + row.downRate, 0),
  upRate: rows.reduce((sum, row) => sum + row.upRate, 0),
  peers: rows.reduce((sum, row) => sum + row.peers, 0),
  dhtNodes: 218,
  port: 51_413,
  network: {
    dht: { state: 'working', count: 218 },
    pex: { state: 'working', count: 12 },
    lsd: { state: 'looking' },
    utp: { state: 'working', count: 7 },
    upnp: { state: 'mapped', port: 51_413, udp: true },
    natPmp: { state: 'absent' },
    external: { address: '203.0.113.5', by: 'peers' },
    innerRouter: null,
    reachedAt: SAMPLE_NOW - 600_000,
  },
})

export const fakeApi = (
  rows: readonly TorrentRow[],
  patch: SettingsPatch = {},
  home: WalletHome = fakeHome(null),
  speed: string | null = null,
): FakeApi => {
  const listeners = new Map<EventName, Set<(data: unknown) => void>>()
  const engine = new FakeEngine(rows)
  const emit: FakeApi['emit'] = (name, data) => {
    for (const listener of listeners.get(name) ?? []) listener(structuredClone(data))
  }
  const flush = (): void => {
    const delta = engine.flush()
    if (delta) emit('torrents.delta', delta)
    emit('session.stats', statsOf(engine.rows))
  }
  const settings = patchSettings(defaultSettings({ folder: '/home/mara/Downloads', port: 51_413 }), patch)
  const world: World = { engine, settings, candidates: new Map(), options: new Map(), nextRef: 1, emit, flush }
  const answers: Record<string, (input: never) => unknown> = {
    ...torrentAnswers(world),
    ...addAnswers(world),
    ...createAnswers(),
    ...mainAnswers(world),
    ...walletAnswers(world, home),
    ...speedAnswers(speed, { rows: () => engine.rows, emit }),
  }
  const calls: { name: CommandName; input: unknown }[] = []
  const call = async (name: CommandName, input?: unknown): Promise<unknown> => {
    calls.push({ name, input })
    const checked = checkInput(name, input)
    const answer = answers[name] as (input: unknown) => unknown
    return checked.ok ? structuredClone(await answer(checked.value)) : checked
  }
  return {
    engine,
    emit,
    calls,
    listenersOf: (name) => [...(listeners.get(name) ?? [])],
    call: call as Api['call'],
    dropped: () => (call as Api['call'])('create.drop', { paths: ['/home/mara/Music'] }),
    tick: () => {
      engine.step()
      flush()
    },
    answer: (name, answer) => {
      answers[name] = answer
    },
    on: (name, listener) => {
      const all = listeners.get(name) ?? new Set()
      listeners.set(name, all.add(listener as (data: unknown) => void))
      return () => all.delete(listener as (data: unknown) => void)
    },
  }
}
