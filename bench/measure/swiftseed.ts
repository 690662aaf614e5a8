// Our engine as a peer among the others: its own process, spoken to through the same contract as the app does.

import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { CommandName, Input, Output } from '../../app/ipc/contract.ts'
import type { EngineCommandName, EngineCommands, EngineSettings } from '../../app/ipc/engine-contract.ts'
import type { Port } from '../../app/ipc/port.ts'
import { connect } from '../../app/ipc/rpc.ts'
import type { Result } from '../../app/result.ts'
import type { TorrentId, TorrentRow } from '../../app/torrent/row.ts'
import type { PeerOptions, Progress } from '../../e2e/peers/peer.ts'
import { freePort } from '../../e2e/peers/ports.ts'
import { temporaryFolder } from '../../e2e/peers/process.ts'
import { linkAs, type TestTorrent } from '../../e2e/peers/torrent.ts'
import { until } from '../../e2e/peers/until.ts'
import type { MeasuredPeer } from './transfer-run.ts'

const CHECK_MS = 60_000
const END_MS = 10_000

const settingsFor = (port: number, { utp = false, uploadLimit, downloadLimit }: PeerOptions): EngineSettings => ({
  network: {
    port,
    dht: false,
    pex: false,
    utp,
    lsd: false,
    upnp: false,
    natPmp: false,
    encryption: 'allow',
    localTrackers: false,
    testBed: null,
  },
  limits: {
    down: downloadLimit ?? null,
    up: uploadLimit ?? null,
    alternative: false,
    alternativeDown: null,
    alternativeUp: null,
  },
  connections: { total: 300, perTorrent: 60 },
})

const portOf = (child: ChildProcess): Port => ({
  post: (message) => void child.send(message as object),
  onMessage: (listener) => {
    const fromEngine = (message: unknown): void => {
      if (!isHeldUp(message)) listener(message)
    }
    child.on('message', fromEngine)
    return () => child.off('message', fromEngine)
  },
  onClose: (listener) => {
    child.once('exit', listener)
    return () => child.off('exit', listener)
  },
  close: () => child.disconnect(),
})

interface HeldUp {
  readonly heldUpMs: number
}

const isHeldUp = (message: unknown): message is HeldUp =>
  typeof message === 'object' && message !== null && 'heldUpMs' in message

const heldUpMs = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    const onMessage = (message: unknown): void => {
      if (!isHeldUp(message)) return
      child.off('message', onMessage)
      resolve(message.heldUpMs)
    }
    child.on('message', onMessage)
    child.send('held up?')
  })

const startProcess = (home: string, lifetimeSeconds: number): ChildProcess => {
  const child = fork(join(import.meta.dirname, 'engine-process.ts'), {
    execArgv: [],
    serialization: 'advanced',
    env: { PATH: process.env['PATH'] ?? '', HOME: home, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = setTimeout(() => child.kill('SIGKILL'), lifetimeSeconds * 1000)
  child.once('exit', () => clearTimeout(ended))
  return child
}

/** Both halves of the engine's contract, with failures as errors. */
const callerOf = (port: Port) => {
  const rpc = connect(port)
  const plain = async (name: string, input: unknown): Promise<unknown> => {
    const result: Result<unknown, unknown> = await rpc.call(name, input)
    if (!result.ok) throw new Error(`swiftseed ${name}: ${JSON.stringify(result.error)}`)
    return result.value
  }
  const command = <N extends CommandName>(name: N, input: Input<N>) => plain(name, input) as Promise<Output<N>>
  const own = <N extends EngineCommandName>(name: N, input: EngineCommands[N]['input']) =>
    plain(name, input) as Promise<EngineCommands[N]['output']>
  return { command, own, onEvent: rpc.onEvent }
}

const progressOf = (row: TorrentRow): Progress => ({
  done: row.progress,
  complete: row.wanted !== null && row.have === row.wanted && row.status !== 'checking',
  downloaded: row.downloaded,
  uploaded: row.uploaded,
  peers: row.peers,
  state: `${row.status} ${row.reason?.code ?? ''}`.trim(),
})

const single = ({ files }: TestTorrent): boolean => files.length === 1 && files[0]?.path.length === 0

/** What the engine can do, as promises of values. */
const engineOf = (child: ChildProcess) => {
  const { command, own, onEvent } = callerOf(portOf(child))
  let log = ''
  onEvent((name, data) => {
    if (name === 'engine.log') log = `${log}${(data as { text: string }).text}\n`.slice(-8_000)
  })
  const row = async (infoHash: string): Promise<TorrentRow> => {
    const { rows } = await command('torrents.snapshot', undefined)
    const found = rows.find(({ id }) => id === infoHash)
    if (!found) throw new Error('swiftseed does not have the torrent')
    return found
  }
  const add = async (source: Uint8Array | string, target: string): Promise<void> => {
    const { ref } =
      typeof source === 'string'
        ? await command('add.inspectLink', { link: source })
        : await command('add.inspectFile', { bytes: new Uint8Array(source), name: 'a.torrent' })
    await command('add.confirm', { ref, folder: target, start: true, priorities: null })
  }
  const files = async (infoHash: string): Promise<string[]> => {
    const id = infoHash as TorrentId
    const { length } = await command('torrents.files', { id })
    return Promise.all(Array.from({ length }, (_, file) => own('engine.path', { id, file })))
  }
  return { own, log: () => log, row, add, files }
}

type Engine = ReturnType<typeof engineOf>

const end = async (child: ChildProcess, { own }: Engine): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  const late = setTimeout(() => child.kill('SIGKILL'), END_MS)
  own('engine.shutdown', undefined).catch(() => child.kill('SIGKILL'))
  await gone
  clearTimeout(late)
}

export const startSwiftseed = async (options: PeerOptions = {}): Promise<MeasuredPeer> => {
  const folder = await temporaryFolder('engine', options.parent)
  const port = await freePort()
  const child = startProcess(folder.path, options.lifetimeSeconds ?? 600)
  const engine = engineOf(child)
  const seeds = join(folder.path, 'seeds')
  const stateFolder = join(folder.path, 'state')
  await engine.own('engine.start', { stateFolder, settings: settingsFor(port, options), version: '0.0.0' })
  return {
    name: 'swiftseed',
    pid: child.pid ?? 0,
    port,
    output: engine.log,
    heldUpMs: () => heldUpMs(child),
    seed: async (torrent, data) => {
      const root = join(seeds, torrent.name)
      await linkAs(data, torrent, single(torrent) ? [root] : torrent.files.map(({ path }) => join(root, ...path)))
      await engine.add(torrent.bytes, seeds)
      const seeding = async () => (await engine.row(torrent.infoHash)).status === 'seeding'
      await until('swiftseed to have checked its data', seeding, { withinMs: CHECK_MS })
    },
    download: engine.add,
    progress: async (infoHash) => progressOf(await engine.row(infoHash)),
    files: engine.files,
    limitUpload: (rate) => {
      const { uploadLimit: _, ...rest } = options
      return engine.own('engine.configure', settingsFor(port, rate === null ? rest : { ...rest, uploadLimit: rate }))
    },
    [Symbol.asyncDispose]: async () => {
      await end(child, engine)
      await folder[Symbol.asyncDispose]()
    },
  }
}
