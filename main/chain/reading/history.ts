// Transfers that others made, or another program with the same key. TronGrid's history only says where to look: what is
// kept is read from the settled transaction's own bytes and its receipt, at a quorum of nodes. Invariants: a transfer
// that no settled receipt shows is not kept, whatever the history says of it; no payment is ours that we did not sign;
// how far was looked moves on only by times of settled blocks, and not at all while the history tells something that
// cannot be told to be true.

import { createHash } from 'node:crypto'
import type * as v from 'valibot'
import { ok } from '../../../app/result.ts'
import { amountOf } from '../../../app/money/amount.ts'
import { addressBytes, addressOf, type Address } from '../../../app/tron/address.ts'
import { signedBy } from '../../../app/tron/signature.ts'
import type { Asset } from '../../../app/tron/networks.ts'
import { readFields, type Field } from '../../../app/tron/protobuf.ts'
import { assetKey, type AssetKey } from '../../../app/wallet/chain-state.ts'
import { GridTokenTransfers, GridTransactions, ReceiptAnswer, TransactionAnswer } from '../nodes/answers.ts'
import type { Node } from '../nodes/node.ts'
import type { Pool } from '../nodes/pool.ts'
import type { CursorKind, Maker, Received, Records } from '../store/records.ts'

interface Hint {
  readonly txId: string
  readonly at: number
  /** What a token that is none of the network's own calls itself. */
  readonly token: { readonly contract: string; readonly symbol: string; readonly decimals: number } | null
}

interface Moved {
  readonly asset: AssetKey
  readonly symbol: string
  readonly decimals: number
  readonly known: boolean
  readonly units: bigint
  readonly payer: Address
  readonly payee: Address
}

const TRANSFER = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const PAGE = 50
/** Walked at one look, so that false entries cannot hold up true ones for long. */
const MOST_PAGES = 6
/** Ids whose settled transaction moved nothing of ours: looked at once. */
const MOST_IDLE = 5_000
const MOST_DECIMALS = 77

/** Whatever a stranger's token calls itself: short, visible, in one line. */
const symbolOf = (text: string): string =>
  text
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, 20) || '?'

const bytesIn = (fields: readonly Field[] | null, number: number): Uint8Array => {
  const field = fields?.find((one) => one.number === number)
  return field?.kind === 'bytes' ? field.value : new Uint8Array()
}

const intIn = (fields: readonly Field[] | null, number: number): bigint => {
  const field = fields?.find((one) => one.number === number)
  return field?.kind === 'int' ? field.value : 0n
}

const assetOf = (assets: readonly Asset[], key: string, otherwise: Hint['token']) => {
  const asset = assets.find((one) => assetKey(one) === key)
  if (asset) return { asset: assetKey(asset), symbol: asset.symbol, decimals: asset.decimals, known: true }
  const { symbol, decimals } = otherwise ?? { symbol: key, decimals: 0 }
  return { asset: key as AssetKey, symbol: symbolOf(symbol), decimals, known: false }
}

/** Plain transfers from the transaction's own bytes (TransferContract, TransferAssetContract), whoever signed them. */
export const movedIn = (rawData: Uint8Array, assets: readonly Asset[]): Moved | null => {
  const contract = readFields(bytesIn(readFields(rawData), 11))
  const type = intIn(contract, 1)
  const value = readFields(bytesIn(readFields(bytesIn(contract, 2)), 2))
  const isTrx = type === 1n
  if (!isTrx && type !== 2n) return null
  const payer = addressOf(bytesIn(value, isTrx ? 1 : 2))
  const payee = addressOf(bytesIn(value, isTrx ? 2 : 3))
  const key = isTrx ? 'trx' : `trc10:${Buffer.from(bytesIn(value, 1)).toString('latin1')}`
  if (!payer || !payee) return null
  return { ...assetOf(assets, key, null), units: intIn(value, isTrx ? 3 : 4), payer, payee }
}

const TRANSFER_CALL = 'a9059cbb'

/** Who made the transaction, and what it calls: every kind of contract but TRC-10's transfer has its owner first. */
const callIn = (rawData: Uint8Array) => {
  const contract = readFields(bytesIn(readFields(rawData), 11))
  const value = readFields(bytesIn(readFields(bytesIn(contract, 2)), 2))
  const type = intIn(contract, 1)
  const isCall = type === 31n
  return {
    owner: addressOf(bytesIn(value, type === 2n ? 2 : 1)),
    contract: isCall ? addressOf(bytesIn(value, 2)) : null,
    data: isCall ? Buffer.from(bytesIn(value, 4)).toString('hex') : '',
  }
}

interface Signed {
  readonly rawData: Uint8Array
  readonly signatures: readonly string[]
}

/** A node can make up a transaction, but no signature of ours. */
const isSignedBy = ({ rawData, signatures }: Signed, payer: Address): boolean => {
  const digest = createHash('sha256').update(rawData).digest()
  return signatures.some((each) => signedBy(digest, Uint8Array.from(Buffer.from(each, 'hex'))) === payer)
}

/** A token's log names whom it likes as payer: what counts is whose transaction it is, and what that one asks for. */
const makerOf = (signed: Signed, { asset, payer, payee }: Moved): Maker => {
  const { owner, contract, data } = callIn(signed.rawData)
  if (owner !== payer || !isSignedBy(signed, payer)) return 'others'
  if (!asset.startsWith('trc20:')) return 'paid'
  const recipient = Buffer.from(addressBytes(payee).subarray(1)).toString('hex')
  const direct = contract !== null && asset === `trc20:${contract}`
  return direct && data.startsWith(TRANSFER_CALL) && data.slice(32, 72) === recipient ? 'paid' : 'called'
}

const addressIn = (topic: string | undefined): Address | null =>
  topic?.length === 64 ? addressOf(Uint8Array.from(Buffer.from(topic.slice(24), 'hex'))) : null

/** Transfers of tokens from the receipt's events. */
const movedBy = (receipt: ReceiptAnswer, assets: readonly Asset[], token: Hint['token']): readonly Moved[] =>
  receipt.log.flatMap(({ address, topics, data }) => {
    const contract = addressOf(Uint8Array.from(Buffer.from(address.slice(-40), 'hex')))
    const [payer, payee] = [addressIn(topics[1]), addressIn(topics[2])]
    const isTransfer = topics[0] === TRANSFER && topics.length === 3 && data.length === 64
    if (!isTransfer || !contract || !payer || !payee) return []
    const said = token?.contract === contract ? token : null
    return [{ ...assetOf(assets, `trc20:${contract}`, said), units: BigInt(`0x${data}`), payer, payee }]
  })

/** `unknown`: too few nodes answer. `doubtful`: they do not show it, or not all the same: it may be false, or too new. */
type Found = { readonly at: number; readonly transfers: readonly Received[] } | 'unknown' | 'doubtful'

interface Walk {
  readonly chain: number
  readonly account: Address
  readonly kind: CursorKind
  /** When a send of ours was put in its block, 0 while it is on its way; null: it is none of ours. */
  readonly ourAt: (txId: string) => number | null
}

const keyOf = ({ account, kind }: Walk): string => `${account} ${kind}`

type PlainAnswer = v.InferOutput<typeof GridTransactions>['data'][number]
type TokenAnswer = v.InferOutput<typeof GridTokenTransfers>['data'][number]

const plainHint = ({ txID, block_timestamp }: PlainAnswer): readonly Hint[] =>
  txID === undefined ? [] : [{ txId: txID, at: Number(block_timestamp), token: null }]

const tokenHint = ({ transaction_id, block_timestamp, token_info }: TokenAnswer): readonly Hint[] => {
  const { address, symbol, decimals } = token_info
  const places = Math.min(MOST_DECIMALS, Math.max(0, Number(decimals) || 0))
  const token = { contract: address, symbol, decimals: places }
  return [{ txId: transaction_id, at: Number(block_timestamp), token }]
}

interface Page {
  readonly list: readonly Hint[]
  /** Where the next page begins; null: this is the last. */
  readonly last: number | null
}

const pageOf = <A extends { readonly block_timestamp: bigint }>(
  data: readonly A[],
  hintsOf: (answer: A) => readonly Hint[],
): Page => ({
  list: data.flatMap(hintsOf),
  last: data.length < PAGE ? null : Math.max(...data.map(({ block_timestamp }) => Number(block_timestamp))),
})

export class History {
  readonly #pool: Pool
  readonly #records: Records
  readonly #assets: () => readonly Asset[]
  readonly #idle = new Map<string, number>()
  /** How far each node's own history was looked through. */
  readonly #sure = new WeakMap<Node, Map<string, number>>()

  constructor(deps: { pool: Pool; records: Records; assets: () => readonly Asset[] }) {
    this.#pool = deps.pool
    this.#records = deps.records
    this.#assets = deps.assets
  }

  /** Looks for what is new of this account; true when there was something. */
  async look(chain: number, account: Address, ourAt: Walk['ourAt']): Promise<boolean> {
    const plain = await this.#walks({ chain, account, kind: 'trx', ourAt })
    const tokens = await this.#walks({ chain, account, kind: 'tokens', ourAt })
    return plain || tokens
  }

  /** Every node's history by itself: one that leaves something out, or makes something up, cannot hide what others tell. */
  async #walks(of: Walk): Promise<boolean> {
    const { chain, account, kind } = of
    const begun = this.#records.cursor(chain, account, kind)
    const sure: number[] = []
    let found = false
    for (const node of await this.#pool.usable()) {
      const walked = await this.#walk(of, node, Math.max(begun, this.#sure.get(node)?.get(keyOf(of)) ?? 0))
      this.#sure.set(node, (this.#sure.get(node) ?? new Map<string, number>()).set(keyOf(of), walked.sure))
      if (walked.heard) sure.push(walked.sure)
      found ||= walked.found
    }
    const least = sure.length > 0 ? Math.min(...sure) : begun
    if (least > begun) this.#records.setCursor(chain, account, kind, least)
    return found
  }

  /** From where the last look was sure of, page by page. */
  async #walk(of: Walk, node: Node, begun: number): Promise<{ sure: number; found: boolean; heard: boolean }> {
    let [sure, from] = [begun, begun]
    let [doubted, found] = [false, false]
    for (let page = 0; page < MOST_PAGES; page++) {
      const hints = await this.#hints(of, node, from)
      if (hints === null) return { sure: doubted ? begun : sure, found, heard: page > 0 }
      for (const hint of hints.list.toSorted((a, b) => a.at - b.at)) {
        const seen = await this.#seen(of, hint)
        // It is looked for again, with all after it.
        if (seen === 'unknown') return { sure: doubted ? begun : sure, found, heard: true }
        if (seen === 'doubtful') doubted = true
        else {
          found = (seen.transfers.length > 0 && this.#records.addReceived(seen.transfers)) || found
          sure = Math.max(sure, seen.at)
        }
      }
      if (hints.last === null) break
      const { last } = hints
      // A page of one moment only: step over it.
      from = last > from ? last : from + 1
      if (last === sure) sure = Math.max(sure, from)
    }
    // Who tells what is not true may have left out what is: all of it is looked at again.
    return { sure: doubted ? begun : sure, found, heard: true }
  }

  async #seen({ chain, account, ourAt }: Walk, hint: Hint): Promise<Found> {
    const idle = this.#idle.get(hint.txId + account)
    const at = ourAt(hint.txId) ?? this.#records.receivedAt(hint.txId, account) ?? idle
    if (at !== undefined) return { at, transfers: [] }
    const seen = await this.#verified(chain, account, hint)
    if (typeof seen === 'object' && seen.transfers.length === 0) {
      if (this.#idle.size >= MOST_IDLE) this.#idle.clear()
      this.#idle.set(hint.txId + account, seen.at)
    }
    return seen
  }

  async #hints({ account, kind }: Walk, node: Node, since: number): Promise<Page | null> {
    const query = {
      only_confirmed: 'true',
      limit: String(PAGE),
      order_by: 'block_timestamp,asc',
      min_timestamp: String(since),
    }
    const path = `v1/accounts/${account}/transactions`
    if (kind === 'trx') {
      const page = await node.grid(path, query, GridTransactions)
      return page.ok ? pageOf(page.value.data, plainHint) : null
    }
    const page = await node.grid(`${path}/trc20`, query, GridTokenTransfers)
    return page.ok ? pageOf(page.value.data, tokenHint) : null
  }

  async #verified(chain: number, account: Address, { txId, token }: Hint): Promise<Found> {
    const said = await this.#pool.most(async (node) => {
      const solid = await node.block('solid')
      if (!solid.ok) return solid
      const receipt = await node.post('solid', 'gettransactioninfobyid', { value: txId }, ReceiptAnswer)
      if (!receipt.ok) return receipt
      const there = await node.post('solid', 'gettransactionbyid', { value: txId }, TransactionAnswer)
      return there.ok ? ok({ solid: solid.value, receipt: receipt.value, there: there.value }) : there
    })
    const first = said.ok ? said.value[0] : undefined
    if (!said.ok || first === undefined) return 'unknown'
    const told = said.value.map(({ value: { receipt, there } }) => spelled({ receipt, there }))
    if (told.some((one) => one !== told[0])) return 'doubtful'
    const { solid, receipt, there } = first.value
    const rawData = Uint8Array.from(Buffer.from(there.raw_data_hex, 'hex'))
    const isIt = receipt.id === txId && createHash('sha256').update(rawData).digest('hex') === txId
    const at = Number(receipt.blockTimeStamp)
    const settled = receipt.blockNumber > 0n && receipt.blockNumber <= BigInt(solid.number) && at <= solid.at
    if (!isIt || !settled) return 'doubtful'
    const plain = succeeded(receipt, there) ? movedIn(rawData, this.#assets()) : null
    const moved = plain === null ? movedBy(receipt, this.#assets(), token) : [plain]
    const transfers = (succeeded(receipt, there) ? moved : []).flatMap((each, number) => {
      const { units, ...one } = each
      const value = amountOf(units)
      if (value === null || (one.payee !== account && one.payer !== account)) return []
      const id = `${txId}:${account.slice(-6)}:${number}`
      const [made, block] = [makerOf({ rawData, signatures: there.signature }, each), Number(receipt.blockNumber)]
      return [{ ...one, id, txId, chain, account, amount: value, made, block, at }]
    })
    return { at, transfers }
  }
}

const succeeded = (receipt: ReceiptAnswer, there: { ret: readonly { contractRet: string }[] }): boolean => {
  const ret = there.ret[0]?.contractRet ?? ''
  const said = receipt.receipt.result
  return receipt.result !== 'FAILED' && (said === '' || said === 'SUCCESS') && (ret === '' || ret === 'SUCCESS')
}

const spelled = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? one.toString() : one))
