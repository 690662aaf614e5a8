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

const bad = fail({ why: 'bad-answer' } as const)

/** From a quorum of nodes; an answer that says of itself that it is none counts as none. */
const ask = async (
  pool: Pool,
  contract: Address,
  data: string,
): Promise<Result<readonly ConstantAnswer[], ChainFault>> => {
  const address = Buffer.from(addressBytes(contract)).toString('hex')
  const body = { owner_address: address, contract_address: address, data }
  const said = await pool.most(async (node) => {
    const answer = await node.post('solid', 'triggerconstantcontract', body, ConstantAnswer)
    return answer.ok && !answer.value.result.result ? bad : answer
  })
  return said.ok ? ok(said.value.map(({ value }) => value)) : said
}

/** All of them are as they should be; none is, so the check failed; or the nodes contradict each other. */
const judged = (
  answers: readonly ConstantAnswer[],
  isRight: (answer: ConstantAnswer) => boolean,
  check: SelfCheck,
): Result<SelfCheck | null, ChainFault> => {
  const right = answers.filter(isRight).length
  if (right === answers.length) return ok(null)
  return right === 0 ? ok(check) : fail('disagreeing')
}

export const checkToken = async (pool: Pool, token: Token): Promise<Result<SelfCheck | null, ChainFault>> => {
  const symbol = await ask(pool, token.contract, SYMBOL)
  if (!symbol.ok) return symbol
  const named = judged(
    symbol.value,
    ({ constant_result: [text = ''] }) => textIn(text) === token.symbol,
    'token-symbol',
  )
  if (!named.ok || named.value !== null) return named
  const decimals = await ask(pool, token.contract, DECIMALS)
  if (!decimals.ok) return decimals
  return judged(decimals.value, (answer) => wordIn(answer) === BigInt(token.decimals), 'token-decimals')
}

const checkExchange = async (
  pool: Pool,
  { router, wrapped }: Exchange,
): Promise<Result<SelfCheck | null, ChainFault>> => {
  const answer = await ask(pool, router, WETH)
  if (!answer.ok) return answer
  const wanted = BigInt(`0x${addressWord(wrapped)}`)
  return judged(answer.value, (one) => wordIn(one) === wanted, 'router')
}

export const selfCheck = async (
  pool: Pool,
  assets: readonly Asset[],
  exchange: Exchange | null,
): Promise<Result<SelfCheck | null, ChainFault>> => {
  const usable = await pool.usable()
  if (pool.statuses.every(({ condition }) => condition === 'wrong-chain' || condition === 'lying'))
    return ok('chain-id')
  if (pool.answering === 0) return fail('offline')
  if (usable.length < pool.quorum) {
    const torn = pool.chainId === null && pool.answering >= pool.quorum
    return fail(torn ? 'disagreeing' : 'too-few-nodes')
  }
  for (const asset of assets) {
    if (asset.kind !== 'trc20') continue
    if (!parseAddress(asset.contract).ok) return ok('addresses')
    const checked = await checkToken(pool, asset)
    if (!checked.ok || checked.value !== null) return checked
  }
  return exchange === null ? ok(null) : checkExchange(pool, exchange)
}
