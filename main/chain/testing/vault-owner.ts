// A wallet's owner who has orders to the vault made at a Practice network, call by call as main does, with a key in
// place of the wallet process and without a person between.

import type { Prepare } from '../../../app/ipc/wallet-contract.ts'
import type { VaultRequest } from '../../../app/ipc/chain-contract.ts'
import type { Voucher } from '../../../app/speed/terms.ts'
import type { Cashable } from '../../../app/speed/vault-call.ts'
import type { VaultOrder, VaultPreview } from '../../../app/speed/vault-order.ts'
import type { Address } from '../../../app/tron/address.ts'
import { previewOrder } from '../vault/order-preview.ts'
import type { Send } from '../store/sends.ts'
import { signWith, type Desk } from './desk.ts'
import type { World } from './world.ts'

type Plain<T> = T extends bigint ? bigint : T extends readonly (infer E)[] ? readonly E[] : T

/** An order without the account it is from, as a test writes it. */
export type Wish = VaultOrder extends infer O
  ? O extends VaultOrder
    ? { readonly [F in Exclude<keyof O, 'from'>]: Plain<O[F]> }
    : never
  : never

interface Stepped {
  readonly send: Send
  readonly last: boolean
  /** What the wallet is told for its review. */
  readonly facts: Prepare['facts']
}

export interface VaultOwner {
  request(wish: Wish, more?: Partial<VaultRequest>): VaultRequest
  preview(wish: Wish, more?: Partial<VaultRequest>): Promise<VaultPreview>
  /** The next call of it, on disk and sent. */
  step(wish: Wish, after: string | null, more?: Partial<VaultRequest>): Promise<Stepped>
  /** All calls of it, each in a block before the next, and the last one settled. */
  make(wish: Wish, more?: Partial<VaultRequest>): Promise<readonly Send[]>
}

export const heldBy = (payee: Address, vouchers: readonly Cashable[]): readonly Voucher[] =>
  vouchers.map((voucher) => ({ ...voucher, payee }))

const previewOf = async ({ chain }: Desk, request: VaultRequest): Promise<VaultPreview> => {
  const found = chain.world()
  if (!found.ok) throw new Error(JSON.stringify(found.error))
  const priced = await previewOrder(request, found.value.world)
  return priced.ok ? priced.value.preview : priced.error
}

export const vaultOwner = ({ wallet, later }: Pick<World, 'wallet' | 'later'>): VaultOwner => {
  const request: VaultOwner['request'] = (wish, more) => ({
    order: { ...wish, from: wallet.own } as unknown as VaultOrder,
    signer: null,
    vouchers: [],
    backedUp: true,
    ...more,
  })
  const step: VaultOwner['step'] = async (wish, after, more) => {
    const built = await wallet.sender.buildCall(request(wish, more), after)
    if (!built.ok) throw new Error(JSON.stringify(built.error))
    const submitted = wallet.sender.submit(built.value.ref, signWith(wallet.key, built.value.prepare.rawData))
    if (!submitted.ok) throw new Error(JSON.stringify(submitted.error))
    await wallet.round()
    const { last, prepare } = built.value
    return { send: wallet.get(submitted.value.id), last, facts: prepare.facts }
  }
  const make: VaultOwner['make'] = async (wish, more) => {
    const ids: string[] = []
    for (;;) {
      const { send, last } = await step(wish, ids.at(-1) ?? null, more)
      ids.push(send.txId)
      await later(3_000, 1)
      if (last) break
    }
    await later(3_000)
    return ids.map((id) => wallet.get(id))
  }
  return { request, preview: (wish, more) => previewOf(wallet, request(wish, more)), step, make }
}
