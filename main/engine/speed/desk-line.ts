// The desk as the engine sees it: questions go out as events, answers come back by id, and what is not answered within
// a while is given up. Payments of one turn of the loop, and those that come while others are on their way, travel
// together; vouchers of payers by receipts.ts. Invariant: every question ends, and one given up means nothing about
// what was asked.

import { randomBytes } from 'node:crypto'
import type { DeskAsk, DeskCommandName, DeskCommands, DeskReply } from '../../../app/ipc/speed-desk.ts'
import { Receipts, type Receipt, type ReceiveAnswer } from './receipts.ts'

/** The wallet may be started anew and read its ledger meanwhile, the chain may be asked anew by several nodes. */
const PATIENCE_MS = 30_000
/** The most that go together. */
const MOST = 500

type Input<N extends DeskCommandName> = DeskCommands[N]['input']
type Output<N extends DeskCommandName> = DeskCommands[N]['output']

export type Payment = Input<'desk.pay'>['payments'][number]
export type PayAnswer = Output<'desk.pay'>[number]

export interface Desk {
  /** Null: not answered; or that nobody knows. */
  ask<N extends Exclude<DeskCommandName, 'desk.pay' | 'desk.receive'>>(
    name: N,
    input: Input<N>,
  ): Promise<Output<N> | null>
  pay(payment: Payment): Promise<PayAnswer>
  receive(vault: Input<'desk.receive'>['vault'], receipt: Receipt): Promise<ReceiveAnswer>
}

/** Items that travel together, one lot after the other. */
class Lots<I, O> {
  readonly #send: (items: readonly I[]) => Promise<readonly O[] | null>
  readonly #away: O
  #waiting: { readonly item: I; readonly answered: (answer: O) => void }[] = []
  #busy = false

  constructor(send: (items: readonly I[]) => Promise<readonly O[] | null>, away: O) {
    this.#send = send
    this.#away = away
  }

  add(item: I): Promise<O> {
    const { promise, resolve } = Promise.withResolvers<O>()
    this.#waiting.push({ item, answered: resolve })
    if (!this.#busy) {
      this.#busy = true
      setImmediate(() => void this.#run())
    }
    return promise
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const lot = this.#waiting.splice(0, MOST)
      const answers = await this.#send(lot.map(({ item }) => item))
      lot.forEach(({ answered }, at) => answered(answers?.[at] ?? this.#away))
    }
    this.#busy = false
  }
}

export class DeskLine implements Desk {
  readonly #emit: (ask: DeskAsk) => void
  /** Of this run alone. */
  readonly #run = randomBytes(8).toString('hex')
  readonly #open = new Map<string, (output: unknown) => void>()
  readonly #payments: Lots<Payment, PayAnswer>
  readonly #receipts = new Map<string, Receipts>()
  #asked = 0
  #closed = false

  constructor(emit: (ask: DeskAsk) => void) {
    this.#emit = emit
    this.#payments = new Lots((payments) => this.#ask('desk.pay', { payments }), { refused: 'away' })
  }

  ask<N extends DeskCommandName>(name: N, input: Input<N>): Promise<Output<N> | null> {
    return this.#ask(name, input)
  }

  pay(payment: Payment): Promise<PayAnswer> {
    return this.#payments.add(payment)
  }

  receive(vault: Input<'desk.receive'>['vault'], receipt: Receipt): Promise<ReceiveAnswer> {
    const key = `${vault.chainId} ${vault.address}`
    const receipts =
      this.#receipts.get(key) ?? new Receipts((vouchers) => this.#ask('desk.receive', { vault, vouchers }))
    this.#receipts.set(key, receipts)
    return receipts.add(receipt)
  }

  /** From main. What is not asked, or not any more, is of a former run. */
  answer({ id, output }: DeskReply): void {
    this.#open.get(id)?.(output)
  }

  close(): void {
    this.#closed = true
    for (const settle of [...this.#open.values()]) settle(null)
  }

  #ask<N extends DeskCommandName>(name: N, input: Input<N>): Promise<Output<N> | null> {
    if (this.#closed) return Promise.resolve(null)
    const id = `${this.#run}-${++this.#asked}`
    const { promise, resolve } = Promise.withResolvers<Output<N> | null>()
    const late = setTimeout(() => settle(null), PATIENCE_MS)
    const settle = (output: unknown): void => {
      clearTimeout(late)
      this.#open.delete(id)
      resolve(output as Output<N> | null)
    }
    this.#open.set(id, settle)
    this.#emit({ id, name, input } as DeskAsk)
    return promise
  }
}
