// Orders to the vault that users have while they are killed, one at a time each: deposits, withdrawals, cashing in. Each
// moves an amount that no other one moves, so that on the chain it is seen how often it was made. What was answered is
// kept; an answer that never came says nothing.

import { amount, type Amount } from '../../app/money/amount.ts'
import type { VaultOrder } from '../../app/speed/vault-order.ts'
import type { SpeedState } from '../../app/speed/speed-state.ts'
import type { Random } from '../fuzz/random.ts'
import { BTT } from './supply.ts'
import type { User } from './user.ts'

export interface Errand {
  readonly user: User
  readonly order: VaultOrder
  /** `made`: its transactions are on disk, and go out. */
  answer: 'waiting' | 'made' | 'not made' | 'lost'
  ids: readonly string[]
}

export interface ErrandParts {
  readonly buyer: User
  readonly seller: User
  readonly random: Random
}

const DEPOSIT = 5n * BTT
const LEAST = BTT / 2n

export class Errands {
  readonly #parts: ErrandParts
  readonly all: Errand[] = []
  #serial = 0n

  constructor(parts: ErrandParts) {
    this.#parts = parts
  }

  isWaiting(user: User): boolean {
    return this.all.some((errand) => errand.user === user && errand.answer === 'waiting')
  }

  /** Something that user might want now, unless one is under way; settles with it. */
  begin(user: User, state: SpeedState): Promise<void> {
    if (this.isWaiting(user)) return Promise.resolve()
    const order = user === this.#parts.buyer ? this.deposit(user, DEPOSIT) : this.#asSeller(user, state)
    return this.make(user, order)
  }

  deposit(user: User, units: bigint): VaultOrder {
    return { do: 'deposit', from: user.account, amount: this.#unique(units) }
  }

  async make(user: User, order: VaultOrder): Promise<void> {
    const errand: Errand = { user, order, answer: 'waiting', ids: [] }
    this.all.push(errand)
    const made = await user.ask('order', order)
    if (made.ok) {
      errand.ids = made.value.ids
      errand.answer = 'made'
    } else errand.answer = made.error.code === 'closed' ? 'lost' : 'not made'
  }

  #asSeller(user: User, { deposit }: SpeedState): VaultOrder {
    const { random, buyer } = this.#parts
    const from = user.account
    const cash: VaultOrder = { do: 'cash', from, payers: [buyer.account], to: random.chance(0.7) ? 'vault' : 'wallet' }
    if (deposit === null || deposit.free < 4n * LEAST || random.chance(0.5)) return cash
    if (deposit.exitAt === null) return random.chance(0.5) ? { do: 'requestExit', from } : this.deposit(user, LEAST)
    if (deposit.exitAt > Date.now()) return cash
    return { do: 'withdraw', from, amount: this.#unique(LEAST) }
  }

  #unique(units: bigint): Amount {
    return amount(units + ++this.#serial)
  }
}
