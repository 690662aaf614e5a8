// TronGrid's /v1: histories of accounts and contracts, newest first, in pages. It sees blocks only, never the pool.

import { base58, isAddress, parseBase58, type Address } from '../address.ts'
import { hexText } from '../bytes.ts'
import { intOf, objectOf, textOf, type Json, type JsonObject } from '../codec/json.ts'
import { contractOf } from '../rules/transaction.ts'
import type { Recorded } from '../node/history.ts'
import { shownAccount } from './answers/accounts.ts'
import { shownRecorded } from './answers/blocks.ts'
import { eventsOf, type GridEvent } from './events.ts'
import type { View } from './view.ts'

const MOST_ROWS = 200
const USUAL_ROWS = 20

interface Row {
  readonly at: bigint
  readonly shown: JsonObject
}

const addressOf = (text: string): Address | null => {
  const address = text.startsWith('T') ? parseBase58(text) : text.toLowerCase().replace(/^0x/, '41')
  return isAddress(address) ? address : null
}

const limitsOf = (query: URLSearchParams): { from: bigint; to: bigint } => {
  const time = (name: string, otherwise: bigint): bigint => {
    const text = query.get(`${name}_timestamp`) ?? query.get(`${name}_block_timestamp`) ?? ''
    return /^\d{1,15}$/.test(text) ? BigInt(text) : otherwise
  }
  return { from: time('min', 0n), to: time('max', 2n ** 62n) }
}

const page = (view: View, rows: readonly Row[], query: URLSearchParams): JsonObject => {
  const { from, to } = limitsOf(query)
  const limit = Math.min(MOST_ROWS, Math.max(1, Number(query.get('limit') ?? USUAL_ROWS) || USUAL_ROWS))
  const within = rows.filter(({ at }) => at >= from && at <= to)
  const ordered = (query.get('order_by') ?? 'desc').endsWith('desc') ? within.toReversed() : within
  const start = Number(Buffer.from(query.get('fingerprint') ?? '', 'base64url').toString()) || 0
  const data = ordered.slice(start, start + limit).map(({ shown }) => shown)
  const more = start + limit < ordered.length
  const fingerprint = Buffer.from(String(start + limit)).toString('base64url')
  const at = BigInt(Math.floor(view.chain.options.clock()))
  return { data, success: true, meta: { at, ...(more && { fingerprint }), page_size: BigInt(data.length) } }
}

/** What `only_confirmed` and `only_unconfirmed` leave. */
const wanted = (view: View, block: number, query: URLSearchParams): boolean =>
  !(query.get('only_confirmed') === 'true' && block > view.solid) &&
  !(query.get('only_unconfirmed') === 'true' && block <= view.solid)

const events = (view: View, query: URLSearchParams, keep: (event: GridEvent) => boolean): JsonObject => {
  const name = query.get('event_name')
  const found = eventsOf(view).filter(
    (event) =>
      wanted(view, Number(event.block_number), query) && (name === null || event.event_name === name) && keep(event),
  )
  const rows = found.map((event) => ({ at: event.block_timestamp, shown: event }))
  return page(view, rows, query)
}

const USAGES = ['net_usage', 'net_fee', 'energy_usage', 'energy_fee', 'energy_usage_total'] as const

const shownTransaction = (recorded: Recorded): JsonObject => {
  const info = recorded.info ?? {}
  const receipt = objectOf(info, 'receipt')
  return {
    ...shownRecorded(recorded),
    ret: [{ contractRet: recorded.result, fee: intOf(info, 'fee') }],
    ...Object.fromEntries(USAGES.map((usage) => [usage, intOf(receipt, usage)])),
    blockNumber: intOf(info, 'blockNumber'),
    block_timestamp: intOf(info, 'blockTimeStamp'),
    internal_transactions: [],
  }
}

const transactions = (view: View, address: Address, query: URLSearchParams): JsonObject => {
  const concerns = ({ transaction }: Recorded): boolean => {
    const value = contractOf(transaction)?.value ?? {}
    const sent = value['owner_address'] === address && query.get('only_to') !== 'true'
    const received = [value['to_address'], value['contract_address']].includes(address)
    return sent || (received && query.get('only_from') !== 'true')
  }
  const found = view.mined().filter((one) => wanted(view, one.block ?? 0, query) && concerns(one))
  const rows = found.map((one) => ({ at: intOf(one.info ?? {}, 'blockTimeStamp'), shown: shownTransaction(one) }))
  return page(view, rows, query)
}

const textAnswered = (output: string): string => {
  const length = Number(BigInt(`0x${output.slice(64, 128) || '0'}`)) * 2
  return hexText(output.slice(128, 128 + length))
}

/** Name, symbol and decimals as the contract says them. */
const tokenInfo = async (view: View, contract: Address): Promise<JsonObject> => {
  const ask = async (selector: string): Promise<string> => {
    const call = { owner: contract, to: contract, data: selector, value: 0n }
    return (await view.chain.constant(call, view.chain.depthAt(view.head))).output
  }
  const decimals = BigInt(`0x${(await ask('313ce567')) || '0'}`)
  const [name, symbol] = [textAnswered(await ask('06fdde03')), textAnswered(await ask('95d89b41'))]
  return { symbol, address: base58(contract), decimals, name }
}

const fromHexAddress = (text: string): string => {
  const address = text.replace(/^0x/, '41')
  return isAddress(address) ? base58(address) : ''
}

const tokenTransfers = async (view: View, address: Address, query: URLSearchParams): Promise<JsonObject> => {
  const own = `0x${address.slice(2)}`
  const contract = query.get('contract_address')
  const found = eventsOf(view).filter(({ event_name, result, contract_address, block_number }) => {
    const received = result['1'] === own && query.get('only_from') !== 'true'
    const sent = result['0'] === own && query.get('only_to') !== 'true'
    const here = wanted(view, Number(block_number), query) && (contract === null || contract === contract_address)
    return event_name === 'Transfer' && here && (received || sent)
  })
  const infos = new Map<string, Json>()
  for (const { contract_address } of found) {
    const token = addressOf(contract_address)
    if (token && !infos.has(contract_address)) infos.set(contract_address, await tokenInfo(view, token))
  }
  const rows = found.map((event) => ({
    at: event.block_timestamp,
    shown: {
      transaction_id: event.transaction_id,
      token_info: infos.get(event.contract_address),
      block_timestamp: event.block_timestamp,
      from: fromHexAddress(textOf(event.result, '0')),
      to: fromHexAddress(textOf(event.result, '1')),
      type: 'Transfer',
      value: textOf(event.result, '2'),
    },
  }))
  return page(view, rows, query)
}

const account = (view: View, address: Address, query: URLSearchParams): JsonObject => {
  const found = shownAccount(view, address, query.get('only_confirmed') === 'true')
  const rows = found['address'] === undefined ? [] : [{ at: 0n, shown: found }]
  return page(view, rows, new URLSearchParams())
}

const blockNumber = (view: View, text: string): number =>
  text === 'latest' ? view.head : /^\d{1,15}$/.test(text) ? Number(text) : (view.blockById(text)?.number ?? -1)

const ofAccount = (
  view: View,
  rest: readonly string[],
  query: URLSearchParams,
): JsonObject | Promise<JsonObject> | null => {
  const [who = '', what, kind] = rest
  const address = addressOf(who)
  if (!address) return { success: false, error: 'invalid address', statusCode: 400n }
  if (what === undefined) return account(view, address, query)
  if (what !== 'transactions') return null
  return kind === 'trc20' ? tokenTransfers(view, address, query) : transactions(view, address, query)
}

/** Null: there is no such page. */
export const gridAnswer = async (view: View, path: string, query: URLSearchParams): Promise<JsonObject | null> => {
  const [what, ...rest] = path.split('/').slice(2)
  const [which = '', kind] = rest
  if (what === 'accounts') return ofAccount(view, rest, query)
  if (kind !== 'events') return null
  if (what === 'contracts') {
    const address = addressOf(which)
    const contract = address && base58(address)
    const block = query.get('block_number')
    return events(view, query, (event) => {
      return event.contract_address === contract && (block === null || event.block_number === BigInt(block))
    })
  }
  if (what === 'transactions') return events(view, query, ({ transaction_id }) => transaction_id === which)
  const number = BigInt(blockNumber(view, which))
  return what === 'blocks' ? events(view, query, ({ block_number }) => block_number === number) : null
}
