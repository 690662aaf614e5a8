// Works out a send as far as it is typed: whom it goes to and whether that is safe, what it costs, what is wrong. Asks
// nodes only about the recipient and the energy. Invariant: what it cannot find out blocks, it is never taken as fine.

import { amount, type Amount } from '../../../app/money/amount.ts'
import type { VaultCall } from '../../../app/speed/vault-call.ts'
import { parseAddress, type Address } from '../../../app/tron/address.ts'
import type { Asset } from '../../../app/tron/networks.ts'
import { transferCall } from '../../../app/tron/trc20.ts'
import { assetKey, type AccountState, type FeeParameters, type Price } from '../../../app/wallet/chain-state.ts'
import { payableFrom } from '../../../app/wallet/book-only.ts'
import { mistakable, type Familiar } from '../../../app/wallet/familiar.ts'
import { LARGEST_INT64 } from '../../../app/wallet/fields.ts'
import { bandwidthBytes, costOf, isAbsurd, neededFor, type CostFacts } from '../../../app/wallet/send-cost.ts'
import type { Recipient, SendCost, SendDraft, SendPreview, SendProblem } from '../../../app/wallet/send-preview.ts'
import type { Pool } from '../nodes/pool.ts'
import { readAccount, type AccountReading } from '../reading/account.ts'
import type { Vaults } from '../vault/vaults.ts'
import { estimateCall } from './estimate.ts'
import { madeOf, signedLength, type Transfer } from './transaction.ts'

export interface PreviewWorld extends Familiar {
  readonly pool: Pool
  readonly assets: readonly Asset[]
  readonly fees: FeeParameters | null
  readonly vaults: Vaults
  /** Calls of the vault by that account that are not settled. */
  readonly underway: (from: Address) => readonly VaultCall[]
  readonly prices: readonly Price[]
  readonly account: (address: Address) => AccountState | null
  /** Null: anybody may be paid. Else when each in the address book was put there. */
  readonly bookOnly: ReadonlyMap<Address, number> | null
  readonly now: number
}

/** The address of 20 zero bytes, to which tokens are burned. */
const NOBODY = 'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb'

const kindOf = (address: Address, { own, paid }: PreviewWorld): Recipient['kind'] =>
  own.has(address) ? 'own' : paid.has(address) ? 'known' : 'new'

export const recipientOf = (typed: string, world: PreviewWorld, read: AccountReading | null): Recipient => {
  const parsed = parseAddress(typed)
  if (!parsed.ok) {
    const none = { kind: null, name: null, firstPaidAt: null, activated: null, lookAlike: null }
    return { address: null, fault: parsed.error, ...none }
  }
  const address = parsed.value
  return {
    address,
    fault: null,
    kind: kindOf(address, world),
    name: world.names.get(address) ?? null,
    firstPaidAt: world.paid.get(address) ?? null,
    activated: read?.activated ?? null,
    lookAlike: mistakable(address, world)[0] ?? null,
  }
}

const bookProblems = (address: Address, { own, bookOnly, now }: PreviewWorld): readonly SendProblem[] => {
  if (bookOnly === null || own.has(address)) return []
  const from = payableFrom(bookOnly.get(address))
  if (from === null) return [{ code: 'not-in-book', blocks: true }]
  return now < from ? [{ code: 'too-new-in-book', blocks: true, from }] : []
}

const recipientProblems = (
  { from }: SendDraft,
  recipient: Recipient,
  world: PreviewWorld,
  read: AccountReading | null,
  asset: Asset | undefined,
): readonly SendProblem[] => {
  const { address, kind, lookAlike } = recipient
  if (address === null) return [{ code: 'recipient-invalid', blocks: true }]
  const token = world.assets.find((one) => one.kind === 'trc20' && one.contract === address)
  const problems: SendProblem[] = [...bookProblems(address, world)]
  if (address === from) problems.push({ code: 'to-itself', blocks: true })
  if (token) problems.push({ code: 'to-token-contract', blocks: true, symbol: token.symbol })
  if (address === NOBODY) problems.push({ code: 'to-nobody', blocks: true })
  if (lookAlike) problems.push({ code: 'look-alike', blocks: true })
  if (read?.isContract && !token) problems.push({ code: 'to-contract', blocks: asset?.kind !== 'trc20' })
  if (kind === 'new') problems.push({ code: 'new-recipient', blocks: false })
  if (read?.activated === false) {
    // A token's contract keeps its own books: the account is made by TRX or a TRC-10 token only.
    const code = asset?.kind === 'trc20' ? 'recipient-without-account' : 'recipient-not-activated'
    problems.push({ code, blocks: false })
  }
  return problems
}

interface Energy {
  readonly units: bigint
  readonly penalty: bigint
  readonly problem: SendProblem | null
}

const NO_ENERGY: Energy = { units: 0n, penalty: 0n, problem: null }
const NOT_READY: SendProblem = { code: 'not-ready', blocks: true }

const energyOf = async (pool: Pool, transfer: Transfer): Promise<Energy> => {
  const { asset, from, to, amount: units } = transfer
  if (asset.kind !== 'trc20') return NO_ENERGY
  const said = await estimateCall(pool, { from, contract: asset.contract, data: transferCall(to, units) })
  if (said.is === 'unknown') return { ...NO_ENERGY, problem: NOT_READY }
  if (said.is === 'refused') {
    return { ...NO_ENERGY, problem: { code: 'contract-refuses', blocks: true, reason: said.reason } }
  }
  const absurd = isAbsurd(said.units + said.penalty)
  return { ...said, problem: absurd ? { code: 'energy-absurd', blocks: true } : null }
}

const atLeastZero = (units: bigint): Amount => amount(units > 0n ? units : 0n)

const limitOf = (asset: Asset): bigint => (asset.kind === 'trc20' ? 2n ** 256n - 1n : LARGEST_INT64)

interface Money {
  readonly asset: Asset
  readonly spendable: Amount
  readonly trx: Amount
}

const moneyProblems = (
  sent: Amount | null,
  needed: Amount,
  { asset, spendable, trx }: Money,
): readonly SendProblem[] => {
  if (sent === null) return [{ code: 'amount-missing', blocks: true }]
  if (sent === 0n) return [{ code: 'amount-zero', blocks: true }]
  if (sent > limitOf(asset)) return [{ code: 'amount-too-large', blocks: true }]
  if (sent > spendable) return [{ code: 'balance-too-low', blocks: true, spendable }]
  const wanted = needed + (asset.kind === 'trx' ? sent : 0n)
  return wanted > trx ? [{ code: 'fee-too-low', blocks: true, missing: amount(wanted - trx) }] : []
}

const senderProblems = (account: AccountState): readonly SendProblem[] => {
  if (account.activated === false) return [{ code: 'sender-not-activated', blocks: true }]
  return account.permission.is === 'others' ? [{ code: 'not-alone', blocks: true }] : []
}

const ordered = (problems: readonly SendProblem[]): readonly SendProblem[] =>
  problems.toSorted((a, b) => Number(b.blocks) - Number(a.blocks))

const spendableOf = (account: AccountState, asset: Asset): Amount | null =>
  account.balances.find(({ key }) => key === assetKey(asset))?.spendable ?? null

interface Worked {
  readonly amount: Amount | null
  readonly max: Amount
  readonly cost: SendCost
  readonly problems: readonly SendProblem[]
}

interface Given {
  readonly draft: SendDraft
  readonly to: Address
  readonly asset: Asset
  readonly account: AccountState
  readonly money: Money
  readonly fees: FeeParameters
  readonly activates: boolean
}

const workOut = async ({ draft, to, asset, account, money, fees, activates }: Given, pool: Pool): Promise<Worked> => {
  const { spendable, trx } = money
  // What the amount is hardly changes the cost: the largest has the most bytes.
  const tried = typeof draft.amount === 'bigint' && draft.amount <= spendable ? draft.amount : spendable
  const transfer: Transfer = {
    from: draft.from,
    to,
    asset,
    amount: tried,
    memo: draft.memo,
    feeLimit: amount(10n ** 9n),
  }
  const { units, penalty, problem } = await energyOf(pool, transfer)
  const facts: CostFacts = {
    bytes: bandwidthBytes(signedLength(madeOf(transfer))),
    units,
    penalty,
    activates,
    hasMemo: draft.memo !== null,
    fees,
    resources: account.resources,
  }
  const cost = costOf(facts)
  const needed = neededFor(facts, cost)
  const max = asset.kind === 'trx' ? atLeastZero(trx - needed) : spendable
  const sent = draft.amount === 'max' ? max : draft.amount
  return { amount: sent, max, cost, problems: [...moneyProblems(sent, needed, money), ...(problem ? [problem] : [])] }
}

export const previewSend = async (draft: SendDraft, world: PreviewWorld): Promise<SendPreview> => {
  const parsed = parseAddress(draft.to)
  const reading = parsed.ok ? await readAccount(world.pool, parsed.value, []) : null
  const read = reading?.ok ? reading.value : null
  const recipient = recipientOf(draft.to, world, read)
  const asset = world.assets.find((one) => assetKey(one) === draft.asset)
  const account = world.account(draft.from)
  const problems: SendProblem[] = [...recipientProblems(draft, recipient, world, read, asset)]
  if (draft.memo !== null) problems.push({ code: 'memo-public', blocks: false })
  const said = typeof draft.amount === 'bigint' ? draft.amount : null
  const nothing = { recipient, amount: said, max: null, cost: null }
  if (!asset) return { ...nothing, problems: ordered([...problems, { code: 'unknown-asset', blocks: true }]) }
  const spendable = account && spendableOf(account, asset)
  const trx = account && spendableOf(account, { kind: 'trx', symbol: 'TRX', decimals: 6 })
  if (
    account === null ||
    world.fees === null ||
    spendable === null ||
    trx === null ||
    account.permission.is === 'unknown'
  ) {
    return { ...nothing, problems: ordered([...problems, NOT_READY]) }
  }
  problems.push(...senderProblems(account))
  if (recipient.address === null) {
    return { ...nothing, max: asset.kind === 'trx' ? null : spendable, problems: ordered(problems) }
  }
  if (read === null) return { ...nothing, problems: ordered([...problems, NOT_READY]) }
  const activates = asset.kind !== 'trc20' && !read.activated
  const money = { asset, spendable, trx }
  const given = { draft, to: recipient.address, asset, account, money, fees: world.fees, activates }
  const { problems: wrong, ...worked } = await workOut(given, world.pool)
  return { recipient, ...worked, problems: ordered([...problems, ...wrong]) }
}
