// The vault's own bytecode on the Practice network's machine, without blocks, bandwidth or HTTP: tests call it as fast
// as it runs, at any time, and see what came of each call. Encoding and typed data are TronWeb's, so that what our own
// code says of them is checked by another's.

import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { utils } from 'tronweb'
import { VAULT_BYTECODE, vaultAbi } from '../../../../app/speed/vault-artifact.ts'
import { addressBytes, addressOf, type Address } from '../../../../app/tron/address.ts'
import { fromTwenty, type Address as Inner } from '../address.ts'
import { playBtt } from '../artifacts/play-btt.ts'
import { hex, sha256, unhex } from '../bytes.ts'
import { newAccount } from '../state/account.ts'
import { State } from '../state/state.ts'
import { contractAddress, Machine } from '../vm/machine.ts'
import type { Outcome } from '../vm/outcome.ts'

export interface Actor {
  readonly key: Uint8Array
  readonly address: Address
}

export const actor = (name: string): Actor => {
  const key = sha256(new TextEncoder().encode(`actor ${name}`))
  const address = addressOf(keccak_256(secp256k1.getPublicKey(key, false).subarray(1)).subarray(12))
  if (address === null) throw new Error('no address')
  return { key, address }
}

interface Parsed {
  readonly name: string
  readonly args: ArrayLike<unknown>
}

interface Coder {
  encodeFunctionData(name: string, args: readonly unknown[]): string
  decodeFunctionResult(name: string, data: string): ArrayLike<unknown>
  encodeDeploy(args: readonly unknown[]): string
  parseError(data: string): Parsed | null
  parseLog(log: { topics: readonly string[]; data: string }): Parsed | null
}

type Abi = ConstructorParameters<typeof utils.ethersUtils.Interface>[0]

const coderOf = (abi: Abi): Coder => new utils.ethersUtils.Interface(abi)

/** As contracts see it, for the encoder. */
export const twenty = (address: Address): string => `0x${hex(addressBytes(address).subarray(1))}`
export const NOBODY = `0x${'00'.repeat(20)}`

const inner = (address: Address): Inner => fromTwenty(addressBytes(address).subarray(1))
const outer = (address: Inner): Address => {
  const found = addressOf(unhex(address))
  if (found === null) throw new Error('no address')
  return found
}

/** Addresses as people write them, where the encoder gives them as contracts have them. */
export const readable = (value: unknown): unknown => {
  if (typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value))
    return outer(`41${value.slice(2).toLowerCase()}` as Inner)
  return Array.isArray(value) ? Array.from(value, readable) : value
}

export interface Event {
  readonly name: string
  readonly args: readonly unknown[]
}

export interface Called {
  readonly ok: boolean
  /** Of a call that worked and answers with one value. */
  readonly value: unknown
  /** Name of the contract's error; the node's result where it is none of its own. */
  readonly error: string | null
  readonly energy: bigint
  readonly events: readonly Event[]
  /** As a node would show them. */
  readonly logs: readonly { readonly address: string; readonly topics: readonly string[]; readonly data: string }[]
}

/** What is signed; the fields are those of the design, by name. */
export interface Signable {
  readonly payer: Address
  readonly payee: Address
  readonly lane: bigint
  readonly cumulative: bigint
}

export interface Domain {
  readonly name: string
  readonly version: string
  readonly chainId: number
  readonly verifyingContract: Address
}

const voucherFields = [
  { name: 'payer', type: 'address' },
  { name: 'payee', type: 'address' },
  { name: 'lane', type: 'uint64' },
  { name: 'cumulative', type: 'uint256' },
]

export const digestOf = (domain: Domain, voucher: Signable): Uint8Array =>
  unhex(utils.typedData.TypedDataEncoder.hash({ ...domain }, { Voucher: voucherFields }, { ...voucher }).slice(2))

/** r, s and v: 65 bytes. */
export const signed = (digest: Uint8Array, key: Uint8Array): Uint8Array => {
  const signature = secp256k1.sign(digest, key, { prehash: false, format: 'recovered' })
  return Uint8Array.of(...signature.subarray(1), 27 + (signature[0] ?? 0))
}

/** The claim of a batch, as the contract takes it. */
export const claimOf = ({ payer, lane, cumulative }: Signable, signature: Uint8Array): readonly unknown[] => [
  twenty(payer),
  lane,
  cumulative,
  `0x${hex(signature.subarray(0, 32))}`,
  `0x${hex(signature.subarray(32, 64))}`,
  signature[64],
]

const errorIn = (coder: Coder | undefined, { output, result }: Outcome): string =>
  (output.length < 8 ? null : coder?.parseError(`0x${output}`)?.name) ?? result

/** What comes along with a call, of TRX and of a TRC-10 token. */
export interface Sent {
  readonly sun?: bigint
  readonly trc10?: bigint
}

interface Artifact {
  readonly name: string
  readonly abi: Abi
  readonly bytecode: string
}

export const START = 1_800_000_000
const LIMIT = 1_000_000_000n
export const vaultArtifact: Artifact = { name: 'SpeedVault', abi: vaultAbi, bytecode: VAULT_BYTECODE }

export class VaultWorld {
  readonly state = new State()
  readonly #coders = new Map<Address, Coder>()
  #machine: Machine | null = null
  #runs = 0
  /** Seconds. */
  now = START
  chainId = 0xcd86_90dc

  /** `delay`: of the vault, seconds. Everybody's tokens are the treasury's. */
  static async open(delay = 1_000, token: Artifact = playBtt): Promise<VaultWorld & Opened> {
    const world = new VaultWorld()
    world.#machine = await Machine.create(
      world.state,
      () => 0,
      () => BigInt(world.chainId),
    )
    world.state.layers.open()
    const treasury = actor('treasury')
    const at = await world.deploy(treasury, token, token === playBtt ? [twenty(treasury.address)] : [])
    const vault = await world.deploy(treasury, vaultArtifact, [twenty(at), BigInt(delay)])
    return Object.assign(world, { treasury, token: at, vault, delay })
  }

  /** Returns how to forget all that was done since. */
  mark(): () => void {
    const { now, chainId } = this
    this.state.layers.open()
    return () => {
      this.state.layers.drop()
      Object.assign(this, { now, chainId })
    }
  }

  /** Runs on a state that is thrown away afterwards. */
  async aside<T>(work: () => Promise<T>): Promise<T> {
    const forget = this.mark()
    try {
      return await work()
    } finally {
      forget()
    }
  }

  async deploy(
    from: Actor,
    { abi, bytecode, name }: Artifact,
    args: readonly unknown[],
    sent: Sent = {},
  ): Promise<Address> {
    const coder = coderOf(abi)
    const { outcome, id } = await this.#run(from, null, bytecode + coder.encodeDeploy(args).slice(2), sent)
    if (outcome.result !== 'SUCCESS') throw new Error(`${name}: ${outcome.result} ${outcome.output}`)
    const address = outer(contractAddress(id, inner(from.address)))
    this.#coders.set(address, coder)
    return address
  }

  encode(to: Address, name: string, args: readonly unknown[] = []): string {
    const coder = this.#coders.get(to)
    if (!coder) throw new Error('no contract of ours')
    return coder.encodeFunctionData(name, args)
  }

  call(from: Actor, to: Address, name: string, args: readonly unknown[] = [], sent: Sent = {}): Promise<Called> {
    return this.raw(from, to, this.encode(to, name, args), sent, name)
  }

  /** With bytes of one's own; `name`: how what comes back is read. */
  async raw(from: Actor, to: Address, data: string, sent: Sent = {}, name: string | null = null): Promise<Called> {
    const { outcome } = await this.#run(from, to, data.slice(2), sent)
    const ok = outcome.result === 'SUCCESS'
    const coder = this.#coders.get(to)
    const answered = ok && name !== null && outcome.output !== ''
    return {
      ok,
      value: answered ? readable(coder?.decodeFunctionResult(name, `0x${outcome.output}`)[0]) : undefined,
      error: ok ? null : errorIn(coder, outcome),
      energy: outcome.used,
      events: outcome.logs.flatMap((log) => this.#event(log)),
      logs: outcome.logs.map((log) => ({
        address: log['address'] as string,
        topics: log['topics'] as readonly string[],
        data: (log['data'] as string | undefined) ?? '',
      })),
    }
  }

  /** All that a view answers; it changes nothing. */
  async read(to: Address, name: string, args: readonly unknown[] = []): Promise<readonly unknown[]> {
    const coder = this.#coders.get(to)
    const data = coder?.encodeFunctionData(name, args) ?? '0x'
    const { outcome } = await this.aside(() => this.#run(actor('reader'), to, data.slice(2)))
    if (!coder || outcome.result !== 'SUCCESS') throw new Error(`${name}: ${outcome.result} ${outcome.output}`)
    return Array.from(coder.decodeFunctionResult(name, `0x${outcome.output}`), readable)
  }

  code(at: Address): Uint8Array {
    return this.state.codes.get(inner(at)) ?? new Uint8Array(0)
  }

  sunOf(at: Address): bigint {
    return this.state.accounts.get(inner(at))?.balance ?? 0n
  }

  async #run(
    from: Actor,
    to: Address | null,
    data: string,
    sent: Sent = {},
  ): Promise<{ outcome: Outcome; id: string }> {
    if (!this.#machine) throw new Error('the world is not open')
    const owner = inner(from.address)
    if (!this.state.accounts.get(owner)) this.state.accounts.set(owner, { ...newAccount(0), balance: 10n ** 12n })
    const id = hex(sha256(new TextEncoder().encode(`run ${this.#runs++}`)))
    const outcome = await this.#machine.run({
      id,
      owner,
      to: to && inner(to),
      data,
      value: sent.sun ?? 0n,
      ...(sent.trc10 !== undefined && { tokens: { id: 1_002_000n, value: sent.trc10 } }),
      limit: LIMIT,
      block: { number: this.#runs, timestamp: this.now * 1_000, producer: owner },
      energyPrice: 100n,
    })
    return { outcome, id }
  }

  #event(log: Outcome['logs'][number]): readonly Event[] {
    const { address, topics, data } = log as { address: string; topics: readonly string[]; data?: string }
    const coder = this.#coders.get(outer(`41${address}` as Inner))
    const parsed = coder?.parseLog({ topics: topics.map((topic) => `0x${topic}`), data: `0x${data ?? ''}` })
    return parsed ? [{ name: parsed.name, args: Array.from(parsed.args, readable) }] : []
  }
}

export interface Opened {
  readonly treasury: Actor
  readonly token: Address
  readonly vault: Address
  readonly delay: number
}

export type OpenWorld = VaultWorld & Opened

export const domainOf = ({ chainId, vault }: Pick<OpenWorld, 'chainId' | 'vault'>): Domain => ({
  name: 'SpeedVault',
  version: '1',
  chainId,
  verifyingContract: vault,
})
