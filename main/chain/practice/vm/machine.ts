// TRON's virtual machine, made of @ethereumjs/evm: other prices, other addresses for new contracts, the chain's id from
// the genesis, no gas price of its own. Runs one message on the topmost layer of the state; who pays is for others.
// Not modelled: a time limit, the dynamic energy factor, TRC-10 sent by contracts, precompiles from 0x09 on.

import { Common, Hardfork, Mainnet } from '@ethereumjs/common'
import {
  createEVM,
  getActivePrecompiles,
  type EVM,
  type EVMResult,
  type InterpreterStep,
  type Message,
  type PrecompileFunc,
} from '@ethereumjs/evm'
import { Address as VmAddress } from '@ethereumjs/util'
import { fromTwenty, toTwenty, type Address } from '../address.ts'
import { hex, joined, keccak, unhex, utf8Hex } from '../bytes.ts'
import type { JsonObject } from '../codec/json.ts'
import type { State } from '../state/state.ts'
import { resultOf, SAVING_CODE, sentenceOf, type Outcome, type Unpaid } from './outcome.ts'
import { tvmParams } from './prices.ts'
import { VmState } from './vm-state.ts'

export interface Tokens {
  readonly id: bigint
  readonly value: bigint
}

export interface Run {
  /** Of the transaction, 64 hexadecimal digits: new contracts get their addresses from it. */
  readonly id: string
  readonly owner: Address
  /** Null: the data is the code of a new contract. */
  readonly to: Address | null
  /** Where a new contract goes when not where its transaction says: those of the genesis. */
  readonly at?: Address
  readonly data: string
  readonly value: bigint
  /** TRC-10 that comes with it; who moves it is for others too. */
  readonly tokens?: Tokens
  readonly limit: bigint
  readonly block: { readonly number: number; readonly timestamp: number; readonly producer: Address }
  readonly energyPrice: bigint
}

/** Where a deployed contract will be: java-tron's WalletUtil.generateContractAddress. */
export const contractAddress = (id: string, owner: Address): Address =>
  fromTwenty(keccak(joined(unhex(id), unhex(owner))).subarray(12))

const NO_TOKENS: Tokens = { id: 0n, value: 0n }

const DEPOSIT_PER_BYTE = 200n

/** Precompiles of Ethereum from 0x09 on, which are something else on TRON or nothing. */
const foreignPrecompiles = [...Array.from({ length: 9 }, (_, index) => 9 + index), 0x100].map((number) => ({
  address: new VmAddress(unhex(number.toString(16).padStart(40, '0'))),
}))

const common = new Common({ chain: Mainnet, hardfork: Hardfork.Cancun })
const ECRECOVER = '01'.padStart(40, '0')
/** Where the prefix of a TRON address stands in a word. */
const PREFIX_AT = 11

/** What it recovers comes with the prefix on TRON: a contract must look at 20 bytes of it only. */
const ecrecover: PrecompileFunc = async (input) => {
  const usual = getActivePrecompiles(common).get(ECRECOVER)
  if (!usual) throw new Error('no ecrecover')
  const result = await usual(input)
  if (result.returnValue.length === 32) result.returnValue[PREFIX_AT] = 0x41
  return result
}

const counted = (number: number): Uint8Array => unhex(number.toString(16).padStart(16, '0'))

/** What goes on while a message runs: needed to name new contracts and internal transactions. */
interface Running {
  readonly run: Run
  count: number
  internal: JsonObject[]
  made: { address: Address; by: Address }[]
}

export class Machine {
  readonly #evm: EVM
  readonly #state: State
  #running: Running | null = null

  private constructor(evm: EVM, state: State) {
    this.#evm = evm
    this.#state = state
    // Derived from sender and nonce on Ethereum.
    const own = evm as unknown as { _generateAddress(message: Message): Promise<VmAddress> }
    own._generateAddress = async (message) => new VmAddress(this.#newAddress(message))
    evm.events.on('beforeMessage', (message: Message) => this.#note(message))
  }

  /** `memory`: what an operation on memory costs, for rules of another time. */
  static async create(state: State, now: () => number, chainId: () => bigint, memory = 1): Promise<Machine> {
    const vmState = new VmState(state, now)
    const sent = (depth: number): Tokens => (depth === 0 ? machine.#running?.run.tokens : null) ?? NO_TOKENS
    const evm = await createEVM({
      common,
      params: tvmParams(memory),
      stateManager: vmState,
      allowUnlimitedContractSize: true,
      allowUnlimitedInitCodeSize: true,
      customPrecompiles: [...foreignPrecompiles, { address: new VmAddress(unhex(ECRECOVER)), function: ecrecover }],
      customOpcodes: [
        { opcode: 0x46, opcodeName: 'CHAINID', baseFee: 2, logicFunction: (run) => run.stack.push(chainId()) },
        {
          opcode: 0xd2,
          opcodeName: 'CALLTOKENVALUE',
          baseFee: 2,
          logicFunction: (run) => run.stack.push(sent(run.env.depth).value),
        },
        {
          opcode: 0xd3,
          opcodeName: 'CALLTOKENID',
          baseFee: 2,
          logicFunction: (run) => run.stack.push(sent(run.env.depth).id),
        },
        {
          opcode: 0xd4,
          opcodeName: 'ISCONTRACT',
          baseFee: 20,
          logicFunction: async (run) => {
            const twenty = unhex(run.stack.pop().toString(16).padStart(64, '0').slice(24))
            run.stack.push((await vmState.getCodeSize(new VmAddress(twenty))) > 0 ? 1n : 0n)
          },
        },
      ],
    })
    const machine = new Machine(evm, state)
    return machine
  }

  /** State changes of a failed run are gone; those of a successful one are in the topmost layer. */
  async run(run: Run): Promise<Outcome> {
    const running: Running = { run, count: 0, internal: [], made: [] }
    const { execResult, createdAddress } = await this.#execute(running)
    const error = execResult.exceptionError?.error
    const result = resultOf(error)
    const failed = result !== 'SUCCESS'
    const unpaid = result === 'OUT_OF_ENERGY' ? await this.#unpaid(run) : { operation: '', cost: 0n, free: 0n }
    const first = createdAddress ? fromTwenty(createdAddress.bytes) : null
    return {
      result,
      sentence: sentenceOf(result, error, unpaid, run.limit),
      used: failed && result !== 'REVERT' ? run.limit : execResult.executionGasUsed,
      output: hex(execResult.returnValue),
      logs: failed ? [] : (execResult.logs ?? []).map(logOf),
      internal: failed ? running.internal.map((one) => ({ ...one, rejected: true })) : running.internal,
      made: failed ? [] : running.made.filter(({ address }) => address !== first && this.#state.codes.get(address)),
    }
  }

  async #execute(running: Running): Promise<EVMResult> {
    const { run } = running
    this.#running = running
    try {
      return await this.#evm.runCall({
        caller: new VmAddress(toTwenty(run.owner)),
        ...(run.to && { to: new VmAddress(toTwenty(run.to)) }),
        data: unhex(run.data),
        value: run.value,
        gasLimit: run.limit,
        gasPrice: run.energyPrice,
        block: {
          header: {
            number: BigInt(run.block.number),
            coinbase: new VmAddress(toTwenty(run.block.producer)),
            timestamp: BigInt(Math.floor(run.block.timestamp / 1_000)),
            difficulty: 0n,
            prevRandao: new Uint8Array(32),
            gasLimit: 0n,
            baseFeePerGas: run.energyPrice,
            getBlobGasPrice: () => 1n,
          },
        },
      })
    } finally {
      this.#evm.journal.cleanJournal()
      this.#running = null
    }
  }

  /** Runs once more, watched, on a layer that is thrown away: which operation was one too many. */
  async #unpaid(run: Run): Promise<Unpaid> {
    let last: Unpaid = { operation: 'STOP', cost: 0n, free: run.limit }
    const watch = ({ opcode, gasLeft }: InterpreterStep): void => {
      last = { operation: opcode.name, cost: opcode.dynamicFee ?? BigInt(opcode.fee), free: gasLeft }
    }
    this.#evm.events.on('step', watch)
    this.#state.layers.open()
    try {
      const { execResult } = await this.#execute({ run, count: 0, internal: [], made: [] })
      const deposit = BigInt(execResult.returnValue.length) * DEPOSIT_PER_BYTE
      const deploying = run.to === null && /^(RETURN|STOP)$/.test(last.operation)
      return deploying ? { operation: SAVING_CODE, cost: deposit, free: last.free } : last
    } finally {
      this.#state.layers.drop()
      this.#evm.events.off('step', watch)
    }
  }

  #newAddress(message: Message): Uint8Array {
    const running = this.#running
    if (!running) throw new Error('nothing runs')
    const { run } = running
    if (message.depth === 0) return toTwenty(run.at ?? contractAddress(run.id, run.owner))
    const code = message.code instanceof Uint8Array ? message.code : new Uint8Array(0)
    const seed = message.salt
      ? joined(Uint8Array.of(0x41), message.caller.bytes, message.salt, keccak(code))
      : joined(unhex(run.id), counted(running.count))
    const twenty = keccak(seed).slice(12)
    running.made.push({ address: fromTwenty(twenty), by: fromTwenty(message.caller.bytes) })
    return twenty
  }

  #note(message: Message): void {
    const running = this.#running
    if (!running || message.depth === 0) return
    running.count++
    running.internal.push({
      hash: hex(keccak(joined(unhex(running.run.id), counted(running.count)))),
      caller_address: fromTwenty(message.caller.bytes),
      transferTo_address: message.to ? fromTwenty(message.to.bytes) : '',
      callValueInfo: [message.value > 0n ? { callValue: message.value } : {}],
      note: utf8Hex(message.to ? 'call' : 'create'),
    })
  }
}

const logOf = ([address, topics, data]: [Uint8Array, Uint8Array[], Uint8Array]): JsonObject => ({
  address: hex(address),
  topics: topics.map(hex),
  ...(data.length > 0 && { data: hex(data) }),
})
