// What must be right before a network is used: that every node has its genesis block, that each token's contract calls
// itself, and counts, as the network's table says, and that its exchange is the one for its wrapped TRX. A mistake here
// would send real money to a wrong place.
// Invariant: null only when every check was made and passed.

import { fail, ok, type Result } from '../../../app/result.ts'
import { addressBytes, parseAddress, type Address } from '../../../app/tron/address.ts'
import type { Asset, Exchange } from '../../../app/tron/networks.ts'
import type { ChainFault } from '../../../app/wallet/chain-fault.ts'
import type { SelfCheck } from '../../../app/wallet/chain-state.ts'
import { ConstantAnswer } from '../nodes/answers.ts'
import type { Pool } from '../nodes/pool.ts'
import { textIn } from '../tronweb/abi.ts'
import { addressWord, wordIn } from './account.ts'

const SYMBOL = '95d89b41'
const DECIMALS = '313ce567'
/** Routers keep Ethereum's name for it. */
const WETH = 'ad5c4648'

type Token = Extract<Asset, { kind: 'trc20' }>

const ask = (pool: Pool, contract: Address, data: string): Promise<Result<ConstantAnswer, ChainFault>> => {
  const address = Buffer.from(addressBytes(contract)).toString('hex')
  const body = { owner_address: address, contract_address: address, data }
  return pool.first((node) => node.post('solid', 'triggerconstantcontract', body, ConstantAnswer))
}

const checkToken = async (pool: Pool, token: Token): Promise<Result<SelfCheck | null, ChainFault>> => {
  const symbol = await ask(pool, token.contract, SYMBOL)
  if (!symbol.ok) return symbol
  if (textIn(symbol.value.constant_result[0] ?? '') !== token.symbol) return ok('token-symbol')
  const decimals = await ask(pool, token.contract, DECIMALS)
  if (!decimals.ok) return decimals
  return ok(wordIn(decimals.value) === BigInt(token.decimals) ? null : 'token-decimals')
}

const checkExchange = async (
  pool: Pool,
  { router, wrapped }: Exchange,
): Promise<Result<SelfCheck | null, ChainFault>> => {
  const answer = await ask(pool, router, WETH)
  if (!answer.ok) return answer
  return ok(wordIn(answer.value) === BigInt(`0x${addressWord(wrapped)}`) ? null : 'router')
}

export const selfCheck = async (
  pool: Pool,
  assets: readonly Asset[],
  exchange: Exchange | null,
): Promise<Result<SelfCheck | null, ChainFault>> => {
  const usable = await pool.usable()
  if (usable.length === 0) {
    const wrong = pool.statuses.every(({ condition }) => condition === 'wrong-chain' || condition === 'lying')
    return wrong ? ok('chain-id') : fail('offline')
  }
  for (const asset of assets) {
    if (asset.kind !== 'trc20') continue
    if (!parseAddress(asset.contract).ok) return ok('addresses')
    const checked = await checkToken(pool, asset)
    if (!checked.ok || checked.value !== null) return checked
  }
  return exchange === null ? ok(null) : checkExchange(pool, exchange)
}
