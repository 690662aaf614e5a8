// The lines of a review, from the transaction as it was decoded and facts that only inform. Amounts are written exactly
// and addresses whole; what the words around them are is for the page. Leaves checking the transaction to
// transaction-check.ts. Invariant: what is on no line is not signed.

import { shownAmount, type Amount, amountOf } from '../money/amount.ts'
import { fail, ok, type Result } from '../result.ts'
import { MAINNET, NILE, SHASTA, type Asset } from '../tron/networks.ts'
import type { RawTransaction } from '../tron/transaction.ts'
import { amountOfCall, vaultLines } from './compose-vault-review.ts'
import type { Intent, Transfer, VaultIntent } from './intent.ts'
import type { Review, ReviewFacts, ReviewLine } from './review.ts'
import type { WalletFault } from './wallet-fault.ts'

type Chain = Review['chain']

interface Token {
  readonly symbol: string
  readonly decimals: number
  /** From its contract's own words. */
  readonly unverified: boolean
}

const known = [MAINNET, NILE, SHASTA]

const isSent = (asset: Asset, intent: Intent): boolean => {
  if (asset.kind === 'trx') return intent.do === 'sendTrx'
  if (asset.kind === 'trc10') return intent.do === 'sendTrc10' && asset.id === intent.tokenId
  if (intent.do === 'vaultCall') return asset.contract === intent.token
  return intent.do === 'sendTrc20' && asset.contract === intent.contract
}

/** Of networks we know, what we know of them counts, whatever the facts say. */
const tokenOf = (intent: Intent, chain: Chain, facts: ReviewFacts): Token | null => {
  if (intent.do === 'sendTrx') return { symbol: 'TRX', decimals: 6, unverified: false }
  // A node of one's own may be of a network that we know.
  const network = known.find(({ id, chainId }) => chainId === chain.chainId && [id, 'custom'].includes(chain.id))
  const asset = network?.assets.find((each) => isSent(each, intent))
  if (asset) return { symbol: asset.symbol, decimals: asset.decimals, unverified: false }
  return facts.token && { ...facts.token, unverified: chain.id !== 'practice' }
}

const TRX_DECIMALS = 6
const trx = (sun: bigint): string => `${shownAmount(sun, TRX_DECIMALS)} TRX`

interface Composed<I extends Intent = Intent> {
  readonly intent: I
  readonly raw: RawTransaction
  readonly chain: Chain
  readonly facts: ReviewFacts
}

/** Energy costs no more than the limit in the bytes; the rest is what the chain's prices say. */
const feeOf = ({ raw, facts }: Composed): Amount | null => {
  const { bandwidth, activation, memo } = facts.fees
  return amountOf(raw.feeLimit + bandwidth + activation + (raw.memo.length > 0 ? memo : 0n))
}

const networkText = ({ id, chainId }: Chain): string => `${id} (${String(chainId)})`

const linesOf = ({ intent, chain, facts }: Composed<Transfer>, token: Token, fee: Amount): ReviewLine[] => {
  const amount = `${shownAmount(intent.amount, token.decimals)} ${token.symbol}`
  const most = intent.do === 'sendTrx' ? trx(intent.amount + fee) : `${amount} + ${trx(fee)}`
  const lines: (ReviewLine | null)[] = [
    { about: 'network', text: networkText(chain) },
    { about: 'from', text: intent.from },
    { about: 'to', text: intent.to },
    facts.recipient.name === null ? null : { about: 'recipient', text: facts.recipient.name },
    { about: 'amount', text: amount },
    intent.do === 'sendTrc20' ? { about: 'token', text: intent.contract } : null,
    intent.do === 'sendTrc10' ? { about: 'token', text: intent.tokenId } : null,
    intent.memo === null ? null : { about: 'memo', text: intent.memo },
    { about: 'fee', text: trx(fee) },
    { about: 'most', text: most },
  ]
  return lines.filter((line) => line !== null)
}

type Whole = Omit<Review, 'token' | 'txId'>

const transferReview = (composed: Composed<Transfer>, token: Token, fee: Amount): Whole => {
  const { intent, raw, chain, facts } = composed
  return {
    chain,
    do: intent.do,
    from: intent.from,
    to: intent.to,
    recipient: facts.recipient,
    amount: intent.amount,
    ...token,
    fee,
    expiresAt: Number(raw.expiration),
    lines: linesOf(composed, token, fee),
  }
}

const vaultReview = ({ intent, raw, chain, facts }: Composed<VaultIntent>, token: Token, fee: Amount): Whole => ({
  chain,
  do: intent.call.call,
  from: intent.from,
  to: intent.vault,
  // Not somebody who is paid: what is there stays the account's own, or goes where vouchers say.
  recipient: { kind: 'known', name: null },
  amount: amountOfCall(intent.call, facts),
  ...token,
  fee,
  expiresAt: Number(raw.expiration),
  lines: [...vaultLines(intent, facts, token, { network: networkText(chain), fee: trx(fee) })],
})

export const composeReview = (composed: Composed): Result<Whole, WalletFault> => {
  const { intent, chain, facts } = composed
  const token = tokenOf(intent, chain, facts)
  const fee = feeOf(composed)
  if (token === null) return fail('unknown-token')
  if (fee === null) return fail('fee-too-high')
  if (intent.do === 'vaultCall') return ok(vaultReview({ ...composed, intent }, token, fee))
  return ok(transferReview({ ...composed, intent }, token, fee))
}
