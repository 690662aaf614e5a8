// The blocks there are and the transactions that were taken: by number, by id, in order. Empty blocks of long ago are
// forgotten, as a light node forgets them; no block with a transaction ever is.

import type { JsonObject } from '../codec/json.ts'
import type { Transaction } from '../rules/transaction.ts'
import type { Block } from './block.ts'

export interface Recorded {
  readonly transaction: Transaction
  /** Null: it waits in the pool. */
  readonly block: number | null
  readonly result: string | null
  readonly info: JsonObject | null
}

/** A transaction may refer to any of so many last blocks. */
export const REFERABLE = 65_536

export class History {
  #blocks = new Map<number, Block>()
  #numbers = new Map<string, number>()
  #recorded = new Map<string, Recorded>()
  #mined: string[] = []
  #pool: string[] = []
  #head = -1

  get head(): Block {
    const head = this.#blocks.get(this.#head)
    if (!head) throw new Error('there is no block yet')
    return head
  }

  get height(): number {
    return this.#head
  }

  get pool(): readonly string[] {
    return this.#pool
  }

  /** Ids of all transactions in blocks, the oldest first. */
  get mined(): readonly string[] {
    return this.#mined
  }

  block(number: number): Block | undefined {
    return this.#blocks.get(number)
  }

  numberOf(blockId: string): number | undefined {
    return this.#numbers.get(blockId)
  }

  recorded(id: string): Recorded | undefined {
    return this.#recorded.get(id)
  }

  /** The block whose number ends in these 16 bits. */
  endingIn(low: number): Block | undefined {
    const candidate = this.#head - ((this.#head - low) & (REFERABLE - 1))
    return this.#blocks.get(candidate)
  }

  await(transaction: Transaction): void {
    this.#recorded.set(transaction.id, { transaction, block: null, result: null, info: null })
    this.#pool.push(transaction.id)
  }

  /** Takes everything out of the pool and forgets it, to be taken up again or mined. */
  drain(): Transaction[] {
    const waiting = this.#pool.flatMap((id) => this.#recorded.get(id)?.transaction ?? [])
    for (const id of this.#pool) this.#recorded.delete(id)
    this.#pool = []
    return waiting
  }

  append(block: Block, contents: readonly Recorded[]): void {
    this.#blocks.set(block.number, block)
    this.#numbers.set(block.id, block.number)
    this.#head = block.number
    for (const recorded of contents) {
      this.#recorded.set(recorded.transaction.id, recorded)
      this.#mined.push(recorded.transaction.id)
    }
    this.#forget(block.number - REFERABLE)
  }

  /** Takes the last block away. Returns its transactions, in order. */
  pop(): Transaction[] {
    const { number, id, transactions } = this.head
    this.#blocks.delete(number)
    this.#numbers.delete(id)
    this.#head = number - 1
    this.#mined.length -= transactions.length
    const taken = transactions.flatMap((one) => this.#recorded.get(one)?.transaction ?? [])
    for (const one of transactions) this.#recorded.delete(one)
    return taken
  }

  copy(): History {
    const copy = new History()
    copy.become(this)
    return copy
  }

  become(other: History): void {
    this.#blocks = new Map(other.#blocks)
    this.#numbers = new Map(other.#numbers)
    this.#recorded = new Map(other.#recorded)
    this.#mined = [...other.#mined]
    this.#pool = [...other.#pool]
    this.#head = other.#head
  }

  #forget(number: number): void {
    const old = this.#blocks.get(number)
    if (number <= 0 || !old || old.transactions.length > 0) return
    this.#blocks.delete(number)
    this.#numbers.delete(old.id)
  }
}
