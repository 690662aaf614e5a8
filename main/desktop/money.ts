// The wallet's side of main: its process, the chain's and the practice node's, each started when it is first needed;
// the key window; and who hears of what. Decides nothing about money and never sees a secret.

import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserWindow, Session } from 'electron'
import { chainEventNames } from '../../app/ipc/chain-commands.ts'
import type { ChainProcessEvents } from '../../app/ipc/chain-contract.ts'
import type { WalletEvent } from '../../app/ipc/wallet-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { ok, type Result } from '../../app/result.ts'
import { switched } from '../../app/wallet/book-only.ts'
import { chainConfig, chosenChain, type AtStake } from '../../app/wallet/chain-config.ts'
import type { ChainState } from '../../app/wallet/chain-state.ts'
import { practiceNodeOf, type PracticeNode } from '../../app/wallet/practice-network.ts'
import type { Settings } from '../../app/settings/settings.ts'
import { noWallet, type WalletHome } from '../../app/wallet/wallet-home.ts'
import { isLocking, isUnopened, type WalletState } from '../../app/wallet/wallet-state.ts'
import type { ChainDeps } from '../ipc/chain-commands.ts'
import { confirmReview, openWallet } from '../ipc/confirm.ts'
import { onDisk } from '../ipc/disk-error.ts'
import type { WalletDeps } from '../ipc/wallet-commands.ts'
import type { WindowLink } from '../ipc/window-link.ts'
import type { Log } from '../log/log.ts'
import type { SettingsStore } from '../settings/store.ts'
import { chainClient, type ChainClient } from '../supervisor/chain-client.ts'
import type { Clock } from '../supervisor/clock.ts'
import { OnDemand } from '../supervisor/on-demand.ts'
import type { SupervisedProcess } from '../supervisor/process.ts'
import { Supervisor } from '../supervisor/supervisor.ts'
import { walletClient, type ListenedWallet } from '../supervisor/wallet-client.ts'
import type { Holdings } from '../speed/wealth.ts'
import { keepLocked } from './auto-lock.ts'
import { ChainOrders } from './chain-orders.ts'
import { ImportLookup } from './import-lookup.ts'
import { KeyWindow } from './key-window.ts'
import { somebody } from './power.ts'

interface Parts {
  readonly settings: SettingsStore
  readonly link: WindowLink
  readonly log: Log
  readonly clock: Clock
  readonly folders: { readonly wallet: string; readonly chain: string; readonly practice: string }
  readonly fork: Record<'wallet' | 'chain' | 'practice', () => SupervisedProcess>
  readonly window: BrowserWindow
  readonly keySession: Session
  readonly keyPreload: string
  readonly development: boolean
}

const MINUTE_MS = 60_000
const ASK_MS = 10_000

const ask = async (url: string, body: unknown): Promise<unknown> => {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ASK_MS),
    })
    return await answer.json()
  } catch {
    return null
  }
}

const hasFiles = (folder: string): boolean => {
  try {
    return readdirSync(folder).length > 0
  } catch {
    return false
  }
}

/** The process whose folder it is may be starting anew already, and has opened nothing yet. */
const emptyFolder = (folder: string): void => {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true })
}

const networkOf = ({ wallet: { network, nodes, customVault } }: Settings): string =>
  JSON.stringify([network, customVault, nodes.filter((node) => node.network === network)])

export class Money {
  readonly wallet: ListenedWallet
  readonly chain: ChainClient
  readonly keys: KeyWindow
  readonly #parts: Parts
  readonly #walletProcess: OnDemand
  readonly #chainProcess: OnDemand
  readonly #practiceProcess: OnDemand
  #state: WalletState
  /** What its books have at stake, while it was not opened yet. */
  #atStake: readonly AtStake[] = []
  readonly #lookup: ImportLookup
  readonly #orders: ChainOrders
  /** As the chain process said last; null: it does not run. */
  #chainState: ChainState | null = null
  readonly #listeners = new Set<() => void>()

  constructor(parts: Parts) {
    this.#parts = parts
    const { folders, fork, settings } = parts
    this.#state = noWallet(this.#autoLockMs())
    this.#walletProcess = this.#process('wallet', fork.wallet, folders.wallet, () => ({
      folder: folders.wallet,
      autoLockMs: this.#autoLockMs(),
    }))
    this.#chainProcess = this.#process('chain', fork.chain, folders.chain, () => ({ folder: folders.chain }))
    this.#practiceProcess = this.#process('practice', fork.practice, folders.practice, () => ({
      folder: folders.practice,
      blockMs: settings.get().network.testBed?.practiceBlockMs,
    }))
    this.wallet = walletClient(this.#walletProcess)
    this.chain = chainClient(this.#chainProcess)
    this.#orders = new ChainOrders({
      configure: (config) => this.chain.call('chain.configure', config),
      clock: parts.clock,
    })
    this.keys = new KeyWindow({
      session: parts.keySession,
      preload: parts.keyPreload,
      development: parts.development,
      parent: parts.window,
      hand: (message, port) => this.#walletProcess.hand(message, port),
    })
    this.#lookup = new ImportLookup({
      clock: parts.clock,
      network: () => settings.get().wallet.network,
      inspect: (addresses) => this.chain.call('chain.inspect', { addresses }),
      tell: (found) => void this.wallet.call('wallet.found', found),
    })
    this.#follow()
    settings.onChange((now, before) => {
      if (now.wallet.autoLockMinutes !== before.wallet.autoLockMinutes && this.#walletProcess.begun)
        void this.wallet.call('wallet.setAutoLock', { ms: this.#autoLockMs() })
      if (now.wallet.network !== before.wallet.network) this.#lookup.again()
      this.#refresh()
    })
  }

  /** Goes on where there is a wallet; a fresh install starts nothing. */
  begin(): void {
    if (hasFiles(this.#parts.folders.wallet)) this.#walletProcess.begin()
    this.#refresh()
  }

  /** For the commands of a window. */
  get chainDeps(): Omit<ChainDeps, 'shell'> {
    const confirming = { wallet: this.wallet, keys: this.keys }
    return {
      chain: this.chain,
      wallet: this.wallet,
      chosen: () => chosenChain(this.#parts.settings.get().wallet, this.#practice()),
      open: () => openWallet(confirming),
      confirm: (token) => confirmReview(token, confirming),
      onNetwork: (listener) =>
        this.#parts.settings.onChange((now, before) => {
          if (networkOf(now) !== networkOf(before)) listener()
        }),
    }
  }

  get walletDeps(): WalletDeps {
    return {
      wallet: this.wallet,
      keys: this.keys,
      home: async () => this.#home(),
      payBookOnly: (on) => this.#payBookOnly(on),
      practiceUrl: () => this.#practice()?.url ?? null,
      ask,
    }
  }

  /** Null: another network is chosen, or its node does not run. */
  get practice(): PracticeNode | null {
    return this.#practice()
  }

  /** POSTs to the practice node; whether it did as it was told. */
  async tellPractice(path: string, body: unknown): Promise<boolean> {
    const node = this.#practice()
    const answer = node === null ? null : await ask(`${node.url}${path}`, body)
    return typeof answer === 'object' && answer !== null && (answer as { result?: unknown }).result === true
  }

  /** What Speed has to know of it. */
  get holdings(): Holdings {
    return {
      wallet: this.#state,
      walletRuns: this.#walletProcess.state === 'running',
      network: this.#parts.settings.get().wallet.network,
      chain: this.#chainState,
      atStake: this.#atStake,
    }
  }

  /** Calls back when anything of `holdings` may have changed. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The wallet locks first. */
  async stop(): Promise<void> {
    this.keys.close()
    await Promise.all([this.#walletProcess, this.#chainProcess, this.#practiceProcess].map((each) => each.stop()))
  }

  #process(
    name: 'wallet' | 'chain' | 'practice',
    fork: () => SupervisedProcess,
    folder: string,
    startWith: () => unknown,
  ): OnDemand {
    const { log, clock } = this.#parts
    const prepared = (): SupervisedProcess => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      return fork()
    }
    const away = { code: name === 'wallet' ? 'wallet-unavailable' : 'chain-unavailable' } as const
    return new OnDemand(new Supervisor({ name, away, fork: prepared, startWith, log, clock }))
  }

  #follow(): void {
    const { link, log, clock } = this.#parts
    this.wallet.on('wallet.changed', (state) => this.#hear(state))
    this.wallet.on('wallet.preview', (preview) => {
      this.#lookup.follow(preview?.addresses ?? [])
      this.#refresh()
    })
    this.wallet.on('wallet.log', ({ level, text, logId }: WalletEvent<'wallet.log'>) =>
      log.line(level, `wallet: ${text}`, logId),
    )
    this.wallet.on('wallet.wiped', () => void this.#forgetAccounts())
    this.#walletProcess.onState(() => void this.#onWallet())
    this.#chainProcess.onEvent((name, data) => {
      const known = chainEventNames.find((each) => each === name)
      if (known) link.emit(known, data as never)
      if (known === 'chain.changed') this.#hearChain(data as ChainState)
      if (name === 'chain.reset') this.#tellReset(data as ChainProcessEvents['chain.reset'])
    })
    this.#chainProcess.onState(() => {
      this.#orders.forget()
      this.#chainState = null
      this.#refresh()
    })
    this.#practiceProcess.onState(() => this.#refresh())
    for (const [name, process] of [
      ['chain', this.#chainProcess],
      ['practice', this.#practiceProcess],
    ] as const) {
      process.onEvent((event, data) => this.#note(name, event, data))
    }
    keepLocked({
      wallet: this.wallet,
      clock,
      person: somebody,
      running: () => this.#walletProcess.begun,
      unlocked: () => this.#state.vault.is === 'unlocked',
      idleMs: () => this.#autoLockMs(),
    })
  }

  #tellReset({ keptAs }: ChainProcessEvents['chain.reset']): void {
    this.#parts.log.line('error', `chain: its database was damaged and is kept as ${keptAs}`)
    this.#parts.link.emit('notice', { kind: 'activity-reset', keptAs })
  }

  /** Both are ours, and neither knows a secret; its words are taken for words all the same. */
  #note(process: string, event: string, data: unknown): void {
    if (event !== 'log' && event !== `${process}.log`) return
    const { level, text, logId } = data as { level: 'info' | 'warn' | 'error'; text: string; logId?: string }
    this.#parts.log.line(level, `${process}: ${text}`, logId)
  }

  async #onWallet(): Promise<void> {
    if (this.#walletProcess.state !== 'running') {
      // Its window leads nowhere any more.
      this.keys.close()
      this.#lookup.follow([])
      return this.#refresh()
    }
    const state = await this.wallet.call('wallet.state', undefined)
    if (!state.ok) return
    this.#hear(state.value)
    if (!isUnopened(state.value)) return
    const atStake = await this.wallet.call('speed.remembered', undefined)
    if (!atStake.ok || !isUnopened(this.#state)) return
    this.#atStake = atStake.value
    this.#refresh()
  }

  #hear(state: WalletState): void {
    // What it shows, and what is typed in it, is of the wallet that was just locked.
    if (isLocking(this.#state, state)) this.keys.close()
    this.#state = state
    if (!isUnopened(state)) this.#atStake = []
    this.#refresh()
  }

  /** The wallet was removed: so are its payments, its address book, and play money's chain, which all name its accounts. */
  async #forgetAccounts(): Promise<void> {
    const { folders, log } = this.#parts
    for (const [process, folder] of [
      [this.#chainProcess, folders.chain],
      [this.#practiceProcess, folders.practice],
    ] as const) {
      await process.rest()
      try {
        emptyFolder(folder)
      } catch (cause) {
        log.error('removing what a removed wallet left', cause)
      }
    }
    this.#refresh()
  }

  /** Whatever changed: the chain process is told what follows from it, and the window how things are. */
  #refresh(): void {
    const { settings, link } = this.#parts
    const { wallet } = settings.get()
    if (wallet.network === 'practice') this.#practiceProcess.begin()
    else void this.#practiceProcess.rest()
    const config = chainConfig(wallet, this.#state, this.#practice(), this.#lookup.underway, this.#atStake)
    const state = this.#chainProcess.state
    const wanted = config.onlyUnderway === true ? hasFiles(this.#parts.folders.chain) : config.profile !== null
    const reachable = wanted || state === 'running'
    if (reachable && state !== 'restarting' && state !== 'stopping' && state !== 'failed') this.#orders.tell(config)
    link.emit('wallet.changed', this.#home())
    for (const listener of this.#listeners) listener()
  }

  #hearChain(state: ChainState): void {
    this.#chainState = state
    for (const listener of this.#listeners) listener()
  }

  async #payBookOnly(on: boolean): Promise<Result<void, AppError>> {
    const { settings } = this.#parts
    const bookOnly = switched(settings.get().wallet.bookOnly, on, Date.now())
    const stored = await onDisk(() => settings.change({ wallet: { bookOnly } }), 'state-disk')
    return stored.ok ? ok(undefined) : stored
  }

  #practice(): PracticeNode | null {
    return this.#parts.settings.get().wallet.network === 'practice'
      ? practiceNodeOf(this.#practiceProcess.started)
      : null
  }

  #home(): WalletHome {
    const practising = this.#parts.settings.get().wallet.network === 'practice'
    const state = this.#practiceProcess.state
    return {
      wallet: this.#state,
      process: this.#walletProcess.state,
      chain: this.#chainProcess.state,
      practice: practising ? (state === 'running' || state === 'failed' ? state : 'starting') : null,
    }
  }

  #autoLockMs(): number {
    return this.#parts.settings.get().wallet.autoLockMinutes * MINUTE_MS
  }
}
