// From a draft to a send on disk: looks at it once more, makes the bytes, waits for them to come back signed, saves
// them, and only then lets them out. Invariants: what is saved is exactly what was built here and signed; nothing is
// built that costs more than the user was told; what was built for one network is not taken for another, nor could be.

import { createHash, randomUUID } from 'node:crypto'
import type { BuiltCall, BuiltSend, VaultRequest } from '../../../app/ipc/chain-contract.ts'
import type { AppError } from '../../../app/ipc/errors.ts'
import type { Signed } from '../../../app/ipc/wallet-contract.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import { amount } from '../../../app/money/amount.ts'
import { encodeSigned } from '../../../app/tron/transaction.ts'
import { mayBeMain } from '../../../app/tron/main-heights.ts'
import { MAINNET, type Asset } from '../../../app/tron/networks.ts'
import { assetKey } from '../../../app/wallet/chain-state.ts'
import type { ChainFault } from '../../../app/wallet/chain-fault.ts'
import type { SendCost, SendOrder, SendPreview } from '../../../app/wallet/send-preview.ts'
import { chainFail, type Chain } from '../chain.ts'
import { BlockAnswer } from '../nodes/answers.ts'
import { blockOf, type Block } from '../nodes/block.ts'
import type { Pool } from '../nodes/pool.ts'
import { NEW, type NewSend, type Sends } from '../store/sends.ts'
import { nextCall } from './call-builder.ts'
import { previewSend, type PreviewWorld } from './preview.ts'
import { intentOf, LIFETIME_MS, madeOf, rawDataOf, type Transfer } from './transaction.ts'

/** Between this computer's clock and the chain's. */
const MOST_SKEW_MS = 600_000
const MOST_WAITING = 10

interface Waiting {
  /** The network and nodes it was made with. */
  readonly networkKey: string | null
  readonly rawData: Uint8Array
  readonly send: Omit<NewSend, 'txId' | 'signed' | 'createdAt'>
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** The settled block to refer to: the lowest that any node has, and all have it. */
const reference = async (pool: Pool): Promise<Result<Block, ChainFault>> => {
  const said = await pool.most((node) => node.block('solid'))
  if (!said.ok) return said
  const [lowest] = said.value.toSorted((a, b) => a.value.number - b.value.number)
  if (lowest === undefined) return fail('offline')
  const others = said.value.filter(({ node }) => node !== lowest.node)
  for (const { node } of others) {
    const body = { id_or_num: String(lowest.value.number), detail: false }
    const answer = await node.post('full', 'getblock', body, BlockAnswer)
    if (answer.ok && blockOf(answer.value)?.id !== lowest.value.id) return fail('disagreeing')
  }
  return ok(lowest.value)
}

/** The most each may cost: together with the fee limit in the bytes they are what the user was told. */
const factsOf = ({ recipient }: SendPreview, { activation, memo, feeLimit, most }: SendCost, asset: Asset) => ({
  fees: { bandwidth: amount(most - activation - memo - feeLimit), activation, memo },
  // For networks whose tokens the wallet process does not know by itself.
  token: asset.kind === 'trx' ? null : { symbol: asset.symbol, decimals: asset.decimals },
  recipient: { kind: recipient.kind ?? 'new', name: recipient.name },
  vault: null,
})

export class Sender {
  readonly #chain: Chain
  readonly #sends: Sends
  readonly #now: () => number
  readonly #wait: (ms: number) => Promise<void>
  readonly #waiting = new Map<string, Waiting>()

  constructor(deps: { chain: Chain; sends: Sends; now: () => number; wait: (ms: number) => Promise<void> }) {
    this.#chain = deps.chain
    this.#wait = deps.wait
    this.#sends = deps.sends
    this.#now = deps.now
  }

  async build({ draft, most }: SendOrder): Promise<Result<BuiltSend, AppError>> {
    const found = this.#chain.world()
    if (!found.ok) return found
    const { world, chainId, session } = found.value
    const { networkKey } = this.#chain
    const preview = await previewSend(draft, world)
    const blocking = preview.problems.find(({ blocks }) => blocks)
    if (blocking) return fail({ code: 'send-refused', problem: blocking.code })
    const { cost, amount: units, recipient } = preview
    const asset = world.assets.find((one) => assetKey(one) === draft.asset)
    if (!cost || units === null || recipient.address === null || !asset) return chainFail('not-ready')
    if (cost.most > most) return chainFail('changed')
    const blocks = await this.#blocks(world)
    if (!blocks.ok) return chainFail(blocks.error)
    const { head, solid } = blocks.value
    const { from, memo } = draft
    const transfer: Transfer = { from, to: recipient.address, asset, amount: units, memo, feeLimit: cost.feeLimit }
    const rawData = rawDataOf(madeOf(transfer), head, solid)
    const ref = randomUUID()
    this.#keep(ref, {
      networkKey,
      rawData,
      send: {
        chain: chainId,
        account: from,
        asset: draft.asset,
        symbol: asset.symbol,
        decimals: asset.decimals,
        known: true,
        amount: units,
        recipient: recipient.address,
        memo,
        call: null,
        most: cost.most,
        lifetime: LIFETIME_MS,
        expiresAt: head.at + LIFETIME_MS,
      },
    })
    const chain = { id: session.profile?.network ?? 'custom', chainId }
    const facts = factsOf(preview, cost, asset)
    return ok({ ref, prepare: { intent: intentOf(transfer), rawData, chain, vault: null, facts } })
  }

  /** The next call that an order to the vault takes. `after`: the one before it. */
  async buildCall(request: VaultRequest, after: string | null): Promise<Result<BuiltCall, AppError>> {
    const { networkKey } = this.#chain
    const before = after === null ? null : (this.#sends.get(after)?.call ?? null)
    const next = await nextCall(this.#chain, request, before, this.#wait)
    if (!next.ok) return next
    const found = this.#chain.world()
    if (!found.ok) return found
    const { world, chainId, session } = found.value
    const blocks = await this.#blocks(world)
    if (!blocks.ok) return chainFail(blocks.error)
    if (networkKey !== this.#chain.networkKey) return chainFail('network-changed')
    const { head, solid } = blocks.value
    const { made, intent, facts, send, last } = next.value
    const rawData = rawDataOf(made, head, solid)
    const ref = randomUUID()
    const times = { lifetime: LIFETIME_MS, expiresAt: head.at + LIFETIME_MS }
    this.#keep(ref, { networkKey, rawData, send: { ...send, ...times, chain: chainId } })
    const chain = { id: session.profile?.network ?? 'custom', chainId }
    return ok({ ref, prepare: { intent, rawData, chain, vault: null, facts }, last })
  }

  /** On disk when it answers. */
  submit(ref: string, signed: Signed): Result<{ readonly id: string }, AppError> {
    const waiting = this.#waiting.get(ref)
    if (waiting === undefined) return chainFail('stale')
    this.#waiting.delete(ref)
    if (waiting.networkKey !== this.#chain.networkKey) return chainFail('network-changed')
    const txId = createHash('sha256').update(waiting.rawData).digest('hex')
    const isIt = signed.txId === txId && same(signed.bytes, encodeSigned(waiting.rawData, signed.signature))
    if (!isIt) return chainFail('stale')
    const now = this.#now()
    if (now > waiting.send.expiresAt + MOST_SKEW_MS) return chainFail('stale')
    const send: NewSend = { ...waiting.send, txId, signed: signed.bytes, createdAt: now }
    try {
      this.#sends.add(send)
    } catch {
      return chainFail('state-disk')
    }
    this.#chain.dispatch({ ...send, ...NEW })
    return ok({ id: txId })
  }

  async #blocks({ pool }: PreviewWorld): Promise<Result<{ head: Block; solid: Block }, ChainFault>> {
    const solid = await reference(pool)
    if (!solid.ok) return solid
    const head = await pool.first((node) => node.block('full'))
    if (!head.ok) return head
    if (Math.abs(head.value.at - this.#now()) > MOST_SKEW_MS) return fail('clock')
    // What is signed here would be good there, whatever it was meant for.
    if (pool.chainId !== MAINNET.chainId && mayBeMain(solid.value.number, this.#now())) return fail('main-block')
    return head.value.number < solid.value.number ? fail('disagreeing') : ok({ head: head.value, solid: solid.value })
  }

  #keep(ref: string, waiting: Waiting): void {
    this.#waiting.set(ref, waiting)
    for (const old of this.#waiting.keys()) if (this.#waiting.size > MOST_WAITING) this.#waiting.delete(old)
  }
}
