// One user of the practice swarm: an engine of its own on loopback, without any way to find peers but being told, and,
// where it trades, a wallet and a chain process, joined by the same parts as the app's own. Leaves what it does to
// swarm.ts. Invariant: all it keeps lies in its own folder, and its processes end with `end`, or with main.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { EngineEvents } from '../../../app/ipc/engine-contract.ts'
import type { AppError } from '../../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import { defaultSettings, type SettingsPatch } from '../../../app/settings/settings.ts'
import { apply, fromSnapshot, type Rows } from '../../../app/torrent/delta.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { chainConfig, chosenChain } from '../../../app/wallet/chain-config.ts'
import type { ChainState } from '../../../app/wallet/chain-state.ts'
import type { PracticeNode } from '../../../app/wallet/practice-network.ts'
import { noWallet } from '../../../app/wallet/wallet-home.ts'
import type { WalletState } from '../../../app/wallet/wallet-state.ts'
import type { Address } from '../../../app/tron/address.ts'
import { KEY_WINDOW_PORT } from '../../../app/ipc/wallet-contract.ts'
import { confirmReview, openWallet } from '../../ipc/confirm.ts'
import type { Log } from '../../log/log.ts'
import { openSettings, type SettingsStore } from '../../settings/store.ts'
import { chainClient, type ChainClient } from '../../supervisor/chain-client.ts'
import type { Clock } from '../../supervisor/clock.ts'
import { engineClient, type EngineClient } from '../../supervisor/engine-client.ts'
import { OnDemand } from '../../supervisor/on-demand.ts'
import type { HandedPort, SupervisedProcess } from '../../supervisor/process.ts'
import { Supervisor } from '../../supervisor/supervisor.ts'
import { walletClient, type ListenedWallet } from '../../supervisor/wallet-client.ts'
import type { Port } from '../../../app/ipc/port.ts'
import { openSpeed, type SpeedDesk } from '../open-speed.ts'
import type { Holdings } from '../wealth.ts'
import { HouseOwner } from './house-owner.ts'

export interface MemberHost {
  readonly fork: Record<'engine' | 'wallet' | 'chain', () => SupervisedProcess>
  /** One end for a process, the other one kept. */
  readonly line: () => { readonly handed: HandedPort; readonly kept: Port }
  /** Null: the Practice network does not run. */
  readonly practice: () => PracticeNode | null
  readonly log: Log
  readonly clock: Clock
  /** Of the wallets; a random one of each, forgotten with the member, unless told otherwise. */
  readonly password?: string
}

const AUTO_LOCK_MS = 86_400_000
const TRIES = 3

const quietNetwork = {
  port: 0,
  dht: false,
  lsd: false,
  upnp: false,
  natPmp: false,
  pex: false,
  utp: false,
} as const satisfies SettingsPatch['network']

export class Member {
  readonly folder: string
  readonly engine: EngineClient
  readonly wallet: ListenedWallet
  readonly chain: ChainClient
  readonly owner: HouseOwner
  readonly #host: MemberHost
  readonly #processes: Record<'engine' | 'wallet' | 'chain', OnDemand>
  readonly #settings: SettingsStore
  readonly #listeners = new Set<() => void>()
  #desk: SpeedDesk | null = null
  #rows: Rows = new Map()
  #stats: EngineEvents['session.stats'] | null = null
  #walletState: WalletState = noWallet(AUTO_LOCK_MS)
  #chainState: ChainState | null = null
  #configured = ''
  #trades = false

  private constructor(folder: string, settings: SettingsStore, host: MemberHost) {
    this.folder = folder
    this.#settings = settings
    this.#host = host
    const { network, limits, connections, queue, seeding } = settings.get()
    this.#processes = {
      engine: this.#process('engine', (stateFolder) => ({
        stateFolder,
        settings: { network, limits, connections, queue, seeding },
        version: '0.0.0',
      })),
      wallet: this.#process('wallet', (own) => ({ folder: own, autoLockMs: AUTO_LOCK_MS })),
      chain: this.#process('chain', (own) => ({ folder: own })),
    }
    this.engine = engineClient(this.#processes.engine)
    this.wallet = walletClient(this.#processes.wallet)
    this.chain = chainClient(this.#processes.chain)
    this.owner = new HouseOwner(() => this.#keyLine(), host.password)
    this.#follow()
  }

  /** `trades`: it has a wallet, and buys or sells. */
  static async open(folder: string, patch: SettingsPatch, host: MemberHost): Promise<Member> {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const defaults = defaultSettings({ folder: join(folder, 'downloads'), port: 0 })
    const settings = await openSettings({ path: join(folder, 'settings.json'), defaults, now: Date.now() })
    const network = { ...patch.network, ...quietNetwork }
    await settings.change({ ...patch, network, wallet: { network: 'practice' } })
    const member = new Member(folder, settings, host)
    member.#processes.engine.begin()
    return member
  }

  /** From now on it has a wallet of its own, made or opened, and keeps it open; its account. */
  async trade(): Promise<Result<Address, AppError>> {
    this.#desk ??= this.#join()
    this.#desk.engineRuns(this.#processes.engine.state === 'running')
    let opened = await this.#open()
    // Its process may have ended in the middle: on a machine that is busy it is taken for hung.
    for (let tries = 1; !opened.ok && tries < TRIES; tries++) opened = await this.#open()
    if (!opened.ok) return opened
    this.#trades = true
    const account = this.account
    return account === null ? fail({ code: 'wallet-unavailable' }) : ok(account)
  }

  get account(): Address | null {
    return this.#walletState.accounts[0]?.address ?? null
  }

  get speed(): SpeedDesk['deps'] | null {
    return this.#desk?.deps ?? null
  }

  get rows(): Rows {
    return this.#rows
  }

  /** Where it listens for peers; null: not yet. */
  get port(): number | null {
    return this.#stats?.port ?? null
  }

  /** Calls back when anything about it may have changed. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The Practice network may be another one than before. */
  refresh(): void {
    const config = chainConfig(this.#settings.get().wallet, this.#walletState, this.#host.practice())
    const text = JSON.stringify(config)
    if (this.#desk !== null && config.profile !== null && text !== this.#configured) {
      this.#configured = text
      void this.chain.call('chain.configure', config)
    }
    for (const listener of this.#listeners) listener()
  }

  /** A .torrent as the add dialog adds it. */
  async add(bytes: Uint8Array, folder: string): Promise<Result<TorrentId, AppError>> {
    const candidate = await this.engine.call('add.inspectFile', { bytes, name: 'practice.torrent' })
    if (!candidate.ok) return candidate
    const order = { ref: candidate.value.ref, folder, start: true, priorities: null }
    const added = await this.engine.call('add.confirm', order)
    return added.ok ? ok(added.value.id) : added
  }

  /** Starts at once what waits after it ended, or was given up: as a person does who asks for it. */
  retry(): void {
    for (const each of Object.values(this.#processes)) each.retry()
  }

  async end(): Promise<void> {
    this.#desk?.close()
    await Promise.all(Object.values(this.#processes).map((each) => each.stop()))
  }

  #process(name: 'engine' | 'wallet' | 'chain', startWith: (folder: string) => unknown): OnDemand {
    const { fork, log, clock } = this.#host
    const folder = join(this.folder, name)
    const away = { code: `${name}-unavailable` } as const
    const prepared = (): SupervisedProcess => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      return fork[name]()
    }
    return new OnDemand(new Supervisor({ name, away, fork: prepared, startWith: () => startWith(folder), log, clock }))
  }

  #keyLine(): Port | null {
    const { handed, kept } = this.#host.line()
    if (this.#processes.wallet.hand(KEY_WINDOW_PORT, handed)) return kept
    kept.close()
    return null
  }

  #follow(): void {
    const { engine, wallet, chain } = this.#processes
    engine.onEvent((name, data) => this.#hearEngine(name, data))
    engine.onState(() => void this.#onEngine())
    this.wallet.on('wallet.changed', (state) => this.#hear(state))
    wallet.onState(() => void this.#onWallet())
    chain.onEvent((name, data) => {
      if (name === 'chain.changed') this.#chainState = data as ChainState
      if (name === 'chain.changed') this.refresh()
    })
    chain.onState(() => {
      this.#chainState = null
      this.#configured = ''
      this.refresh()
    })
  }

  async #open(): Promise<Result<void, AppError>> {
    const found = await this.wallet.call('wallet.state', undefined)
    if (!found.ok) return found
    this.#hear(found.value)
    const { vault } = found.value
    if (vault.is !== 'none' && vault.is !== 'locked') return ok(undefined)
    const opened = await this.owner.open(vault.is)
    if (!opened.ok) return opened
    const state = await this.wallet.call('wallet.state', undefined)
    if (!state.ok) return state
    this.#hear(state.value)
    return ok(undefined)
  }

  /** One that was started again is locked. */
  async #onWallet(): Promise<void> {
    this.refresh()
    if (this.#trades && this.#processes.wallet.state === 'running') await this.#open()
  }

  async #onEngine(): Promise<void> {
    const running = this.#processes.engine.state === 'running'
    this.#desk?.engineRuns(running)
    if (!running) return void (this.#stats = null)
    const rows = await this.engine.call('torrents.snapshot', undefined)
    if (rows.ok) this.#rows = fromSnapshot(rows.value)
    this.refresh()
  }

  #hearEngine(name: string, data: unknown): void {
    switch (name) {
      case 'torrents.delta':
        this.#rows = apply(this.#rows, data as EngineEvents['torrents.delta'])
        return this.refresh()
      case 'session.stats':
        this.#stats = data as EngineEvents['session.stats']
        return this.refresh()
      case 'speed.ask':
        return this.#desk?.ask(data as EngineEvents['speed.ask'])
      case 'speed.tick':
        return this.#desk?.tick(data as EngineEvents['speed.tick'])
    }
  }

  #hear(state: WalletState): void {
    this.#walletState = state
    this.refresh()
  }

  #holdings(): Holdings {
    return {
      wallet: this.#walletState,
      walletRuns: this.#processes.wallet.state === 'running',
      network: this.#settings.get().wallet.network,
      chain: this.#chainState,
    }
  }

  #join(): SpeedDesk {
    const { wallet, chain, owner, engine } = this
    const { log, clock, practice } = this.#host
    const confirming = { wallet, keys: owner }
    const holdings = (): Holdings => this.#holdings()
    return openSpeed({
      engine,
      settings: this.#settings,
      link: { emit: () => undefined },
      log,
      clock,
      money: {
        wallet,
        chain,
        keys: owner,
        chainDeps: {
          chain,
          wallet,
          chosen: () => chosenChain(this.#settings.get().wallet, practice()),
          open: () => openWallet(confirming),
          confirm: (token) => confirmReview(token, confirming),
          onNetwork: () => () => undefined,
        },
        get holdings() {
          return holdings()
        },
        onChange: (listener) => this.onChange(listener),
      },
      rows: () => this.#rows,
      listening: () => this.#stats,
      told: () => undefined,
      noticed: () => undefined,
      trial: () => null,
    })
  }
}
