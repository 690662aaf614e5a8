// What a person has done with the vault: shown beforehand with its cost, and made call by call, each reviewed in the
// key window. Leaves building to the chain process and checking, showing and signing to the wallet process. Invariant:
// a call is built only after the one before it is in a block; where it ends in between, what was made is told.

import type { VaultRequest } from '../../app/ipc/chain-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { Voucher } from '../../app/speed/terms.ts'
import type { VaultOrder, VaultPreview } from '../../app/speed/vault-order.ts'
import type { Address } from '../../app/tron/address.ts'
import { whileOpen, type ChainDeps, type SendBuilt } from '../ipc/chain-commands.ts'

export interface VaultOrderDeps extends Omit<ChainDeps, 'shell'> {
  /** The wallet's voucher key; null: not known while it is locked. */
  readonly signer: () => Promise<Address | null>
  /** All that the account holds; for a cash order. */
  readonly vouchers: () => Promise<Result<readonly Voucher[], AppError>>
  /** The user has shown to have the words; null: not known. */
  readonly backedUp: () => boolean | null
}

/** No order takes more. */
const MOST_CALLS = 2

const requestOf = async (deps: VaultOrderDeps, order: VaultOrder): Promise<Result<VaultRequest, AppError>> => {
  const held = order.do === 'cash' ? await deps.vouchers() : ok([])
  if (!held.ok) return held
  const signer = order.do === 'setSigner' ? await deps.signer() : null
  return ok({ order, signer, vouchers: held.value, backedUp: deps.backedUp() !== false })
}

export const previewVaultOrder = async (
  deps: VaultOrderDeps,
  order: VaultOrder,
): Promise<Result<VaultPreview, AppError>> => {
  const request = await requestOf(deps, order)
  return request.ok ? deps.chain.call('vault.preview', request.value) : request
}

/** True: the next call may be built. */
const hasLanded = async ({ chain }: VaultOrderDeps, txId: string): Promise<boolean> => {
  const landed = await chain.call('vault.landed', { txId })
  return landed.ok && (landed.value === 'in-block' || landed.value === 'final')
}

/** What the second step ended with and has to be told as it is. */
const isOwnNews = (error: AppError): boolean =>
  error.code === 'cancelled' || (error.code === 'chain' && error.fault === 'outcome-unknown')

const unfinished = fail({ code: 'chain', fault: 'step-unfinished' } as const)

const made = async (
  deps: VaultOrderDeps,
  order: VaultOrder,
  sendBuilt: SendBuilt,
): Promise<Result<{ readonly ids: readonly string[] }, AppError>> => {
  const request = await requestOf(deps, order)
  if (!request.ok) return request
  const ids: string[] = []
  while (ids.length < MOST_CALLS) {
    const after = ids.at(-1) ?? null
    if (after !== null && !(await hasLanded(deps, after))) return unfinished
    const built = await deps.chain.call('vault.build', { request: request.value, after })
    // The first step stands, whatever becomes of the second: it is said, and shown until it is used or taken back.
    if (!built.ok && after !== null) return unfinished
    const sent = await sendBuilt(built)
    if (!sent.ok) return after === null || isOwnNews(sent.error) ? sent : unfinished
    ids.push(sent.value.id)
    if (built.ok && built.value.last) return ok({ ids })
  }
  return unfinished
}

/** Answers when the last call is on disk. */
export const makeVaultOrder = (
  deps: VaultOrderDeps,
  order: VaultOrder,
): Promise<Result<{ readonly ids: readonly string[] }, AppError>> =>
  whileOpen(deps, (sendBuilt) => made(deps, order, sendBuilt))
