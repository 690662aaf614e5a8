// Transfers that others made, or another program with the same key. TronGrid's history only says where to look: what is
// kept is read from the settled transaction's own bytes and its receipt, at the node. Invariant: a transfer that no
// settled receipt shows is not kept, whatever the history says of it.

import { createHash } from 'node:crypto'
import { ok } from '../../../app/result.ts'
import { amountOf } from '../../../app/money/amount.ts'
import { addressBytes, addressOf, type Address } from '../../../app/tron/address.ts'
import type { Asset } from '../../../app/tron/networks.ts'
import { readFields, type Field } from '../../../app/tron/protobuf.ts'
import { assetKey, type AssetKey } from '../../../app/wallet/chain-state.ts'
import { GridTokenTransfers, GridTransactions, ReceiptAnswer, TransactionAnswer } from '../nodes/answers.ts'
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

/** A token's log names whom it likes as payer: what counts is whose transaction it is, and what that one asks for. */
const makerOf = (rawData: Uint8Array, { asset, payer, payee }: Moved): Maker => {
  const { owner, contract, data } = callIn(rawData)
  if (owner !== payer) return 'others'
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

export class History {
  readonly #pool: Pool
  readonly #records: Records
  readonly #assets: readonly Asset[]
  readonly #chain: number

  constructor(deps: { pool: Pool; records: Records; assets: readonly Asset[]; chain: number }) {
    this.#pool = deps.pool
    this.#records = deps.records
    this.#assets = deps.assets
    this.#chain = deps.chain
  }

  /** Looks for what is new of this account; true when there was something. `isOurs`: a send that is known already. */
  async look(account: Address, isOurs: (txId: string) => boolean): Promise<boolean> {
    const plain = await this.#page(account, 'trx', isOurs)
    const tokens = await this.#page(account, 'tokens', isOurs)
    return plain || tokens
  }

  async #page(account: Address, kind: CursorKind, isOurs: (txId: string) => boolean): Promise<boolean> {
    const since = this.#records.cursor(this.#chain, account, kind)
    const hints = await this.#hints(account, kind, since)
    let found = false
    for (const hint of hints) {
      const known = isOurs(hint.txId) || this.#records.hasReceived(hint.txId, account)
      const transfers = known ? [] : await this.#verified(account, hint)
      // Not to be verified now: it is looked for again, with all after it.
      if (transfers === null) return found
      if (transfers.length > 0 && this.#records.addReceived(transfers)) found = true
      this.#records.setCursor(this.#chain, account, kind, Math.max(since, hint.at))
    }
    // A page of one moment only: step over it.
    if (hints.length === PAGE && hints.at(-1)?.at === since)
      this.#records.setCursor(this.#chain, account, kind, since + 1)
    return found
  }

  async #hints(account: Address, kind: CursorKind, since: number): Promise<readonly Hint[]> {
    const query = {
      only_confirmed: 'true',
      limit: String(PAGE),
      order_by: 'block_timestamp,asc',
      min_timestamp: String(since),
    }
    const path = `v1/accounts/${account}/transactions`
    if (kind === 'trx') {
      const page = await this.#pool.first((node) => node.grid(path, query, GridTransactions))
      if (!page.ok) return []
      return page.value.data.flatMap(({ txID, block_timestamp }) =>
        txID === undefined ? [] : [{ txId: txID, at: Number(block_timestamp), token: null }],
      )
    }
    const page = await this.#pool.first((node) => node.grid(`${path}/trc20`, query, GridTokenTransfers))
    if (!page.ok) return []
    return page.value.data.map(({ transaction_id, block_timestamp, token_info: { address, symbol, decimals } }) => {
      const places = Math.min(MOST_DECIMALS, Math.max(0, Number(decimals) || 0))
      return {
        txId: transaction_id,
        at: Number(block_timestamp),
        token: { contract: address, symbol, decimals: places },
      }
    })
  }

  /** Null: no node answers now. Empty: there is nothing to it. */
  async #verified(account: Address, { txId, token }: Hint): Promise<readonly Received[] | null> {
    const said = await this.#pool.all(async (node) => {
      const solid = await node.block('solid')
      if (!solid.ok) return solid
      const receipt = await node.post('solid', 'gettransactioninfobyid', { value: txId }, ReceiptAnswer)
      if (!receipt.ok) return receipt
      const there = await node.post('solid', 'gettransactionbyid', { value: txId }, TransactionAnswer)
      return there.ok ? ok({ solid: solid.value, receipt: receipt.value, there: there.value }) : there
    })
    const [first] = said
    if (first === undefined) return null
    const told = said.map(({ value: { receipt, there } }) => spelled({ receipt, there }))
    if (told.some((one) => one !== told[0])) return null
    const { solid, receipt, there } = first.value
    const rawData = Uint8Array.from(Buffer.from(there.raw_data_hex, 'hex'))
    const isIt = receipt.id === txId && createHash('sha256').update(rawData).digest('hex') === txId
    const settled = receipt.blockNumber > 0n && receipt.blockNumber <= BigInt(solid.number)
    if (!isIt || !settled || !succeeded(receipt, there)) return []
    const plain = movedIn(rawData, this.#assets)
    const moved = plain === null ? movedBy(receipt, this.#assets, token) : [plain]
    return moved.flatMap((each, at) => {
      const { units, ...one } = each
      const value = amountOf(units)
      if (value === null || (one.payee !== account && one.payer !== account)) return []
      const [block, time] = [Number(receipt.blockNumber), Number(receipt.blockTimeStamp)]
      const id = `${txId}:${account.slice(-6)}:${at}`
      return [
        { ...one, id, txId, chain: this.#chain, account, amount: value, made: makerOf(rawData, each), block, at: time },
      ]
    })
  }
}

const succeeded = (receipt: ReceiptAnswer, there: { ret: readonly { contractRet: string }[] }): boolean => {
  const ret = there.ret[0]?.contractRet ?? ''
  const said = receipt.receipt.result
  return receipt.result !== 'FAILED' && (said === '' || said === 'SUCCESS') && (ret === '' || ret === 'SUCCESS')
}

const spelled = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? one.toString() : one))
