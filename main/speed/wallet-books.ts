// The wallet's books as main follows them: which of them are in use, what they say, and what the chain has for them. A
// wallet process that was started anew knows nothing of it and is told again, first of all that spending is stopped, if
// it is. Invariant: figures are of the books in use and of the process that runs, or there are none.

import type { AppError } from '../../app/ipc/errors.ts'
import type { Result } from '../../app/result.ts'
import type { SpeedFigures } from '../../app/speed/figures.ts'
import type { SettledCall, VaultAccount } from '../../app/speed/settled.ts'
import type { Vault } from '../../app/speed/terms.ts'
import type { Address } from '../../app/tron/address.ts'
import type { Clock } from '../supervisor/clock.ts'
import { fingerprint } from './fingerprint.ts'

export interface Owner {
  readonly vault: Vault
  readonly account: Address
}

type Answer<T> = Promise<Result<T, AppError>>

/** The wallet process, as far as the books are concerned. */
export interface BooksPort {
  use(owner: Owner | null): Answer<SpeedFigures | null>
  figures(): Answer<SpeedFigures | null>
  stopSpending(): Answer<void>
  deposit(account: VaultAccount): Answer<void>
  settled(calls: readonly SettledCall[]): Answer<void>
}

interface Deps {
  readonly port: BooksPort
  readonly clock: Pick<Clock, 'after'>
  /** The user wants nothing spent. */
  readonly stopped: () => boolean
  /** The books are in use: what could not be said while the process was away is said now, before they are read. */
  readonly begun: () => Promise<void>
  readonly changed: () => void
  /** A deposit is not in the books: once, until one is again. */
  readonly untold: (error: AppError) => void
}

const AGAIN_MS = 1_000

const isOf = ({ vault, account }: VaultAccount, owner: Owner): boolean =>
  account === owner.account && fingerprint(vault) === fingerprint(owner.vault)

export class WalletBooks {
  readonly #deps: Deps
  #running = false
  #owner: Owner | null = null
  #used = ''
  #figures: SpeedFigures | null = null
  #deposit: VaultAccount | null = null
  #isUntold = false
  #working = false
  #life = 0

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Null: the process is away, or nobody's books are in use. */
  get figures(): SpeedFigures | null {
    return this.#figures
  }

  /** Another one for each run of the process, and for each time that it set damaged books aside. */
  get life(): number {
    return this.#life
  }

  get running(): boolean {
    return this.#running
  }

  use(owner: Owner | null): void {
    this.#owner = owner
    void this.#work()
  }

  /** As it is read from the chain; the process that runs hears of each. */
  noteDeposit(account: VaultAccount): void {
    this.#deposit = account
    if (this.#owner !== null && this.#used === fingerprint(this.#owner) && isOf(account, this.#owner))
      void this.#tellDeposit(account)
  }

  /** Of the process itself. */
  hear(figures: SpeedFigures | null): void {
    if (this.#used !== '') this.#set(figures)
  }

  walletRuns(running: boolean): void {
    this.#running = running
    this.#used = ''
    this.#life++
    this.#set(null)
    void this.#work()
  }

  /** Asks what they say now: after something that must not wait for the next news. */
  async refresh(): Promise<void> {
    const figures = await this.#deps.port.figures()
    if (figures.ok) this.hear(figures.value)
  }

  async #work(): Promise<void> {
    if (this.#working) return
    this.#working = true
    while (this.#running && this.#used !== fingerprint(this.#owner)) if (!(await this.#begin(this.#owner))) break
    this.#working = false
  }

  /** False: it could not be told, and is told again later. */
  async #begin(owner: Owner | null): Promise<boolean> {
    const { stopped, clock, begun, port } = this.#deps
    this.#set(null)
    const halted = stopped() ? await port.stopSpending() : null
    const used = halted === null || halted.ok ? await port.use(owner) : halted
    if (!used.ok) {
      if (this.#running) clock.after(AGAIN_MS, () => void this.#work())
      return false
    }
    if (!this.#running) return false
    this.#used = fingerprint(owner)
    if (owner === null) return true
    if (this.#deposit !== null && isOf(this.#deposit, owner)) await this.#tellDeposit(this.#deposit)
    await begun()
    await this.refresh()
    return true
  }

  async #tellDeposit(account: VaultAccount): Promise<void> {
    const told = await this.#deps.port.deposit(account)
    if (!told.ok && !this.#isUntold) this.#deps.untold(told.error)
    this.#isUntold = !told.ok
  }

  #set(figures: SpeedFigures | null): void {
    if (figures !== null && this.#figures !== null && figures.setAside !== this.#figures.setAside) this.#life++
    this.#figures = figures
    this.#deps.changed()
  }
}
