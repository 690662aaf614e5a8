// The real engine in a process of its own, as the app runs it, over folders that outlive it: to be killed, started
// again, and run on disks that refuse. Leaves the disks to their owners. Invariant: the process ends with this one.

import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { CommandName, Input, Output } from '../../app/ipc/contract.ts'
import type { EngineCommandName, EngineCommands, EngineEvents } from '../../app/ipc/engine-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Port } from '../../app/ipc/port.ts'
import { connect } from '../../app/ipc/rpc.ts'
import type { Result } from '../../app/result.ts'
import { apply } from '../../app/torrent/delta.ts'
import type { TorrentId, TorrentRow } from '../../app/torrent/row.ts'
import { testSettings } from '../../main/engine/swarm/testing/sample-swarm.ts'

const PROGRAM = join(import.meta.dirname, '..', '..', 'e2e', 'peers', 'engine-process.ts')
const LIFETIME_MS = 600_000
const END_MS = 15_000
const NEXT_MS = 10_000

export interface RunOptions {
  readonly stateFolder: string
  /** A command that becomes the engine: `setpriv`, `faketime` and the like, with its arguments. */
  readonly through?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

/** A row as it was told, and when (ms, `performance.now`). */
interface Seen {
  readonly row: TorrentRow
  readonly at: number
}

const portOf = (child: ChildProcess): Port => ({
  post: (message) => {
    if (child.connected) child.send(message as object)
  },
  onMessage: (listener) => {
    child.on('message', listener)
    return () => child.off('message', listener)
  },
  onClose: (listener) => {
    child.once('exit', listener)
    return () => child.off('exit', listener)
  },
  close: () => child.disconnect(),
})

export class EngineRun implements AsyncDisposable {
  readonly startedAt = performance.now()
  readonly notices: string[] = []
  /** Where it listens; 0 until it says so. */
  port = 0
  /** The end of what it logged or printed. */
  log = ''
  readonly #options: RunOptions
  readonly #child: ChildProcess
  readonly #rpc: ReturnType<typeof connect>
  readonly #exited: Promise<unknown>
  readonly #lifetime: NodeJS.Timeout
  #rows: ReadonlyMap<TorrentId, TorrentRow> = new Map()
  readonly #watchers = new Set<() => void>()

  constructor(options: RunOptions) {
    this.#options = options
    const [command, ...args] =
      options.through === undefined ? [process.execPath] : [...options.through, process.execPath]
    this.#child = fork(PROGRAM, {
      execPath: command ?? process.execPath,
      execArgv: args,
      serialization: 'advanced',
      env: { PATH: process.env['PATH'] ?? '', HOME: options.stateFolder, ELECTRON_RUN_AS_NODE: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.on('data', (text) => this.#say(String(text)))
    this.#child.on('error', (error) => this.#say(error.message))
    this.#exited = once(this.#child, 'exit')
    this.#lifetime = setTimeout(() => this.#child.kill('SIGKILL'), LIFETIME_MS)
    process.on('exit', this.#kill)
    void this.#exited.then(() => {
      clearTimeout(this.#lifetime)
      process.off('exit', this.#kill)
    })
    this.#rpc = connect(portOf(this.#child))
    this.#rpc.onEvent((name, data) => this.#onEvent(name, data))
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** What `engine.start` answers; the list of torrents is there when it is ok. */
  async begin(): Promise<Result<void, AppError>> {
    const { stateFolder } = this.#options
    const started = await this.#rpc.call('engine.start', { stateFolder, settings: testSettings(), version: '0.0.0' })
    if (!started.ok) return started
    const { rows } = await this.call('torrents.snapshot', undefined)
    this.#rows = new Map(rows.map((row) => [row.id, row]))
    return started as Result<void, AppError>
  }

  call<N extends CommandName>(name: N, input: Input<N>): Promise<Output<N>> {
    return this.#ask(name, input) as Promise<Output<N>>
  }

  own<N extends EngineCommandName>(name: N, input: EngineCommands[N]['input']): Promise<EngineCommands[N]['output']> {
    return this.#ask(name, input) as Promise<EngineCommands[N]['output']>
  }

  async add(torrent: Uint8Array, folder: string): Promise<TorrentId> {
    const { ref } = await this.call('add.inspectFile', { bytes: new Uint8Array(torrent), name: 'a.torrent' })
    const { id } = await this.call('add.confirm', { ref, folder, start: true, priorities: null })
    return id
  }

  row(id: TorrentId): TorrentRow | undefined {
    return this.#rows.get(id)
  }

  /** Resolves with the first row told from now on, or known now, that satisfies the condition. */
  until(what: string, id: TorrentId, condition: (row: TorrentRow) => boolean, withinMs: number): Promise<Seen> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(deadline)
        this.#watchers.delete(look)
      }
      const look = (): void => {
        const row = this.#rows.get(id)
        if (row !== undefined && condition(row)) {
          end()
          resolve({ row, at: performance.now() })
        }
      }
      const deadline = setTimeout(() => {
        end()
        reject(new Error(`not ${what} within ${withinMs} ms: ${JSON.stringify(this.#rows.get(id))}\n${this.log}`))
      }, withinMs)
      this.#watchers.add(look)
      look()
    })
  }

  /** The next event of that name that fits. */
  next<N extends keyof EngineEvents>(name: N, fits: (data: EngineEvents[N]) => boolean): Promise<EngineEvents[N]> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        forget()
        reject(new Error(`no ${name} within ${NEXT_MS} ms\n${this.log}`))
      }, NEXT_MS)
      const forget = this.#rpc.onEvent((told, data) => {
        if (told !== name || !fits(data as EngineEvents[N])) return
        clearTimeout(late)
        forget()
        resolve(data as EngineEvents[N])
      })
    })
  }

  /** Holds it still: until it is killed. */
  freeze(): void {
    this.#child.kill('SIGSTOP')
  }

  /** At once, as a power cut or the system's own hand would. */
  async kill(): Promise<void> {
    this.#kill()
    await this.#exited
  }

  /** In an orderly way; false when it had to be killed. */
  async end(): Promise<boolean> {
    if (!this.isAlive) return false
    const late = setTimeout(this.#kill, END_MS)
    this.own('engine.shutdown', undefined).catch(() => undefined)
    await this.#exited
    clearTimeout(late)
    return this.#child.signalCode === null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
  }

  readonly #kill = (): void => void this.#child.kill('SIGKILL')

  async #ask(name: string, input: unknown): Promise<unknown> {
    const result = await this.#rpc.call(name, input)
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}\n${this.log}`)
    return result.value
  }

  #say(text: string): void {
    this.log = (this.log + text).slice(-8_000)
  }

  #onEvent(name: string, data: unknown): void {
    if (name === 'engine.log') this.#say(`${(data as EngineEvents['engine.log']).text}\n`)
    if (name === 'session.stats') this.port = (data as EngineEvents['session.stats']).port ?? 0
    if (name === 'notice') this.notices.push((data as EngineEvents['notice']).kind)
    if (name !== 'torrents.delta') return
    this.#rows = apply(this.#rows, data as EngineEvents['torrents.delta'])
    for (const look of this.#watchers) look()
  }
}
