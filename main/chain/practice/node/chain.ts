// The Practice chain: a pool, blocks, and the state as of each of them. A transaction is tried on the pending layer
// when it is broadcast and again in its block, as on a real network; blocks older than `solidLag` are final, and
// nothing changes them. Everything that takes time happens in turns, one after the other. Who asks, and how, is the
// server's.

import type { Address } from '../address.ts'
import { hex, sha256 } from '../bytes.ts'
import { intOf } from '../codec/json.ts'
import { Refusal, invalid } from '../refusal.ts'
import type { Params } from '../rules/params.ts'
import { process, type Processed, type Processing } from '../rules/processing.ts'
import { contractOf, type Transaction } from '../rules/transaction.ts'
import { State } from '../state/state.ts'
import { Machine } from '../vm/machine.ts'
import type { Outcome } from '../vm/outcome.ts'
import type { Archive, Saved } from './archive.ts'
import { makeBlock, producersOf, referenceOf, type Block, type Producer } from './block.ts'
import { History, type Recorded } from './history.ts'

export interface ChainOptions {
  /** ms since 1970. */
  readonly clock: () => number
  readonly seed: string
  readonly genesisTime: number
  /** A block is final when so many more stand on it. */
  readonly solidLag: number
  /** ms between blocks unless the pace is changed: the length of a slot. */
  readonly blockMs: number
  /** Mine a block for each transaction, as soon as it is broadcast. */
  readonly atOnce: boolean
  readonly params: Params
  /** Whose turn it is to produce, counted from here: another branch has other blocks though all else is equal. */
  readonly branch: number
  /** What outlives the process; null: nothing does. */
  readonly archive: Archive | null
}

export interface Call {
  readonly owner: Address
  readonly to: Address | null
  readonly data: string
  readonly value: bigint
}

/** What there is before anybody does anything. */
export interface Genesis {
  begin(chain: Chain, machine: Machine): Promise<void>
  /** Of a chain that an older build kept. Whether anything was missing. */
  mend(chain: Chain, machine: Machine): Promise<boolean>
}

export interface Snapshot {
  readonly state: State['layers']
  readonly history: History
  readonly base: number
  readonly solid: number
  readonly branch: number
}

/** Blocks by which another node may be behind and still answer from its own state. */
export const LONGEST_LAG = 40
const CONSTANT_LIMIT = 100_000_000n

export class Chain {
  readonly options: ChainOptions
  readonly state = new State()
  readonly history = new History()
  readonly producers: readonly Producer[]
  params: Params
  /** ms by which this node's clock is wrong. */
  skew = 0
  /** ms between blocks from now on. */
  pace: number
  #machine: Machine | null = null
  /** The block the state's base is as of; layers above it are of one block each, the topmost is the pool's. */
  #base = 0
  #solid = 0
  #branch = 0
  #constants = 0
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: ChainOptions) {
    this.options = options
    this.pace = options.blockMs
    this.params = options.params
    this.producers = producersOf(options.seed)
  }

  /** Makes the genesis, unless an archive has a chain already. */
  async open({ begin, mend }: Genesis): Promise<void> {
    // Contracts of the genesis see it too, before that block is there.
    const first = this.#next([], this.options.genesisTime)
    const chainId = (): bigint => BigInt(`0x${(this.history.block(0) ?? first).id.slice(-8)}`)
    this.#machine = await Machine.create(this.state, () => this.now, chainId)
    const saved = this.options.archive?.load()
    if (saved) {
      this.#resume(saved)
      if (await mend(this, this.#machine)) this.#seal()
      return
    }
    this.state.layers.open()
    await begin(this, this.#machine)
    this.#append(first, [])
    this.state.layers.open()
    // Proto3's JSON omits a number that is zero, and TronWeb cannot build on a block without one.
    await this.mine()
  }

  /** Nothing else happens until `work` is done. */
  turn<T>(work: () => Promise<T> | T): Promise<T> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }

  /** Of the head, ms. */
  get now(): number {
    return this.history.height < 0 ? this.options.genesisTime : this.history.head.timestamp
  }

  /** The last block that is final. It never goes back, whatever becomes of those above it. */
  get solid(): number {
    return this.#solid
  }

  get slot(): bigint {
    return BigInt(Math.floor((this.now - this.options.genesisTime) / this.options.blockMs))
  }

  /** How deep to read the state for the state as of a block. */
  depthAt(number: number): number {
    return Math.max(0, number - this.#base)
  }

  producerOf(block: Block): Producer {
    return this.#producer(block.producer)
  }

  /** Takes a transaction into the pool, or throws why not. */
  async broadcast(transaction: Transaction): Promise<void> {
    if (!contractOf(transaction)) throw invalid('No contract!')
    if (intOf(transaction.raw, 'expiration') < BigInt(this.now + this.pace)) {
      throw new Refusal('TRANSACTION_EXPIRATION_ERROR', 'Transaction expired')
    }
    if (this.history.recorded(transaction.id)) throw new Refusal('DUP_TRANSACTION_ERROR', 'Dup transaction.')
    await this.#try(transaction)
    this.history.await(transaction)
    if (this.options.atOnce) await this.mine()
  }

  /** The next block, with what waits in the pool and can still be. */
  async mine(): Promise<void> {
    const waiting = this.history.drain()
    this.state.layers.drop()
    this.state.layers.open()
    const done: { transaction: Transaction; processed: Processed }[] = []
    for (const transaction of waiting) {
      const processed = await this.#attempt(transaction)
      if (processed) done.push({ transaction, processed })
    }
    const contents = done.map(({ transaction, processed: { result } }) => ({ transaction, result }))
    const block = this.#next(contents, this.#nextTime())
    const recorded = done.map(({ transaction, processed: { result, info } }): Recorded => {
      const placed = { ...info, blockNumber: BigInt(block.number), blockTimeStamp: BigInt(block.timestamp) }
      return { transaction, block: block.number, result, info: placed }
    })
    this.#append(block, recorded)
    this.state.layers.open()
  }

  /** The last `count` blocks never were. Their transactions wait again, unless `lost`. */
  async reorganise(count: number, lost = false): Promise<void> {
    if (count < 0 || count > this.history.height - Math.max(1, this.#solid)) {
      throw new RangeError('only blocks that are not final can vanish')
    }
    const waiting = this.history.drain()
    this.state.layers.drop()
    let returned: Transaction[] = []
    for (let gone = 0; gone < count; gone++) {
      returned = [...this.history.pop(), ...returned]
      this.state.layers.drop()
    }
    this.options.archive?.rewind(this.history.height)
    this.#branch++
    this.state.layers.open()
    for (const transaction of [...(lost ? [] : returned), ...waiting]) {
      if (await this.#attempt(transaction)) this.history.await(transaction)
    }
  }

  /** What a call would do, on the state read to a depth; it changes nothing. */
  async constant(call: Call, depth: number): Promise<Outcome> {
    if (!this.#machine) throw new Error('the chain is not open')
    const above = this.state.layers.lift(depth)
    this.state.layers.open()
    try {
      const id = hex(sha256(new TextEncoder().encode(`${this.options.seed} constant ${this.#constants++}`)))
      const energyPrice = this.params.getEnergyFee
      return await this.#machine.run({ ...call, id, limit: CONSTANT_LIMIT, block: this.#blockToCome(), energyPrice })
    } finally {
      this.state.layers.drop()
      this.state.layers.lay(above)
    }
  }

  snapshot(): Snapshot {
    const history = this.history.copy()
    const [base, solid, branch] = [this.#base, this.#solid, this.#branch]
    return { state: this.state.layers.copy(), history, base, solid, branch }
  }

  /** Of a chain that nothing of is kept elsewhere, or of a new one. */
  restore({ state, history, base, solid, branch }: Snapshot): void {
    this.state.layers.become(state)
    this.history.become(history)
    this.#base = base
    this.#solid = solid
    this.#branch = branch
  }

  async #try(transaction: Transaction): Promise<Processed> {
    return this.state.attempt(() => process(this.#scene(), transaction))
  }

  /** As `try`, but says null where the transaction cannot be. */
  async #attempt(transaction: Transaction): Promise<Processed | null> {
    try {
      return await this.#try(transaction)
    } catch (error) {
      if (error instanceof Refusal) return null
      throw error
    }
  }

  #scene(): Processing {
    if (!this.#machine) throw new Error('the chain is not open')
    return {
      state: this.state,
      params: this.params,
      now: this.now,
      machine: this.#machine,
      slot: this.slot,
      block: this.#blockToCome(),
      referred: (low) => {
        const block = this.history.endingIn(Number.parseInt(low || '0', 16))
        return block ? referenceOf(block) : null
      },
    }
  }

  #blockToCome(): Processing['block'] {
    const number = this.history.height + 1
    return {
      number,
      timestamp: this.now + this.pace,
      producer: this.#producer(number + this.#branch + this.options.branch).address,
    }
  }

  #producer(index: number): Producer {
    const producer = this.producers[index % this.producers.length]
    if (!producer) throw new Error('no producers')
    return producer
  }

  #nextTime(): number {
    const { clock, genesisTime } = this.options
    const slots = Math.floor((clock() + this.skew - genesisTime) / this.pace)
    return Math.max(this.now + this.pace, genesisTime + slots * this.pace)
  }

  #next(contents: Parameters<typeof makeBlock>[1], timestamp: number): Block {
    const number = this.history.height + 1
    const parent = number === 0 ? hex(sha256(new TextEncoder().encode(this.options.seed))) : this.history.head.id
    const producer = (number + this.#branch + this.options.branch) % this.producers.length
    return makeBlock({ number, parent, timestamp, producer }, contents, this.#producer(producer))
  }

  #append(block: Block, contents: readonly Recorded[]): void {
    const { archive, solidLag } = this.options
    this.history.append(block, contents)
    this.#solid = Math.max(this.#solid, block.number - solidLag)
    archive?.append(block, contents, this.state.layers.layer(this.state.layers.depth - 1), this.#branch)
    const kept = block.number === 0 ? 0 : solidLag + LONGEST_LAG
    while (this.state.layers.depth > kept) {
      if (block.number > 0) this.#base++
      const settled = this.state.layers.settle()
      archive?.settle(this.#base, settled)
    }
  }

  /** What is in the topmost layer is in the chain: a block without transactions has it. */
  #seal(): void {
    this.#append(this.#next([], this.#nextTime()), [])
    this.state.layers.open()
  }

  #resume({ base, baseNumber, layers, blocks, branch }: Saved): void {
    this.#base = baseNumber
    this.#branch = branch
    this.state.layers.load(base, layers)
    for (const { block, contents } of blocks) {
      this.history.append(block, contents)
      this.#solid = Math.max(this.#solid, block.number - this.options.solidLag)
    }
    this.state.layers.open()
  }
}
