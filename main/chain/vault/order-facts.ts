// What an order is planned from, read now: the account's part of the vault, what is approved at the head, and, to cash,
// each payer's. Invariant: what cannot be read is a failure, never a zero.

import { fail, ok, type Result } from '../../../app/result.ts'
import type { ChainCommands, VaultRequest } from '../../../app/ipc/chain-contract.ts'
import type { Debtor } from '../../../app/speed/cash-advice.ts'
import { cashableOf } from '../../../app/speed/cashable.ts'
import type { Vault } from '../../../app/speed/terms.ts'
import { dueOf, leftOf, totalDue, type CashPayer, type PlanFacts } from '../../../app/speed/vault-plan.ts'
import type { Cashable, VaultCall } from '../../../app/speed/vault-call.ts'
import type { VaultOrder } from '../../../app/speed/vault-order.ts'
import type { Address } from '../../../app/tron/address.ts'
import { ZERO, type Amount } from '../../../app/money/amount.ts'
import type { ChainFault } from '../../../app/wallet/chain-fault.ts'
import { fewAtOnce } from './few-at-once.ts'
import type { Vaults } from './vaults.ts'

/** What it owes, and what it has for that. */
export const debtorOf = (payer: CashPayer): Debtor => ({
  payer: payer.payer,
  owes: dueOf(payer).owed,
  free: payer.free,
  locked: payer.locked,
  exitAt: payer.leaves ? 1 : 0,
  signerEnds: payer.signerEnds,
})

const payeesOf = (order: VaultOrder): readonly { payee: Address; lanes: readonly bigint[] }[] =>
  'payee' in order ? [{ payee: order.payee, lanes: [] }] : []

type OfPayer = Result<CashPayer | null, ChainFault>

/** What orders of one account are planned by. */
interface Plannable {
  readonly vault: Vault
  /** The chain's time, ms. */
  readonly now: number
  /** Being cashed by calls that are not settled. */
  readonly coming: readonly Cashable[]
}

/** Null: it gave nothing, or all of it is underway: what a call leaves of a lane is not known before it is settled. */
const payerOf = async (
  vaults: Vaults,
  { order: { from }, vouchers }: VaultRequest,
  payer: Address,
  { vault, now, coming }: Plannable,
): Promise<OfPayer> => {
  const taking = coming.filter((voucher) => voucher.payer === payer)
  const cashed = new Set(taking.map(({ lane }) => lane))
  const held = vouchers.filter((each) => each.payer === payer && each.payee === from && !cashed.has(each.lane))
  if (held.length === 0) return ok(null)
  const read = await vaults.standing({ payer, payee: from, lanes: [...held, ...taking].map(({ lane }) => lane) })
  if (!read.ok) return read
  const { free, locked, exitAt, unlockAt, paid } = read.value
  const paidAt = (at: number): Amount => paid[at] ?? ZERO
  const all = held.map(({ lane, cumulative, signature }, at) => ({
    voucher: { payer, lane, cumulative, signature },
    paid: paidAt(at),
  }))
  const taken = totalDue(taking.map((voucher, at) => ({ voucher, paid: paidAt(held.length + at) })))
  const cashable = cashableOf(vault, from, all, read.value, now)
  return ok(leftOf({ payer, free, locked, leaves: exitAt !== 0n || unlockAt !== 0n, ...cashable }, taken))
}

/** In the order they were asked for, each once. After one that cannot be read nobody else is asked about. */
const payersOf = async (
  vaults: Vaults,
  request: VaultRequest,
  by: Plannable,
): Promise<Result<readonly CashPayer[], ChainFault>> => {
  const { order } = request
  if (order.do !== 'cash') return ok([])
  const asked = [...new Set(order.payers)]
  const found = new Map<Address, CashPayer | null>()
  let failed: Result<never, ChainFault> | null = null
  await fewAtOnce(asked, async (payer) => {
    if (failed !== null) return
    const read = await payerOf(vaults, request, payer, by)
    if (read.ok) found.set(payer, read.value)
    else failed ??= read
  })
  return failed ?? ok(asked.flatMap((payer) => found.get(payer) ?? []))
}

/** As cashing from them would have it. Null: of what they gave nothing can be cashed any more. */
export const debtorIn = async (
  vaults: Vaults,
  vault: Vault,
  { payer, payee, vouchers }: ChainCommands['vault.debtor']['input'],
): Promise<Result<Debtor | null, ChainFault>> => {
  const now = vaults.chainTime
  if (now === null) return fail('offline')
  const order: VaultOrder = { do: 'cash', from: payee, payers: [payer], to: 'wallet' }
  const request: VaultRequest = { order, vouchers, signer: null, backedUp: true }
  const read = await payersOf(vaults, request, { vault, now, coming: [] })
  if (!read.ok) return read
  const [debtor] = read.value.map(debtorOf)
  return ok(debtor === undefined || debtor.owes === 0n ? null : debtor)
}

/** `underway`: calls by the same account that are not settled. */
export const orderFacts = async (
  vaults: Vaults,
  request: VaultRequest,
  underway: readonly VaultCall[],
): Promise<Result<PlanFacts, ChainFault>> => {
  const { order, signer } = request
  const account = await vaults.account({ account: order.from, payees: payeesOf(order) })
  if (!account.ok) return account
  const approved = await vaults.approvedNow(order.from)
  if (!approved.ok) return approved
  const now = vaults.chainTime
  if (now === null) return fail('offline')
  const coming = underway.flatMap((call) => (call.call === 'cash' ? call.vouchers : []))
  const payers = await payersOf(vaults, request, { vault: account.value.vault, now, coming })
  if (!payers.ok) return payers
  return ok({ account: account.value, approved: approved.value, signer, payers: payers.value, underway, now })
}
