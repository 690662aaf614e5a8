// A vault with people at it: who has play BTT and has approved the vault, and the calls they make, one line each.

import type { Address } from '../../../../app/tron/address.ts'
import {
  actor,
  claimOf,
  digestOf,
  domainOf,
  NOBODY,
  signed,
  twenty,
  VaultWorld,
  type Actor,
  type Called,
  type OpenWorld,
  type Signable,
} from './vault-world.ts'

export const BTT = 10n ** 18n
const MOST = 2n ** 256n - 1n
/** What each of the people starts with. */
export const PURSE = 1_000_000n * BTT

export interface Stage {
  readonly world: OpenWorld
  call(from: Actor, name: string, ...args: readonly unknown[]): Promise<Called>
  /** As `call`, and throws when it is refused. */
  done(from: Actor, name: string, ...args: readonly unknown[]): Promise<Called>
  read(name: string, ...args: readonly unknown[]): Promise<readonly unknown[]>
  /** In tokens of the vault's. */
  tokens(of: Address): Promise<bigint>
  free(of: Actor): Promise<bigint>
  /** By the payer itself, or by another key. */
  sign(voucher: Signable, by: Actor): Uint8Array
  /** By anybody, for the payee, to the payee unless told otherwise. */
  cash(
    voucher: Signable,
    by: Actor,
    options?: { sender?: Actor; to?: Address; signature?: Uint8Array },
  ): Promise<Called>
  claim(voucher: Signable, by: Actor): readonly unknown[]
  pass(seconds: number): void
}

/** Addresses are given to the contract as it takes them. */
const plain = (value: unknown): unknown => {
  if (value === null) return NOBODY
  if (typeof value === 'string' && value.startsWith('T')) return twenty(value as Address)
  return value
}

export const openStage = async (people: readonly Actor[], delay = 1_000): Promise<Stage> => {
  const world = await VaultWorld.open(delay)
  for (const { address } of people) {
    await world.call(world.treasury, world.token, 'transfer', [twenty(address), PURSE])
  }
  for (const person of people) await world.call(person, world.token, 'approve', [twenty(world.vault), MOST])
  return stageOf(world)
}

export const stageOf = (world: OpenWorld): Stage => {
  const call: Stage['call'] = (from, name, ...args) => world.call(from, world.vault, name, args.map(plain))
  const sign: Stage['sign'] = (voucher, by) => signed(digestOf(domainOf(world), voucher), by.key)
  const read: Stage['read'] = (name, ...args) => world.read(world.vault, name, args.map(plain))
  return {
    world,
    call,
    read,
    sign,
    done: async (from, name, ...args) => {
      const called = await call(from, name, ...args)
      if (!called.ok) throw new Error(`${name} was refused: ${called.error}`)
      return called
    },
    tokens: async (of) => (await world.read(world.token, 'balanceOf', [twenty(of)]))[0] as bigint,
    free: async ({ address }) => (await read('accounts', address))[0] as bigint,
    cash: ({ payer, payee, lane, cumulative }, by, { sender, to = payee, signature } = {}) => {
      const bytes = signature ?? sign({ payer, payee, lane, cumulative }, by)
      const from = sender ?? actor('stranger')
      return call(from, 'cash', payer, payee, lane, cumulative, bytes, to)
    },
    claim: (voucher, by) => claimOf(voucher, sign(voucher, by)),
    pass: (seconds) => {
      world.now += seconds
    },
  }
}
