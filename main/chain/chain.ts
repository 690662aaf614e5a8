// The wallet's side of the chain on one network: reads accounts, brings sends to an end, notes what comes in, and says
// how all that is. Leaves how each is done to the folders beside it. Invariant: without a profile no node is asked
// anything, and what a network told is never shown for another.

import type { ChainConfig } from '../../app/ipc/chain-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { Address } from '../../app/tron/address.ts'
import { BTT_DECIMALS, MAINNET, NILE, SHASTA, TRX } from '../../app/tron/networks.ts'
import { isBookOnly } from '../../app/wallet/book-only.ts'
import type { ActivityState } from '../../app/wallet/activity.ts'
import type { Familiar } from '../../app/wallet/familiar.ts'
import type { ChainFault } from '../../app/wallet/chain-fault.ts'
import type { AccountState, ChainState } from '../../app/wallet/chain-state.ts'
import { readAccount } from './reading/account.ts'
import { accountState, underwayOf, unread } from './reading/account-state.ts'
import { readFees } from './reading/fees.ts'
import { readPrices } from './reading/prices.ts'
import { checkToken, selfCheck } from './reading/self-check.ts'
import type { DeliveryStep } from './sending/delivery.ts'
import type { PreviewWorld } from './sending/preview.ts'
import { addressesOf, isNear, openSession, phaseOf, sessionKey, type Reading, type Session } from './session.ts'
import type { Records } from './store/records.ts'
import type { Send, Sends } from './store/sends.ts'
import type { Vaults } from './vault/vaults.ts'

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
const CHECK_MS = 15_000

const KNOWN = [MAINNET, NILE, SHASTA]

export class Chain {
  readonly #deps: ChainDeps
  #session: Session | null = null
  #cancelTimer: () => void = () => undefined
  #running: Promise<void> | null = null
  #again = false
  #revision = 0
  #closed = false
  /** Those who wait for something to happen to a send. */
  readonly #landing = new Set<() => void>()

  constructor(deps: ChainDeps) {
    this.#deps = deps
  }

  configure(given: ChainConfig): void {
    const before = this.#session
    const config = this.#isNeeded(given) ? given : { ...given, profile: null }
    if (before !== null && before.key === sessionKey(config)) {
      if (JSON.stringify(before.config.prices) !== JSON.stringify(config.prices)) before.prices = []
      before.config = config
      before.due.delete('accounts')
      before.due.delete('prices')
    } else {
      before?.pool.close()
      // Whatever comes of opening the next: what was told by the nodes before is shown no more.
      this.#session = null
      this.#session = openSession(config, this.#deps)
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
      phase: phaseOf(session),
      nodes: session?.pool.statuses ?? [],
      accounts: session ? addressesOf(session).map((address) => session.accounts.get(address) ?? unread(address)) : [],
      fees: session?.fees ?? null,
      solidNumber: largest((session?.pool.statuses ?? []).map(({ solidNumber }) => solidNumber)),
      underway: chainId === null ? 0 : this.#deps.sends.underway(chainId).length,
      activityRevision: this.#revision,
      vault: session?.vaults.state ?? { is: 'none' },
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
        this.#tellLanding()
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

  /** Names the network and the nodes that are in use now. */
  get networkKey(): string | null {
    return this.#session?.key ?? null
  }

  /** Null: no network is chosen. */
  get vaults(): Vaults | null {
    return this.#session?.vaults ?? null
  }

  /** What a preview or a send is worked out from. */
  world(): Result<{ world: PreviewWorld; chainId: number; session: ChainConfig }, AppError> {
    const session = this.#session
    if (session === null) return chainFail('no-network')
    const { chainId } = session.pool
    const { is } = phaseOf(session)
    if (is === 'disagreeing' || is === 'offline' || is === 'too-few-nodes') return chainFail(is)
    if (chainId === null || is !== 'ready') return chainFail('not-ready')
    const world: PreviewWorld = {
      pool: session.pool,
      assets: session.assets,
      fees: session.fees,
      vaults: session.vaults,
      underway: (from) => this.#deps.sends.callsUnderway(chainId, from),
      prices: session.prices,
      account: (address) => session.accounts.get(address) ?? null,
      ...this.familiar(),
      bookOnly:
        session.config.bookOnly && isBookOnly(session.config.bookOnly, this.#deps.now())
          ? this.#deps.records.bookDates()
          : null,
      now: this.#deps.now(),
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

  /** How far a send is, once it is in a block or at its end, or when its network is left. */
  async landed(txId: string): Promise<ActivityState | null> {
    const session = this.#session
    for (;;) {
      const state = this.#deps.sends.get(txId)?.state ?? null
      const isOnItsWay = state === 'sending' || state === 'pooled'
      if (!isOnItsWay || this.#closed || this.#session !== session) return state
      await new Promise<void>((resolve) => this.#landing.add(resolve))
    }
  }

  /** A send that is on disk goes out. */
  dispatch(send: Send): void {
    const session = this.#session
    this.#revision++
    this.#respend()
    this.#deps.changed()
    // Of another network it waits on disk until that is chosen again.
    if (session === null || session.pool.chainId !== send.chain) return
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
    this.#tellLanding()
    this.#cancelTimer()
    this.#session?.pool.close()
    await this.#running
  }

  #isNeeded({ profile, onlyUnderway }: ChainConfig): boolean {
    return profile !== null && (onlyUnderway !== true || this.#deps.sends.hasUnderway(profile.chainId))
  }

  #tellLanding(): void {
    const waiting = [...this.#landing]
    this.#landing.clear()
    for (const tell of waiting) tell()
  }

  /** All that a locked wallet's network was asked about has come to its end. */
  #rest(session: Session): void {
    const { chainId } = session.pool
    const idle = session.config.onlyUnderway === true && chainId !== null && !this.#deps.sends.hasUnderway(chainId)
    if (!idle || this.#session !== session) return
    session.pool.close()
    this.#session = null
    this.#deps.changed()
  }

  #pause(): number {
    const session = this.#session
    const chainId = session?.pool.chainId ?? null
    const busy = chainId !== null && this.#deps.sends.underway(chainId).length > 0
    const isSoon = busy || isNear(session) || phaseOf(session).is !== 'ready'
    return isSoon ? FAST_MS : SLOW_MS
  }

  async #round(): Promise<void> {
    const session = this.#session
    if (session === null) return
    await this.#prepare(session)
    const { chainId } = session.pool
    if (session.check === 'passed' && chainId !== null) {
      await session.pool.all((node) => node.block('full'))
      const heads = await session.pool.all((node) => node.block('solid'))
      session.answering = heads.length
      session.silentSince = heads.length > 0 ? null : (session.silentSince ?? this.#deps.now())
      // Why none is there is for the checks to say.
      if (heads.length === 0) session.check = null
      const moved = await session.delivery.round(chainId)
      if (moved) this.#settle(chainId)
      if (this.#isDue(session, 'fees', FEES_MS)) await this.#readFees(session)
      if (!session.vaults.isSettled && this.#isDue(session, 'vault', CHECK_MS)) await this.#checkVault(session, chainId)
      if (this.#isDue(session, 'accounts', isNear(session) ? FAST_MS : ACCOUNTS_MS) || moved)
        await this.#readAccounts(session, chainId)
      if (this.#isDue(session, 'history', HISTORY_MS)) await this.#readHistory(session, chainId)
    }
    if (this.#hasPrices(session) && this.#isDue(session, 'prices', PRICES_MS)) await this.#readPrices(session)
    if (this.#session === session) this.#deps.changed()
    this.#rest(session)
  }

  /** The run-time checks, until they were passed once. One that failed may have been a node's mistake. */
  async #prepare(session: Session): Promise<void> {
    const { check, pool, config } = session
    if (check === 'passed' || (check !== null && !this.#isDue(session, 'check', CHECK_MS))) return
    const reached = await pool.all((node) => node.block('full'))
    const { profile } = config
    const found = KNOWN.find(({ chainId }) => chainId === pool.chainId)
    if (profile?.assets === null) session.assets = found?.assets ?? [TRX]
    const exchange = profile?.exchange ?? (profile?.assets === null ? found?.exchange : null) ?? null
    const checked = await selfCheck(pool, session.assets, exchange)
    session.answering = pool.chainId === null ? pool.answering : reached.length
    session.torn = !checked.ok && checked.error === 'disagreeing'
    session.silentSince = session.answering > 0 ? null : (session.silentSince ?? this.#deps.now())
    session.check = checked.ok ? (checked.value ?? 'passed') : null
    session.due.set('check', this.#deps.now() + CHECK_MS)
  }

  /** Of a node of one's own it may be that of a network we know. */
  async #checkVault(session: Session, chainId: number): Promise<void> {
    const { profile } = session.config
    const found = profile?.network === 'custom' ? KNOWN.find((one) => one.chainId === chainId) : undefined
    const address = profile?.vault ?? found?.vault ?? null
    await session.vaults.check(chainId, address, async (token) => {
      const btt = session.assets.find(({ symbol }) => symbol === 'BTT')
      if (btt !== undefined || profile?.network !== 'custom') return btt?.kind === 'trc20' && btt.contract === token
      return this.#adopt(session, token)
    })
  }

  /** Of a network that nobody knows, what its vault keeps is its BTT, when it calls itself so. */
  async #adopt(session: Session, token: Address): Promise<boolean | null> {
    const asset = { kind: 'trc20', symbol: 'BTT', decimals: BTT_DECIMALS, contract: token } as const
    const checked = await checkToken(session.pool, asset)
    if (!checked.ok) return null
    if (checked.value === null) session.assets = [...session.assets, asset]
    return checked.value === null
  }

  #isDue({ due }: Session, what: Reading, everyMs: number): boolean {
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
    for (const address of addressesOf(session)) {
      const read = await readAccount(session.pool, address, session.assets)
      if (!read.ok) {
        session.due.delete('accounts')
        continue
      }
      const underway = underwayOf(this.#deps.sends.underway(chainId), address)
      const before = session.accounts.get(address)
      const state = accountState(address, read.value, session.assets, underway, this.#deps.now())
      session.accounts.set(address, state)
      // What made it so is in the history by now, or will be soon.
      if (before !== undefined && !sameAmounts(before, state)) session.due.delete('history')
    }
  }

  async #readHistory(session: Session, chainId: number): Promise<void> {
    const { sends } = this.#deps
    for (const address of addressesOf(session)) {
      const found = await session.history.look(chainId, address, (txId) => {
        const send = sends.get(txId)
        return send && (send.state === 'final' || send.state === 'failed' ? (send.blockAt ?? 0) : 0)
      })
      if (found) this.#revision++
    }
  }

  /** Only real money is worth anything. */
  #hasPrices({ config, pool }: Session): boolean {
    return config.prices !== null && pool.chainId === MAINNET.chainId && config.profile?.network !== 'practice'
  }

  async #readPrices(session: Session): Promise<void> {
    const { prices } = session.config
    if (prices === null) return
    const read = await readPrices(prices, session.assets, this.#deps.now())
    if (session.config.prices === prices) session.prices = read
  }

  /** Who was paid is known from then on. */
  #settle(chainId: number): void {
    this.#revision++
    const { sends, records } = this.#deps
    for (const send of sends.all(chainId)) {
      if (send.state === 'final' && send.call === null)
        records.notePaid(chainId, send.recipient, send.blockAt ?? send.createdAt)
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
}

const respent = (state: AccountState, underway: ReturnType<typeof underwayOf>): AccountState => ({
  ...state,
  balances: state.balances.map((balance) => ({ ...balance, spendable: underway.left(balance) })),
})

const sameAmounts = (a: AccountState, b: AccountState): boolean =>
  b.balances.every(({ amount }, at) => a.balances[at]?.amount === amount)

const largest = (numbers: readonly (number | null)[]): number | null =>
  numbers.reduce((a, b) => (b === null || (a !== null && a > b) ? a : b), null)

export const chainFail = (fault: ChainFault) => fail<AppError>({ code: 'chain', fault })
