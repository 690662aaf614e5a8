// A whole Swiftseed without its windows: engine, wallet process and chain process as they are, joined by main's own parts
// over ports that copy what they carry, and a person who types the password and says yes. Everything is stopped and
// started again on the same folders when a story says so.

import { mkdtemp, rm } from 'node:fs/promises'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineEvents } from '../../app/ipc/engine-contract.ts'
import type { DeskAsk, DeskReply } from '../../app/ipc/speed-desk.ts'
import { memoryPortPair } from '../../app/ipc/port.ts'
import { connect, type RpcClient } from '../../app/ipc/rpc.ts'
import type { Events } from '../../app/ipc/contract.ts'
import { defaultSettings, type SettingsPatch } from '../../app/settings/settings.ts'
import { apply, fromSnapshot, type Rows } from '../../app/torrent/delta.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { chainConfig, chosenChain, type AtStake } from '../../app/wallet/chain-config.ts'
import type { ChainState } from '../../app/wallet/chain-state.ts'
import type { PracticeNode } from '../../app/wallet/practice-network.ts'
import { noWallet } from '../../app/wallet/wallet-home.ts'
import { isUnopened, type WalletState } from '../../app/wallet/wallet-state.ts'
import { serveChain } from '../../main/chain/serve.ts'
import { serveEngine } from '../../main/engine/serve.ts'
import { confirmReview, openWallet } from '../../main/ipc/confirm.ts'
import { speedCommands } from '../../main/ipc/speed-commands.ts'
import { createLog } from '../../main/log/log.ts'
import { openSettings, type SettingsStore } from '../../main/settings/store.ts'
import { openSpeed, type SpeedDesk } from '../../main/speed/open-speed.ts'
import type { Holdings } from '../../main/speed/wealth.ts'
import { chainClient, type ChainClient } from '../../main/supervisor/chain-client.ts'
import { systemClock as clock } from '../../main/supervisor/clock.ts'
import { engineClient, type EngineClient } from '../../main/supervisor/engine-client.ts'
import { walletClient, type ListenedWallet } from '../../main/supervisor/wallet-client.ts'
import { systemClock as walletClock } from '../../main/wallet/clock.ts'
import { serveKeyWindow } from '../../main/wallet/key-session.ts'
import { MainServer } from '../../main/wallet/serve-main.ts'
import { openDisk } from '../../main/wallet/vault-disk.ts'
import { Wallet } from '../../main/wallet/wallet.ts'
import { ok } from '../../app/result.ts'
import { Line } from './line.ts'
import { Person } from './person.ts'
import { valueOf } from './waiting.ts'

/** The least that a vault may cost: stories open them often. */
const CHEAP_N = 2 ** 15
const noTrial = { demo: () => Promise.resolve(ok({ id: null })) }
const HOUR_MS = 3_600_000

const quiet = createLog({ write: () => undefined, redact: (line) => line, now: Date.now })

export class WholeUser implements AsyncDisposable {
  readonly folder: string
  readonly practice: PracticeNode
  readonly told: { readonly [N in keyof Events]?: Events[N][] } = {}
  readonly problems: string[] = []
  /** Of the desk, to whatever the engine asked. */
  readonly replies: DeskReply[] = []
  readonly person: Person
  readonly engine: EngineClient
  readonly chain: ChainClient
  readonly wallet: ListenedWallet
  readonly #lines = {
    engine: new Line({ code: 'engine-unavailable' }),
    wallet: new Line({ code: 'wallet-unavailable' }),
    chain: new Line({ code: 'chain-unavailable' }),
  }
  #settings: SettingsStore | null = null
  #desk: SpeedDesk | null = null
  #opened: Wallet | null = null
  #rows: Rows = new Map()
  #stats: EngineEvents['session.stats'] | null = null
  #walletState: WalletState = noWallet(HOUR_MS)
  #atStake: readonly AtStake[] = []
  #chainState: ChainState | null = null
  readonly #listeners = new Set<() => void>()

  private constructor(folder: string, practice: PracticeNode) {
    this.folder = folder
    this.practice = practice
    this.person = new Person(() => this.#keyWindow())
    this.engine = engineClient({
      call: (name, input) => {
        if (name === 'engine.speedAnswer') this.replies.push(input as DeskReply)
        return this.#lines.engine.call(name, input)
      },
    })
    this.chain = chainClient(this.#lines.chain)
    this.wallet = walletClient(this.#lines.wallet)
    this.#follow()
  }

  static async open(practice: PracticeNode, patch: SettingsPatch = {}): Promise<WholeUser> {
    const user = new WholeUser(await mkdtemp(join(tmpdir(), 'swiftseed-user-')), practice)
    await user.begin(patch)
    return user
  }

  get commands() {
    if (this.#desk === null) throw new Error('it does not run')
    return speedCommands({ ...this.#desk.deps, ...noTrial, shell: { chooseCsvPath: () => Promise.resolve(null) } })
  }

  get account() {
    const [first] = this.#walletState.accounts
    if (first === undefined) throw new Error('there is no account')
    return first.address
  }

  get rows(): Rows {
    return this.#rows
  }

  get port(): number | null {
    return this.#stats?.port ?? null
  }

  get chainState(): ChainState | null {
    return this.#chainState
  }

  /** As an engine would that says anything. */
  claim(ask: unknown): void {
    this.#desk?.ask(ask as DeskAsk)
  }

  /** As main starts: on whatever the folders hold. */
  async begin(patch: SettingsPatch = {}): Promise<void> {
    const defaults = defaultSettings({ folder: join(this.folder, 'downloads'), port: 0 })
    const settings = await openSettings({ path: join(this.folder, 'settings.json'), defaults, now: Date.now() })
    this.#settings = settings
    valueOf(await settings.change({ wallet: { network: 'practice' }, ...patch }))
    await this.beginWallet()
    await this.beginChain()
    this.#desk = this.#join(settings)
    await this.beginEngine()
    this.#refresh()
  }

  async beginEngine(): Promise<void> {
    const { network, limits, connections, queue, seeding } = this.#get()
    const [near, far] = memoryPortPair(setImmediate, structuredClone)
    serveEngine(far, () => undefined)
    this.#lines.engine.begin(connect(near))
    const settings = {
      network: { ...network, dht: false, lsd: false, upnp: false, natPmp: false, pex: false, utp: false },
      limits,
      connections,
      queue,
      seeding,
    }
    valueOf(
      await this.engine.call('engine.start', { stateFolder: join(this.folder, 'engine'), settings, version: '0' }),
    )
    this.#rows = fromSnapshot(valueOf(await this.engine.call('torrents.snapshot', undefined)))
    this.#desk?.engineRuns(true)
  }

  async endEngine(): Promise<void> {
    await this.engine.call('engine.shutdown', undefined)
    this.#lines.engine.end()
    this.#desk?.engineRuns(false)
  }

  async beginWallet(): Promise<void> {
    const folder = join(this.folder, 'wallet')
    mkdirSync(folder, { recursive: true })
    const [near, far] = memoryPortPair(setImmediate, structuredClone)
    const server = new MainServer(far, {
      open: async ({ autoLockMs }) =>
        Wallet.open({ disk: await openDisk(folder), clock: walletClock, autoLockMs, N: CHEAP_N, speedFolder: folder }),
      onOpen: (wallet) => (this.#opened = wallet),
      onShutdown: () => undefined,
    })
    this.#crashed = (cause, name) => server.crashed(cause, name)
    this.#lines.wallet.begin(connect(near))
    valueOf(await this.wallet.call('wallet.start', { folder, autoLockMs: HOUR_MS }))
    this.#walletState = valueOf(await this.wallet.call('wallet.state', undefined))
    if (isUnopened(this.#walletState)) this.#atStake = valueOf(await this.wallet.call('speed.remembered', undefined))
    this.#refresh()
  }

  async endWallet(): Promise<void> {
    await this.wallet.call('wallet.shutdown', undefined)
    this.#lines.wallet.end()
    this.#opened = null
    this.#refresh()
  }

  async beginChain(): Promise<void> {
    const folder = join(this.folder, 'chain')
    mkdirSync(folder, { recursive: true })
    const [near, far] = memoryPortPair(setImmediate, structuredClone)
    serveChain(
      far,
      () => undefined,
      (cause) => this.#problem('chain', cause),
    )
    this.#lines.chain.begin(connect(near))
    valueOf(await this.chain.call('chain.start', { folder }))
    this.#refresh()
  }

  async endChain(): Promise<void> {
    await this.chain.call('chain.shutdown', undefined)
    this.#lines.chain.end()
    this.#chainState = null
    this.#refresh()
  }

  /** As main ends. */
  async end(): Promise<void> {
    this.#desk?.close()
    await Promise.all([this.endEngine(), this.endWallet(), this.endChain()])
    this.#desk = null
  }

  async createWallet(): Promise<void> {
    await this.person.do('create')
    this.#walletState = valueOf(await this.wallet.call('wallet.state', undefined))
    this.#refresh()
  }

  /** As it would by itself some minutes later. */
  async lookAtVault(): Promise<void> {
    await this.endChain()
    await this.beginChain()
  }

  /** A .torrent as the add dialog adds it. */
  async add(bytes: Uint8Array, folder: string): Promise<TorrentId> {
    const { ref } = valueOf(await this.engine.call('add.inspectFile', { bytes, name: 'a.torrent' }))
    return valueOf(await this.engine.call('add.confirm', { ref, folder, start: true, priorities: null })).id
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#desk !== null) await this.end()
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 })
  }

  #crashed: (cause: unknown, name: string) => string = (cause) => this.#problem('wallet', cause)

  #get() {
    if (this.#settings === null) throw new Error('it does not run')
    return this.#settings.get()
  }

  #problem(who: string, cause: unknown): string {
    this.problems.push(`${who}: ${cause instanceof Error ? cause.stack : String(cause)}`)
    return 'story'
  }

  #keyWindow(): RpcClient {
    const wallet = this.#opened
    if (wallet === null) throw new Error('the wallet does not run')
    const [near, far] = memoryPortPair(setImmediate, structuredClone)
    serveKeyWindow(wallet, far, (cause, name) => this.#crashed(cause, name))
    return connect(near)
  }

  #holdings(): Holdings {
    return {
      wallet: this.#walletState,
      walletRuns: this.#lines.wallet.runs,
      network: this.#get().wallet.network,
      chain: this.#chainState,
      atStake: this.#atStake,
    }
  }

  #refresh(): void {
    if (this.#settings === null) return
    const config = chainConfig(this.#get().wallet, this.#walletState, this.practice, false, this.#atStake)
    if (this.#lines.chain.runs) void this.chain.call('chain.configure', config)
    for (const listener of this.#listeners) listener()
  }

  #follow(): void {
    this.wallet.on('wallet.changed', (state) => {
      this.#walletState = state
      if (!isUnopened(state)) this.#atStake = []
      this.#refresh()
    })
    this.wallet.on('wallet.log', ({ level, text }) => level === 'error' && this.#problem('wallet', text))
    this.#lines.chain.onEvent((name, data) => {
      if (name !== 'chain.changed') return
      this.#chainState = data as ChainState
      for (const listener of this.#listeners) listener()
    })
    this.#lines.engine.onEvent((name, data) => {
      if (name === 'torrents.delta') this.#rows = apply(this.#rows, data as EngineEvents['torrents.delta'])
      if (name === 'session.stats') this.#stats = data as EngineEvents['session.stats']
      if (name === 'speed.ask') this.#desk?.ask(data as EngineEvents['speed.ask'])
      if (name === 'speed.tick') this.#desk?.tick(data as EngineEvents['speed.tick'])
      if (name === 'engine.log') this.#noteLog(data as EngineEvents['engine.log'])
    })
  }

  #noteLog({ level, text }: EngineEvents['engine.log']): void {
    if (level === 'error') this.#problem('engine', text)
  }

  #join(settings: SettingsStore): SpeedDesk {
    const confirming = { wallet: this.wallet, keys: this.person }
    const chosen = () => chosenChain(this.#get().wallet, this.practice)
    const holdings = (): Holdings => this.#holdings()
    return openSpeed({
      engine: this.engine,
      settings,
      link: { emit: (name, data) => void ((this.told as Record<string, unknown[]>)[name] ??= []).push(data) },
      log: { ...quiet, error: (text, cause) => this.#problem(text, cause) },
      clock,
      money: {
        wallet: this.wallet,
        chain: this.chain,
        keys: this.person,
        chainDeps: {
          chain: this.chain,
          wallet: this.wallet,
          chosen,
          open: () => openWallet(confirming),
          confirm: (token) => confirmReview(token, confirming),
          onNetwork: () => () => undefined,
        },
        get holdings() {
          return holdings()
        },
        onChange: (listener) => {
          this.#listeners.add(listener)
          return () => this.#listeners.delete(listener)
        },
      },
      rows: () => this.#rows,
      listening: () => this.#stats,
      told: () => undefined,
      noticed: () => undefined,
      trial: () => null,
    })
  }
}
