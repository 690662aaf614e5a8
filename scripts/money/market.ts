// A buyer and a seller who trade without end on a Practice network of their own: two apps with all their processes, one
// wire between them, a vault with a short delay. Looks at both all the time, and keeps them supplied. Invariant: all of
// it ends with it, processes and folders.

import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { amount } from '../../app/money/amount.ts'
import type { Allowance } from '../../app/speed/allowance.ts'
import type { SpeedState } from '../../app/speed/speed-state.ts'
import type { Vault } from '../../app/speed/terms.ts'
import type { SettingsPatch } from '../../app/settings/settings.ts'
import { practiceNodeOf } from '../../app/wallet/practice-network.ts'
import { startPractice, type PracticeNode } from '../../main/chain/practice/practice.ts'
import { randomOf } from '../fuzz/random.ts'
import type { Look } from './app-words.ts'
import { Errands } from './errands.ts'
import { BTT, MIB, Supply } from './supply.ts'
import { User } from './user.ts'
import { VaultRecord } from './vault-record.ts'
import { Wire } from './wire.ts'

/** Per MiB: what is asked, and the most that may be paid. */
export const PRICE = amount(BTT)
/** To each of them at first. */
export const GIFT = { trx: 100_000_000_000n, btt: 100_000n * BTT }
const FIRST_DEPOSIT = 1_000n * BTT
const PLENTY = amount(10_000n * BTT)
const BLOCK_MS = 150
const EXIT_SECONDS = 2
const UPLOAD = 3 * MIB
const EVERY_MS = 150
/** Long, because a machine may stand still. */
const READY_MS = 180_000
/** Of a cap that is to be reached: so much more may be spent, then it is raised. */
const STEP = 12n * BTT
/** A unit's price: with less nothing is paid. */
const LEAST = BTT / 4n

const patches: { readonly buyer: SettingsPatch; readonly seller: SettingsPatch } = {
  buyer: { network: { encryption: 'off' } },
  // As few slots as there can be, so that one is worth paying for.
  seller: { network: { encryption: 'off' }, limits: { up: UPLOAD, slots: 2 } },
}

export class Market implements AsyncDisposable {
  readonly node: PracticeNode
  readonly vault: Vault
  readonly record: VaultRecord
  readonly buyer: User
  readonly seller: User
  readonly wire: Wire
  readonly supply: Supply
  readonly errands: Errands
  /** All that a person ever allowed, answered or not: total sums up, for each new one counts from zero. */
  readonly allowed = { perDay: 0n, perPeer: 0n, total: 0n }
  readonly looks: { buyer: Look | null; seller: Look | null }
  #allowing = false
  #open = true
  #turn: Promise<void> = Promise.resolve()

  private constructor(
    parts: Pick<Market, 'node' | 'vault' | 'buyer' | 'seller' | 'wire' | 'looks'>,
    home: string,
    seeds: readonly number[],
  ) {
    this.node = parts.node
    this.vault = parts.vault
    this.record = new VaultRecord(parts.node)
    this.buyer = parts.buyer
    this.seller = parts.seller
    this.wire = parts.wire
    this.looks = parts.looks
    this.supply = new Supply({ ...parts, home, random: randomOf(...seeds, 1), address: parts.wire.address })
    this.errands = new Errands({ ...parts, random: randomOf(...seeds, 2) })
  }

  static async open(home: string, seeds: readonly number[]): Promise<Market> {
    mkdirSync(home, { recursive: true })
    // For all markets of a campaign.
    const cache = join(home, '..', 'compiled')
    const node = await startPractice({ mining: 'steady', blockMs: BLOCK_MS, solidLag: 2, exitDelay: EXIT_SECONDS })
    const practice = practiceNodeOf({ url: node.url, chainId: node.chainId, tokens: node.tokens, vault: node.vault })
    if (practice?.vault == null) throw new Error('the Practice network has no vault')
    const make = (name: 'buyer' | 'seller') =>
      User.make({ name, folder: join(home, name), practice, patch: patches[name], cache })
    const [buyer, seller] = await Promise.all([make('buyer'), make('seller')])
    const looks: Market['looks'] = { buyer: null, seller: null }
    const wire = await Wire.lay(() => looks.seller?.port ?? null)
    const vault = { chainId: practice.chainId, address: practice.vault }
    const market = new Market({ node, vault, buyer, seller, wire, looks }, home, seeds)
    await Promise.all([buyer, seller].map(({ account }) => node.give(account, GIFT)))
    await market.#begin()
    return market
  }

  get users(): readonly User[] {
    return [this.buyer, this.seller]
  }

  lookAt(user: User): Look | null {
    return user === this.buyer ? this.looks.buyer : this.looks.seller
  }

  /** More may be spent from now on, as a person says who is asked. */
  async allow(perDay: bigint, perPeer: bigint, total: bigint): Promise<boolean> {
    const { allowed } = this
    if (perDay > allowed.perDay) allowed.perDay = perDay
    if (perPeer > allowed.perPeer) allowed.perPeer = perPeer
    allowed.total += total
    const most: Allowance = {
      perDay: amount(perDay),
      perPeer: amount(perPeer),
      total: amount(total),
      priceCeiling: PRICE,
      whileLocked: false,
    }
    const answer = await this.buyer.ask('allow', most)
    return answer.ok && answer.value
  }

  allowPlenty(): Promise<boolean> {
    return this.allow(PLENTY, PLENTY, PLENTY)
  }

  async until(what: string, holds: () => boolean | Promise<boolean>, withinMs = READY_MS): Promise<void> {
    if (!(await this.soon(holds, withinMs))) throw new Error(`never: ${what}\n${this.words()}`)
  }

  async soon(holds: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
    const end = performance.now() + withinMs
    while (!(await holds())) {
      if (performance.now() > end) return false
      await delay(EVERY_MS / 2)
    }
    return true
  }

  /** What both said last, for whoever wonders. */
  words(): string {
    return this.users
      .map((user) => {
        const { torrents = [], port = null, speed = null } = this.lookAt(user) ?? {}
        const shown = torrents.map(
          ({ status, progress, budget }) => `${status} ${progress.toFixed(2)} ${String(budget)}`,
        )
        const state = JSON.stringify(speed, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))
        return `${user.name} at ${String(port)}: ${shown.join(', ')}\n${state}\n${user.said.slice(-20).join('\n')}`
      })
      .join('\n')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#open = false
    await this.#turn
    await Promise.all(this.users.map((user) => user.kill('app')))
    await this.wire[Symbol.asyncDispose]()
    await this.node[Symbol.asyncDispose]()
    for (const user of this.users) await rm(user.folder, { recursive: true, force: true, maxRetries: 3 })
  }

  async #begin(): Promise<void> {
    this.#turn = this.#watch()
    const { buyer, seller, errands } = this
    await this.until('both know of the vault', () =>
      this.users.every((user) => this.lookAt(user)?.speed?.deposit != null),
    )
    await seller.ask('sell', PRICE)
    await this.until('the deposit is made', () => {
      if (errands.all.every(({ answer }) => answer === 'not made'))
        void errands.make(buyer, errands.deposit(buyer, FIRST_DEPOSIT))
      return (this.looks.buyer?.speed?.deposit?.free ?? 0n) > 0n
    })
    await this.allow(STEP, 2n * STEP, 2n * STEP)
  }

  async #watch(): Promise<void> {
    while (this.#open) {
      const [buyer, seller] = await Promise.all([this.buyer.look(), this.seller.look()])
      this.looks.buyer = buyer
      this.looks.seller = seller
      if (buyer?.speed?.allowance != null && seller?.speed != null) {
        await this.supply.step(buyer, seller)
        void this.#raise(buyer.speed)
      }
      await delay(EVERY_MS)
    }
  }

  /** Whoever reaches a cap is stopped by it, and then allows somewhat more: by the day, of the peer, in all, by turns. */
  async #raise({ spentInAll: spent, left, allowance }: SpeedState): Promise<void> {
    if (this.#allowing || left === null || allowance === null) return
    const rest = [left.today, left.total, allowance.perPeer - spent]
    if (rest.every((units) => units >= LEAST)) return
    this.#allowing = true
    const [tight, loose] = [spent + STEP, spent + 2n * STEP]
    const turn = (spent / STEP) % 3n
    await this.allow(turn === 0n ? tight : loose, turn === 1n ? tight : loose, turn === 2n ? STEP : 2n * STEP)
    this.#allowing = false
  }
}
