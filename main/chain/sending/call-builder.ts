// From an order to the vault to the next call of it, ready to be approved: planned and priced once more, so that what
// is built is of what the chain says now. Leaves the bytes' way to disk to sender.ts. Invariant: nothing is built that
// has a problem, and what follows a call is built only when the nodes show that it has landed.

import type { VaultRequest } from '../../../app/ipc/chain-contract.ts'
import type { AppError } from '../../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import { amount, ZERO, type Amount } from '../../../app/money/amount.ts'
import { BTT_DECIMALS } from '../../../app/tron/networks.ts'
import type { VaultCall } from '../../../app/speed/vault-call.ts'
import { callData, calledContract } from '../../../app/speed/vault-call.ts'
import type { VaultIntent } from '../../../app/wallet/intent.ts'
import type { AssetKey } from '../../../app/wallet/chain-state.ts'
import type { Prepare } from '../../../app/ipc/wallet-contract.ts'
import { chainFail, type Chain } from '../chain.ts'
import type { NewSend } from '../store/sends.ts'
import { previewOrder, type PricedCall, type PricedOrder } from '../vault/order-preview.ts'
import { madeCall, type Made } from './transaction.ts'

/** A node that is asked right after a block may not have it yet. */
const AGAIN_MS = 1_500
const TRIES = 20

export interface MadeCall {
  readonly made: Made
  readonly intent: VaultIntent
  readonly facts: Prepare['facts']
  readonly send: Omit<NewSend, 'txId' | 'signed' | 'createdAt' | 'chain' | 'lifetime' | 'expiresAt'>
  readonly last: boolean
}

const movedBy = (call: VaultCall, value: Amount | null): Amount => {
  if ('amount' in call) return call.amount
  return call.call === 'cash' ? (value ?? ZERO) : ZERO
}

const DELAYED: ReadonlySet<VaultCall['call']> = new Set(['setSigner', 'requestUnlock', 'requestExit'])

const ENDS_EXIT: ReadonlySet<VaultCall['call']> = new Set(['deposit', 'withdraw'])

/** The most each may cost: together with the fee limit in the bytes they are what the user was told. */
const factsOf = ({ call, cost }: PricedCall, { preview, vault, exitAt }: PricedOrder): Prepare['facts'] => ({
  fees: { bandwidth: amount(cost.most - cost.feeLimit), activation: ZERO, memo: ZERO },
  token: { symbol: 'BTT', decimals: BTT_DECIMALS },
  recipient: { kind: 'known', name: null },
  vault: {
    delayMs: DELAYED.has(call.call) ? vault.delayMs : null,
    expected: preview.value,
    endsExit: ENDS_EXIT.has(call.call) ? exitAt : null,
  },
})

const makeCall = (priced: PricedCall, order: PricedOrder): MadeCall => {
  const { call, cost } = priced
  const { preview, vault, calls } = order
  const { from } = preview.order
  const parties = { from, vault: vault.address, token: vault.token }
  const { feeLimit } = cost
  return {
    made: madeCall(from, calledContract(call, parties), callData(call, parties), feeLimit),
    intent: { do: 'vaultCall', ...parties, call, feeLimit },
    facts: factsOf(priced, order),
    send: {
      account: from,
      asset: `trc20:${vault.token}` as AssetKey,
      symbol: 'BTT',
      decimals: BTT_DECIMALS,
      known: true,
      amount: movedBy(call, preview.value),
      recipient: vault.address,
      memo: null,
      call,
      most: cost.most,
    },
    last: calls.length === 1,
  }
}

const once = async (chain: Chain, request: VaultRequest): Promise<Result<MadeCall, AppError>> => {
  const found = chain.world()
  if (!found.ok) return found
  const priced = await previewOrder(request, found.value.world)
  const problem = priced.ok ? priced.value.preview.problem : priced.error.problem
  if (!priced.ok || problem !== null) return fail({ code: 'vault-refused', problem: problem ?? 'not-ready' })
  const [first] = priced.value.calls
  return first === undefined ? chainFail('not-ready') : ok(makeCall(first, priced.value))
}

/** `after`: the call before, which has landed. Until every node shows it, the plan would begin with it again. */
export const nextCall = async (
  chain: Chain,
  request: VaultRequest,
  after: VaultCall | null,
  wait: (ms: number) => Promise<void>,
): Promise<Result<MadeCall, AppError>> => {
  for (let tries = 1; ; tries++) {
    const next = await once(chain, request)
    const isAhead = next.ok && next.value.intent.call.call !== after?.call
    // Nodes that differ for a moment, or did not count the one before yet.
    const mayChange = after !== null && (next.ok || next.error.code === 'vault-refused')
    if (isAhead || !mayChange) return next
    if (tries === TRIES) return next.ok ? chainFail('step-unfinished') : next
    await wait(AGAIN_MS)
  }
}
