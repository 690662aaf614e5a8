// Speed's side of main: what the engine, the wallet's books, the chain and the settings say is put together here, the
// engine is told what follows from it, and windows how things are. Leaves answering the engine to the desk, deciding to
// app/speed, and all money to the wallet process. Invariant: nothing here outlives a restart but what settings keep,
// and nothing here has to.

import type { EngineEvents } from '../../app/ipc/engine-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Amount } from '../../app/money/amount.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { Settings } from '../../app/settings/settings.ts'
import { ordersOf } from '../../app/speed/compose-orders.ts'
import { speedState, torrentSpeeds, type ListedTorrent } from '../../app/speed/compose-state.ts'
import type { Debtor } from '../../app/speed/cash-advice.ts'
import type { TorrentFigures } from '../../app/speed/figures.ts'
import { nothingEarned, type Listening } from '../../app/speed/nothing-earned.ts'
import type { VaultAccount } from '../../app/speed/settled.ts'
import type { Situation } from '../../app/speed/situation.ts'
import { sellingOf } from '../../app/speed/speed-settings.ts'
import type { SpeedState, TorrentSpeed, Trial } from '../../app/speed/speed-state.ts'
import type { SpeedTick, TorrentTick } from '../../app/speed/speed-tick.ts'
import { isInForce, type Listed } from '../../app/speed/torrent-switch.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { onDisk } from '../ipc/disk-error.ts'
import type { Log } from '../log/log.ts'
import type { SettingsStore } from '../settings/store.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'
import type { Clock } from '../supervisor/clock.ts'
import { EngineOrders } from './engine-orders.ts'
import { fingerprint } from './fingerprint.ts'
import { Pace } from './pace.ts'
import { SwitchedOff } from './switched-off.ts'
import { WalletBooks, type BooksPort, type Owner } from './wallet-books.ts'
import type { Wealth } from './wealth.ts'

export interface SpeedParts {
  readonly engine: EngineClient
  readonly settings: SettingsStore
  readonly books: BooksPort & {
    stop(stopped: boolean): Promise<Result<void, AppError>>
    setTorrent(order: TorrentOrder): Promise<Result<void, AppError>>
    /** Those of an engine that is gone. */
    endBids(): Promise<Result<void, AppError>>
  }
  readonly wealth: () => Wealth
  /** What the vault has of the account, as it was read last; null: not read yet. */
  readonly deposit: () => VaultAccount | null
  /** Who owes us, as it was read last. */
  readonly debtors: () => readonly Debtor[]
  /** As it is in the list; undefined: it is not. */
  readonly listed: (id: TorrentId) => (ListedTorrent & Listed & { readonly name: string }) | undefined
  /** Null while the engine is away. */
  readonly listening: () => Listening | null
  /** What runs of `speed.demo`. */
  readonly trial: () => Trial | null
  readonly emit: {
    state(state: SpeedState): void
    torrents(torrents: readonly TorrentSpeed[]): void
  }
  /** How things are, each time that windows may be told. */
  readonly told: (state: SpeedState, torrents: readonly TorrentSpeed[]) => void
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
}

export interface TorrentOrder {
  readonly id: TorrentId
  readonly name: string | null
  readonly on: boolean
  readonly budget: Amount
  /** When it was added to the list; absent where it is switched off. */
  readonly added?: number
}

const EVERY_MS = 1_000
/** A disk that refused may be better by then. */
const AGAIN_MS = 5_000

export class Speed {
  readonly #parts: SpeedParts
  readonly books: WalletBooks
  readonly #orders: EngineOrders
  readonly #pace: Pace
  /** Set before anybody is told. */
  #stopped: boolean
  #tick: SpeedTick | null = null
  #look: TorrentId | null = null
  /** Switched off, and the wallet could not be told yet. */
  readonly #off: SwitchedOff
  #triesAgain = false
  /** Of a former engine, that the wallet was not told of. */
  #bidsLeft = false
  #sent = { state: '', torrents: '' }

  constructor(parts: SpeedParts) {
    this.#parts = parts
    const { settings, engine, clock, books, log } = parts
    this.#stopped = settings.get().speed.stopped
    this.#off = new SwitchedOff({
      owner: () => this.owner,
      tell: (order) => books.setTorrent(order),
      figures: () => books.figures(),
      marks: () => settings.get().speed.switchedOff,
      keep: (marks) => this.#keep({ switchedOff: [...marks] }),
    })
    this.books = new WalletBooks({
      port: books,
      clock,
      stopped: () => this.#stopped,
      begun: () => this.#catchUp(),
      changed: () => this.refresh(),
      untold: (error) => log.warn(`the deposit is not in the books: ${JSON.stringify(error)}`),
    })
    this.#orders = new EngineOrders({ tell: (orders) => engine.call('engine.speed', orders), clock })
    this.#pace = new Pace(clock, EVERY_MS, () => this.#tell())
    settings.onChange((now, before) => {
      if (fingerprint(now.speed) !== fingerprint(before.speed)) this.refresh()
    })
  }

  get stopped(): boolean {
    return this.#stopped
  }

  /** By the user, and the wallet may not have heard of it yet; or with its torrent removed. Null: whether any is. */
  isSwitchedOff(id: TorrentId | null): boolean {
    const { listed } = this.#parts
    const isStale = (torrent: TorrentFigures): boolean => !isInForce(torrent, listed(torrent.id))
    return this.#off.has(id) || this.#on.some((torrent) => (id === null || torrent.id === id) && isStale(torrent))
  }

  get state(): SpeedState {
    const { listening } = this.#parts
    const selling = this.#situation.selling.on
    const why = selling ? nothingEarned(this.#tick?.selling ?? null, listening()) : null
    return speedState(this.#situation, why, this.#parts.trial())
  }

  get torrents(): readonly TorrentSpeed[] {
    const ticks = new Map<TorrentId, TorrentTick>((this.#tick?.torrents ?? []).map((tick) => [tick.id, tick]))
    return torrentSpeeds(this.#situation, ticks, this.#parts.listed)
  }

  get debtors(): readonly Debtor[] {
    return this.#parts.debtors()
  }

  /** Whose books, in which vault; null: nobody's. */
  get owner(): Owner | null {
    const { account, vault } = this.#parts.wealth()
    return account !== null && vault !== null ? { account, vault } : null
  }

  /** Anything that bears on it changed. */
  refresh(): void {
    this.books.use(this.owner)
    this.#orders.order(ordersOf(this.#situation))
    this.#pace.wish()
  }

  tick(tick: EngineEvents['speed.tick']): void {
    this.#tick = tick
    this.#pace.wish()
  }

  engineRuns(running: boolean): void {
    if (!running) this.#tick = null
    else void this.#endBids()
    this.#orders.engineRuns(running)
    if (running && this.#look !== null) void this.#parts.engine.call('engine.speedLook', { id: this.#look })
    this.#pace.wish()
  }

  get looksAt(): TorrentId | null {
    return this.#look
  }

  look(id: TorrentId | null): Promise<Result<void, AppError>> {
    this.#look = id
    return this.#parts.engine.call('engine.speedLook', { id })
  }

  /** The desk refuses from this moment; wallet, settings and engine hear of it, and nobody waits for another to answer. */
  async stopSpending(stopped: boolean): Promise<Result<void, AppError>> {
    if (!stopped) return this.#allowSpending()
    this.#stopped = true
    const taking = Promise.all([this.#parts.books.stop(true), this.#keep({ stopped: true })])
    this.refresh()
    const [told, kept] = await taking
    // Either of them is enough: what settings keep, the wallet is told when it is there again.
    if (!told.ok && !kept.ok) return told
    await this.books.refresh()
    this.refresh()
    return ok(undefined)
  }

  /** Only when both have taken it. */
  async #allowSpending(): Promise<Result<void, AppError>> {
    const told = await this.#parts.books.stop(false)
    if (!told.ok) return told
    const kept = await this.#keep({ stopped: false })
    if (!kept.ok) return kept
    this.#stopped = false
    await this.books.refresh()
    this.refresh()
    return ok(undefined)
  }

  async setTorrent(id: TorrentId, on: boolean, budget: Amount): Promise<Result<void, AppError>> {
    const { listed } = this.#parts
    const row = listed(id)
    if (on && row === undefined) return fail({ code: 'not-found' })
    const order = { id, name: row?.name ?? null, on, budget }
    const told = await (on && row ? this.#off.switchOn({ ...order, added: row.addedAt }) : this.#off.switchOff(order))
    await this.books.refresh()
    this.refresh()
    this.#tryAgain()
    return told
  }

  /** Before they leave the list: added again they are off, and what was spent and earned stays in the books. */
  async leave(ids: ReadonlySet<TorrentId>): Promise<void> {
    const { listed, settings } = this.#parts
    const leaving = this.#on.filter(({ id }) => ids.has(id))
    for (const { id, budget } of leaving)
      await this.#off.switchOff({ id, name: listed(id)?.name ?? null, on: false, budget })
    const privateToo = settings.get().speed.privateToo.filter((id) => !ids.has(id))
    if (privateToo.length < settings.get().speed.privateToo.length) await this.#keep({ privateToo })
    if (leaving.length === 0) return
    await this.books.refresh()
    this.refresh()
    this.#tryAgain()
  }

  allowPrivate(id: TorrentId, on: boolean): Promise<Result<void, AppError>> {
    const others = this.#parts.settings.get().speed.privateToo.filter((each) => each !== id)
    return this.#keep({ privateToo: on ? [...others, id] : others })
  }

  setSelling(on: boolean, ask: Amount): Promise<Result<void, AppError>> {
    return this.#keep({ selling: on, ask: ask.toString() })
  }

  setPaidPercent(percent: number): Promise<Result<void, AppError>> {
    return this.#keep({ paidPercent: percent })
  }

  /** The wallet process begins or ends. */
  walletRuns(running: boolean): void {
    this.books.walletRuns(running)
  }

  /** Asked before the engine is told that it may open any. */
  async #endBids(): Promise<void> {
    this.#bidsLeft = true
    if (this.books.figures !== null && (await this.#parts.books.endBids()).ok) this.#bidsLeft = false
  }

  async #catchUp(): Promise<void> {
    if (this.#bidsLeft && (await this.#parts.books.endBids()).ok) this.#bidsLeft = false
    await this.#off.catchUp()
    this.#tryAgain()
  }

  /** For as long as something is off that the wallet has not taken, and it runs. */
  #tryAgain(): void {
    if (this.#triesAgain || this.#off.isEmpty || !this.books.running) return
    this.#triesAgain = true
    this.#parts.clock.after(AGAIN_MS, () => {
      this.#triesAgain = false
      if (!this.books.running || this.#off.isEmpty) return
      void this.#off.catchUp().then(async () => {
        await this.books.refresh()
        this.refresh()
        this.#tryAgain()
      })
    })
  }

  async #keep(speed: Partial<Settings['speed']>): Promise<Result<void, AppError>> {
    const kept = await onDisk(() => this.#parts.settings.change({ speed }), 'state-disk')
    return kept.ok ? ok(undefined) : kept
  }

  /** As the books have it, whatever is in force. */
  get #on(): readonly TorrentFigures[] {
    return (this.books.figures?.torrents ?? []).filter(({ on }) => on)
  }

  get #situation(): Situation {
    const { wealth, deposit, debtors, settings, listed } = this.#parts
    const { speed } = settings.get()
    const figures = this.books.figures
    return {
      ...wealth(),
      deposit: deposit(),
      debtors: debtors(),
      figures: figures && {
        ...figures,
        torrents: figures.torrents.map((torrent) => ({
          ...torrent,
          on: isInForce(torrent, listed(torrent.id)) && !this.#off.has(torrent.id),
        })),
      },
      stopped: this.#stopped,
      unkept: new Set((figures?.torrents ?? []).map(({ id }) => id).filter((id) => this.#off.isUnkept(id))),
      selling: sellingOf(speed),
      privateToo: new Set(speed.privateToo),
    }
  }

  #tell(): void {
    const { emit, told } = this.#parts
    const { state, torrents } = this
    const now = { state: fingerprint(state), torrents: fingerprint(torrents) }
    if (now.state !== this.#sent.state) emit.state(state)
    if (now.torrents !== this.#sent.torrents) emit.torrents(torrents)
    this.#sent = now
    told(state, torrents)
  }
}
