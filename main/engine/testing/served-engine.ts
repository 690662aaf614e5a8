// A whole engine behind an in-memory port, with its own folders: what main sees of it, for tests.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandName, Input, Output } from '../../../app/ipc/contract.ts'
import type {
  EngineCommandName,
  EngineCommands,
  EngineEvents,
  EngineSettings,
} from '../../../app/ipc/engine-contract.ts'
import type { AppError } from '../../../app/ipc/errors.ts'
import { memoryPortPair } from '../../../app/ipc/port.ts'
import { connect, type RpcClient } from '../../../app/ipc/rpc.ts'
import type { Result } from '../../../app/result.ts'
import { apply } from '../../../app/torrent/delta.ts'
import type { TorrentId, TorrentRow } from '../../../app/torrent/row.ts'
import { serveEngine } from '../serve.ts'
import { testSettings } from '../swarm/testing/sample-swarm.ts'

export class ServedEngine implements AsyncDisposable {
  readonly folder: string
  readonly events: [name: string, data: unknown][] = []
  #client: RpcClient | null = null
  #rows: ReadonlyMap<TorrentId, TorrentRow> = new Map()
  readonly #watchers = new Set<() => void>()

  private constructor(folder: string) {
    this.folder = folder
  }

  static async create(settings = testSettings()): Promise<ServedEngine> {
    const engine = new ServedEngine(await mkdtemp(join(tmpdir(), 'swiftseed-engine-')))
    await engine.start(settings)
    return engine
  }

  get downloads(): string {
    return join(this.folder, 'downloads')
  }

  async start(settings: EngineSettings = testSettings()): Promise<void> {
    const [near, far] = memoryPortPair(queueMicrotask, structuredClone)
    serveEngine(far, () => undefined)
    const client = connect(near)
    this.#client = client
    client.onEvent((name, data) => this.#onEvent(name, data))
    const started = await this.ask('engine.start', {
      stateFolder: join(this.folder, 'state'),
      settings,
      version: '0.1.0',
    })
    if (!started.ok) throw new Error(JSON.stringify([started.error, this.events.at(-1)]))
    const snapshot = await this.call('torrents.snapshot')
    if (snapshot.ok) this.#rows = new Map(snapshot.value.rows.map((row) => [row.id, row]))
  }

  async stop(): Promise<void> {
    await this.ask('engine.shutdown', undefined)
    this.#client = null
  }

  call<N extends CommandName>(
    name: N,
    ...input: Input<N> extends undefined ? [] : [Input<N>]
  ): Promise<Result<Output<N>, AppError>> {
    return this.#ask(name, input[0]) as Promise<Result<Output<N>, AppError>>
  }

  ask<N extends EngineCommandName>(
    name: N,
    input: EngineCommands[N]['input'],
  ): Promise<Result<EngineCommands[N]['output'], AppError>> {
    return this.#ask(name, input) as Promise<Result<EngineCommands[N]['output'], AppError>>
  }

  row(id: TorrentId): TorrentRow | undefined {
    return this.#rows.get(id)
  }

  /** Resolves when a row satisfies the condition; it is looked at whenever the list changes. */
  until(id: TorrentId, condition: (row: TorrentRow) => boolean, withinMs = 15_000): Promise<TorrentRow> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const row = this.#rows.get(id)
        if (!row || !condition(row)) return
        this.#watchers.delete(look)
        clearTimeout(deadline)
        resolve(row)
      }
      const deadline = setTimeout(() => {
        this.#watchers.delete(look)
        reject(new Error(`still ${JSON.stringify(this.#rows.get(id))}`))
      }, withinMs)
      this.#watchers.add(look)
      look()
    })
  }

  /** Adds a .torrent as the dialog does. */
  async add(
    bytes: Uint8Array,
    over: { start?: boolean; priorities?: Uint8Array; folder?: string } = {},
  ): Promise<TorrentId> {
    const candidate = await this.call('add.inspectFile', { bytes, name: 'a.torrent' })
    if (!candidate.ok) throw new Error(JSON.stringify(candidate.error))
    const { ref } = candidate.value
    const { start = true, priorities = null, folder = this.downloads } = over
    const added = await this.call('add.confirm', { ref, folder, start, priorities })
    if (!added.ok) throw new Error(JSON.stringify(added.error))
    return added.value.id
  }

  async port(): Promise<number> {
    for (;;) {
      const stats = this.events.findLast(([name]) => name === 'session.stats')?.[1] as
        | EngineEvents['session.stats']
        | undefined
      if (stats?.port) return stats.port
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#client) await this.stop()
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 })
  }

  #ask(name: string, input: unknown): Promise<Result<unknown, AppError>> {
    if (!this.#client) throw new Error('the engine is not running')
    return this.#client.call(name, input)
  }

  #onEvent(name: string, data: unknown): void {
    this.events.push([name, data])
    if (name !== 'torrents.delta') return
    this.#rows = apply(this.#rows, data as EngineEvents['torrents.delta'])
    for (const look of this.#watchers) look()
  }
}
