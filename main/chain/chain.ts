// The wallet's side of the chain on one network: reads accounts, brings sends to an end, notes what comes in, and says
// how all that is. Leaves how each is done to the folders beside it. Invariant: without a profile no node is asked
// anything, and what a network told is never shown for another.

import type { ChainConfig } from '../../app/ipc/chain-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { Address } from '../../app/tron/address.ts'
import { MAINNET, NILE, SHASTA, TRX, type Asset } from '../../app/tron/networks.ts'
import type { Familiar } from '../../app/wallet/familiar.ts'
import type { ChainFault } from '../../app/wallet/chain-fault.ts'
import type { AccountState, ChainPhase, ChainState, FeeParameters, Price } from '../../app/wallet/chain-state.ts'
import { Pool } from './nodes/pool.ts'
import { readAccount } from './reading/account.ts'
import { accountState, underwayOf, unread } from './reading/account-state.ts'
import { readFees } from './reading/fees.ts'
import { History } from './reading/history.ts'
import { readPrices } from './reading/prices.ts'
import { selfCheck } from './reading/self-check.ts'
import { Delivery, type DeliveryStep } from './sending/delivery.ts'
import type { PreviewWorld } from './sending/preview.ts'
import type { Records } from './store/records.ts'
import type { Send, Sends } from './store/sends.ts'

export interface ChainDeps {
  readonly sends: Sends
  readonly records: Records
  readonly now: () => number
  /** Calls back once after so many ms; the function it gives takes that back. */
  readonly after: (ms: number, run: () => void) => () => void
  readonly changed: () => void
  /** What should not happen. */
  readonly crashed: (cause: unknown) => void
  readonly pass?: (step: DeliveryStep) => void
  readonly timeoutMs?: number
}

const FAST_MS = 3_000
const SLOW_MS = 15_000
const ACCOUNTS_MS = 12_000
const FEES_MS = 600_000
const HISTORY_MS = 30_000
const PRICES_MS = 300_000

const KNOWN = [MAINNET, NILE, SHASTA]

/** All there is while one network is chosen. */
interface Session {
  readonly key: string
  readonly config: ChainConfig
  readonly pool: Pool
  readonly delivery: Delivery
  phase: ChainPhase
  assets: readonly Asset[]
  accounts: Map<Address, AccountState>
  fees: FeeParameters | null
  prices: readonly Price[]
  readonly due: Map<'accounts' | 'fees' | 'history' | 'prices', number>
}

const keyOf = ({ profile }: ChainConfig): string => JSON.stringify(profile)

export class Chain {
  readonly #deps: ChainDeps
  #session: Session | null = null
  #cancelTimer: () => void = () => undefined
  #running: Promise<void> | null = null
  #again = false
  #revision = 0
  #closed = false

  constructor(deps: ChainDeps) {
    this.#deps = deps
  }

  configure(config: ChainConfig): void {
    const before = this.#session
    if (before !== null && before.key === keyOf(config)) {
      this.#session = { ...before, config }
      before.due.delete('accounts')
      before.due.delete('prices')
    } else {
      before?.pool.close()
      this.#session = config.profile === null ? null : this.#open(config)
    }
    this.#revision++
    this.#deps.changed()
    this.wake()
  }

  get state(): ChainState {
    const session = this.#session
    const chainId = session?.pool.chainId ?? null
    return {
      network: session?.config.profile?.network ?? null,
      chainId,
      phase: this.#phase(session),
      nodes: session?.pool.statuses ?? [],
      accounts: session
        ? this.#addresses(session).map((address) => session.accounts.get(address) ?? unread(address))
        : [],
      fees: session?.fees ?? null,
      solidNumber: largest((session?.pool.statuses ?? []).map(({ solidNumber }) => solidNumber)),
      underway: chainId === null ? 0 : this.#deps.sends.underway(chainId).length,
      activityRevision: this.#revision,
      prices: session?.prices ?? [],
    }
  }

  /** Does a round as soon as may be, and rounds from then on while there is a network. */
  wake(): void {
    this.#again = true
    this.#cancelTimer()
    if (this.#running !== null || this.#closed) return
    this.#again = false
    this.#running = this.#round()
      .catch((cause: unknown) => this.#deps.crashed(cause))
      .finally(() => {
        this.#running = null
        if (this.#again) this.wake()
        else if (this.#session !== null) this.#cancelTimer = this.#deps.after(this.#pause(), () => this.wake())
      })
  }

  /** Resolves when everything was read anew once. */
  async refresh(): Promise<void> {
    for (const name of ['accounts', 'history', 'fees'] as const) this.#session?.due.delete(name)
    await this.#running
    this.wake()
    await this.#running
  }

  /** What a preview or a send is worked out from. */
  world(): Result<{ world: PreviewWorld; chainId: number; session: ChainConfig }, AppError> {
    const session = this.#session
    if (session === null) return chainFail('no-network')
    const { chainId } = session.pool
    const { is } = this.#phase(session)
    if (is === 'disagreeing') return chainFail('disagreeing')
    if (is === 'offline') return chainFail('offline')
    if (chainId === null || is !== 'ready') return chainFail('not-ready')
    const world: PreviewWorld = {
      pool: session.pool,
      assets: session.assets,
      fees: session.fees,
      account: (address) => session.accounts.get(address) ?? null,
      ...this.familiar(),
    }
    return ok({ world, chainId, session: session.config })
  }

  /** Whom the user knows, on this network. */
  familiar(): Familiar {
    const { records } = this.#deps
    const chainId = this.#session?.pool.chainId ?? null
    const own = new Set(this.#session?.config.accounts)
    const paid = chainId === null ? new Map<Address, number>() : records.paid(chainId, own)
    return { own, paid, names: records.names(), compared: records.compared() }
  }

  /** Accounts that are not ours, read once. */
  async inspect(addresses: readonly Address[]): Promise<Result<readonly AccountState[], AppError>> {
    const session = this.#session
    if (session === null) return chainFail('no-network')
    await this.#prepare(session)
    const states: AccountState[] = []
    for (const address of addresses) {
      const read = await readAccount(session.pool, address, session.assets)
      if (!read.ok) return chainFail(read.error)
      states.push(accountState(address, read.value, session.assets, [], this.#deps.now()))
    }
    return ok(states)
  }

  /** A send that is on disk goes out. */
  dispatch(send: Send): void {
    const session = this.#session
    this.#revision++
    this.#respend()
    this.#deps.changed()
    if (session === null) return
    void session.delivery
      .first(send)
      .catch((cause: unknown) => this.#deps.crashed(cause))
      .then(() => this.wake())
  }

  noteContacts(): void {
    this.#revision++
    this.#deps.changed()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#cancelTimer()
    this.#session?.pool.close()
    await this.#running
  }

  #open(config: ChainConfig): Session | null {
    const { profile } = config
    if (profile === null) return null
    const { sends, now, pass, timeoutMs } = this.#deps
    const pool = new Pool(profile.nodes, profile.chainId, now, timeoutMs)
    return {
      key: keyOf(config),
      config,
      pool,
      delivery: new Delivery({ pool, sends, now, ...(pass && { pass }) }),
      phase: { is: 'checking' },
      assets: profile.assets ?? [TRX],
      accounts: new Map(),
      fees: null,
      prices: [],
      due: new Map(),
    }
  }

  #addresses({ config }: Session): readonly Address[] {
    return [...new Set([...config.accounts, ...config.watched])]
  }

  #phase(session: Session | null): ChainPhase {
    if (session === null) return { is: 'off' }
    return session.phase.is === 'ready' && session.delivery.disagreeing ? { is: 'disagreeing' } : session.phase
  }

  #pause(): number {
    const session = this.#session
    const chainId = session?.pool.chainId ?? null
    const busy = chainId !== null && this.#deps.sends.underway(chainId).length > 0
    const near = session?.config.profile?.network === 'practice' || session?.phase.is !== 'ready'
    return busy || near ? FAST_MS : SLOW_MS
  }

  async #round(): Promise<void> {
    const session = this.#session
    if (session === null) return
    await this.#prepare(session)
    const { chainId } = session.pool
    if (session.phase.is === 'ready' && chainId !== null) {
      await session.pool.all((node) => node.block('full'))
      const heads = await session.pool.all((node) => node.block('solid'))
      if (heads.length === 0) session.phase = { is: 'offline', since: this.#deps.now() }
      const moved = await session.delivery.round(chainId)
      if (moved) this.#settle(chainId)
      if (this.#isDue(session, 'fees', FEES_MS)) await this.#readFees(session)
      if (this.#isDue(session, 'accounts', ACCOUNTS_MS) || moved) await this.#readAccounts(session, chainId)
      if (this.#isDue(session, 'history', HISTORY_MS)) await this.#readHistory(session, chainId)
    }
    if (session.config.prices !== null && this.#isDue(session, 'prices', PRICES_MS)) await this.#readPrices(session)
    if (this.#current(session)) this.#deps.changed()
  }

  /** The run-time checks, until they were passed once. */
  async #prepare(session: Session): Promise<void> {
    const { phase, pool } = session
    if (phase.is === 'ready' || phase.is === 'refused') return
    const { profile } = session.config
    const reachable = (await pool.usable()).length > 0
    const found = KNOWN.find(({ chainId }) => chainId === pool.chainId)
    if (reachable && profile?.assets === null) session.assets = found?.assets ?? [TRX]
    const exchange = profile?.exchange ?? (profile?.assets === null ? found?.exchange : null) ?? null
    const checked = await selfCheck(pool, session.assets, exchange)
    if (!checked.ok) session.phase = { is: 'offline', since: phase.is === 'offline' ? phase.since : this.#deps.now() }
    else session.phase = checked.value === null ? { is: 'ready' } : { is: 'refused', check: checked.value }
  }

  #isDue({ due }: Session, what: 'accounts' | 'fees' | 'history' | 'prices', everyMs: number): boolean {
    const now = this.#deps.now()
    if (now < (due.get(what) ?? 0)) return false
    due.set(what, now + everyMs)
    return true
  }

  async #readFees(session: Session): Promise<void> {
    const fees = await readFees(session.pool)
    if (fees.ok) session.fees = fees.value
    else session.due.delete('fees')
  }

  async #readAccounts(session: Session, chainId: number): Promise<void> {
    for (const address of this.#addresses(session)) {
      const read = await readAccount(session.pool, address, session.assets)
      if (!read.ok) {
        session.due.delete('accounts')
        continue
      }
      const underway = underwayOf(this.#deps.sends.underway(chainId), address)
      session.accounts.set(address, accountState(address, read.value, session.assets, underway, this.#deps.now()))
    }
  }

  async #readHistory(session: Session, chainId: number): Promise<void> {
    const { sends, records } = this.#deps
    const history = new History({ pool: session.pool, records, assets: session.assets, chain: chainId })
    for (const address of this.#addresses(session)) {
      const found = await history.look(address, (txId) => sends.get(txId) !== null)
      if (found) this.#revision++
    }
  }

  async #readPrices(session: Session): Promise<void> {
    const { prices } = session.config
    if (prices !== null) session.prices = await readPrices(prices, session.assets, this.#deps.now())
  }

  /** Who was paid is known from then on. */
  #settle(chainId: number): void {
    this.#revision++
    const { sends, records } = this.#deps
    for (const send of sends.all(chainId)) {
      if (send.state === 'final') records.notePaid(chainId, send.recipient, send.blockAt ?? send.createdAt)
    }
  }

  /** A send was made: what it may take can no longer be spent. */
  #respend(): void {
    const session = this.#session
    const chainId = session?.pool.chainId ?? null
    if (session === null || chainId === null) return
    for (const [address, state] of session.accounts) {
      const underway = underwayOf(this.#deps.sends.underway(chainId), address)
      session.accounts.set(address, respent(state, underway))
    }
  }

  #current(session: Session): boolean {
    return this.#session?.key === session.key
  }
}

const respent = (state: AccountState, underway: ReturnType<typeof underwayOf>): AccountState => ({
  ...state,
  balances: state.balances.map((balance) => ({ ...balance, spendable: underway.left(balance) })),
})

const largest = (numbers: readonly (number | null)[]): number | null =>
  numbers.reduce((a, b) => (b === null || (a !== null && a > b) ? a : b), null)

export const chainFail = (fault: ChainFault) => fail<AppError>({ code: 'chain', fault })
