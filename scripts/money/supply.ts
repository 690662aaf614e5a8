// Keeps a buyer and a seller busy: torrents of noise, a few at a time, each with a budget of its own, some too small to
// pay for all of it. What a kill undid is done again, because only what the lists of both say counts. Invariant: a
// torrent goes once the buyer has all of it, and takes its data along.

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { amount, type Amount } from '../../app/money/amount.ts'
import { layTorrent, makeTorrent, type Made } from '../../main/engine/testing/made-torrent.ts'
import type { Random } from '../fuzz/random.ts'
import type { Look, Seen } from './app-words.ts'
import type { User } from './user.ts'

export const MIB = 1_048_576
export const BTT = 10n ** 18n
const SIZE = 4 * MIB
/** At the seller's rate, twice as long as a buyer looks around before its first bid. */
const LARGE = 64 * MIB
const PIECE = 256 * 1_024
/** More than there are slots: who has none bids at once. */
const AT_A_TIME = 4
const SMALL_BUDGETS = 0.3
const LINGER_MS = 1_500
const PLENTY = amount(1_000n * BTT)

interface Good {
  readonly made: Made
  readonly folder: string
  budget: Amount
  /** When the buyer was first seen to have all of it. */
  wholeAt: number | null
  done: boolean
}

export interface SupplyParts {
  readonly buyer: User
  readonly seller: User
  /** Where the buyer finds the seller. */
  readonly address: string
  readonly home: string
  readonly random: Random
}

const find = (look: Look, { id }: Made): Seen | undefined => look.torrents.find((each) => each.id === id)

export class Supply {
  readonly #parts: SupplyParts
  #goods: Good[] = []
  #made = 0
  #open = true

  constructor(parts: SupplyParts) {
    this.#parts = parts
  }

  /** The most that was ever allowed to be spent on one, by its id. */
  readonly budgets = new Map<string, bigint>()

  /** Nothing new begins; what there is gets all the budget it needs. */
  close(): void {
    this.#open = false
    for (const good of this.#goods) this.#grant(good, PLENTY)
  }

  /** One more, to be paid for in full; a large one takes so long that a buyer bids for it, whoever else wants something. */
  async last(large: boolean): Promise<void> {
    await this.#stock(PLENTY, large ? LARGE : SIZE)
  }

  get waiting(): number {
    return this.#goods.length
  }

  async step(buyer: Look, seller: Look): Promise<void> {
    while (this.#open && this.#goods.filter(({ wholeAt }) => wholeAt === null).length < AT_A_TIME)
      await this.#stock(this.#budget())
    for (const good of this.#goods)
      await (good.done ? this.#clear(good, buyer, seller) : this.#push(good, buyer, seller))
    this.#goods = this.#goods.filter((good) => !this.#isGone(good, buyer, seller))
  }

  #budget(): Amount {
    const { random } = this.#parts
    return random.chance(SMALL_BUDGETS) ? amount((BTT * BigInt(1 + random.below(12))) / 4n) : PLENTY
  }

  #grant(good: Good, budget: Amount): void {
    good.budget = budget
    this.budgets.set(good.made.id, budget)
  }

  async #stock(budget: Amount, size = SIZE): Promise<void> {
    const made = makeTorrent({ 'noise.bin': size }, [], PIECE)
    const good = { made, folder: String(++this.#made), budget, wholeAt: null, done: false }
    this.#grant(good, budget)
    await layTorrent(this.#at(this.#parts.seller, good), made)
    await mkdir(this.#at(this.#parts.buyer, good), { recursive: true })
    this.#goods.push(good)
  }

  #at(user: User, { folder }: Good): string {
    return join(this.#parts.home, `${user.name} has`, folder)
  }

  async #push(good: Good, atBuyer: Look, atSeller: Look): Promise<void> {
    const { buyer, seller, address } = this.#parts
    const { made } = good
    const [bought, sold] = [find(atBuyer, made), find(atSeller, made)]
    const add = (user: User) => user.ask('add', { bytes: Uint8Array.from(made.torrent), folder: this.#at(user, good) })
    if (sold === undefined) await add(seller)
    if (sold?.status !== 'seeding') return
    if (bought === undefined) return void (await add(buyer))
    if (bought.progress === 1) return this.#finish(good)
    if (bought.budget !== good.budget) await buyer.ask('buy', { id: made.id, budget: good.budget })
    await buyer.ask('addPeer', { id: made.id, address })
  }

  /** Goes when its last voucher has, too. */
  #finish(good: Good): void {
    good.wholeAt ??= performance.now()
    if (performance.now() - good.wholeAt < LINGER_MS) return
    good.done = true
  }

  async #clear({ made }: Good, atBuyer: Look, atSeller: Look): Promise<void> {
    const { buyer, seller } = this.#parts
    if (find(atBuyer, made)) await buyer.ask('remove', made.id)
    if (find(atSeller, made)) await seller.ask('remove', made.id)
  }

  #isGone(good: Good, atBuyer: Look, atSeller: Look): boolean {
    if (!good.done || find(atBuyer, good.made) || find(atSeller, good.made)) return false
    const { buyer, seller } = this.#parts
    for (const user of [buyer, seller]) void rm(this.#at(user, good), { recursive: true, force: true })
    return true
  }
}
