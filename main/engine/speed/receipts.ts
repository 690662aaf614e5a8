// Vouchers on their way to the wallet. A newer one of a lane is worth all before it, so of each lane only the newest
// waits; payers take turns, one voucher each, whatever connections and lanes they have. Leaves checking to the wallet.
// Invariants: of one payer one voucher is under way; whoever waits is in the next lot or behind others who each wait
// for one of theirs, so that a payer that floods delays nobody but itself; every voucher is answered.

import type { DeskCommands } from '../../../app/ipc/speed-desk.ts'
import { MOST_LANES } from '../../../app/speed/lane.ts'
import type { Lane } from '../../../app/speed/terms.ts'
import type { Address } from '../../../app/tron/address.ts'

export type Receipt = DeskCommands['desk.receive']['input']['vouchers'][number]
export type ReceiveAnswer = DeskCommands['desk.receive']['output'][number]

/** Payers at a time: what the wallet checks in a moment. */
export const MOST_AT_ONCE = 32

interface Waiting {
  readonly receipt: Receipt
  readonly answered: (answer: ReceiveAnswer) => void
}

type Send = (receipts: readonly Receipt[]) => Promise<readonly ReceiveAnswer[] | null>

const outgrown: ReceiveAnswer = { refused: 'backwards' }

export class Receipts {
  readonly #send: Send
  /** In the order of their turns; of each payer, its lanes likewise. */
  readonly #waiting = new Map<Address, Map<Lane, Waiting>>()
  #busy = false

  constructor(send: Send) {
    this.#send = send
  }

  add(receipt: Receipt): Promise<ReceiveAnswer> {
    const { promise, resolve } = Promise.withResolvers<ReceiveAnswer>()
    this.#put({ receipt, answered: resolve })
    if (!this.#busy) {
      this.#busy = true
      setImmediate(() => void this.#run())
    }
    return promise
  }

  #put(next: Waiting): void {
    const { payer, lane, cumulative } = next.receipt.voucher
    const lanes = this.#waiting.get(payer) ?? new Map<Lane, Waiting>()
    this.#waiting.set(payer, lanes)
    const before = lanes.get(lane)
    if (before !== undefined && before.receipt.voucher.cumulative > cumulative) return next.answered(outgrown)
    before?.answered(outgrown)
    // One that takes another's place keeps its turn.
    lanes.set(lane, next)
    for (const [oldest, { answered }] of lanes) {
      if (lanes.size <= MOST_LANES) break
      lanes.delete(oldest)
      answered({ refused: 'away' })
    }
  }

  async #run(): Promise<void> {
    while (this.#waiting.size > 0) {
      const lot = this.#nextLot()
      const answers = await this.#send(lot.map(({ receipt }) => receipt))
      lot.forEach(({ answered }, at) => answered(answers?.[at] ?? { refused: 'away' }))
    }
    this.#busy = false
  }

  #nextLot(): readonly Waiting[] {
    return [...this.#waiting].slice(0, MOST_AT_ONCE).flatMap(([payer, lanes]) => {
      this.#waiting.delete(payer)
      const [first] = lanes
      if (first === undefined) return []
      lanes.delete(first[0])
      if (lanes.size > 0) this.#waiting.set(payer, lanes)
      return [first[1]]
    })
  }
}
