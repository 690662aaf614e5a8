// The lines of a review of a call of the vault: whom it is about in all 34 characters, what it may move, what it costs
// at most. What happens by it is for the page to say in words. Invariant: what is on no line is not signed.

import { shownAmount, ZERO, type Amount } from '../money/amount.ts'
import type { VaultCall } from '../speed/vault-call.ts'
import type { VaultIntent } from './intent.ts'
import type { ReviewFacts, ReviewLine } from './review.ts'

interface Composed {
  readonly call: VaultCall
  readonly facts: ReviewFacts
  readonly token: { readonly symbol: string; readonly decimals: number }
}

/** Base units that are approved, moved or expected. */
export const amountOfCall = (call: VaultCall, facts: ReviewFacts): Amount => {
  if ('amount' in call) return call.amount
  return call.call === 'cash' ? (facts.vault?.expected ?? ZERO) : ZERO
}

const moneyOf = ({ token: { symbol, decimals } }: Composed, units: Amount): string =>
  `${shownAmount(units, decimals)} ${symbol}`

const delayLines = ({ facts }: Composed): readonly ReviewLine[] => {
  const delayMs = facts.vault?.delayMs ?? null
  return delayMs === null ? [] : [{ about: 'delay', text: `${String(Math.ceil(delayMs / 1_000))} s` }]
}

/** What was announced and waited for is lost by it. */
const exitLines = ({ facts }: Composed): readonly ReviewLine[] => {
  const endsExit = facts.vault?.endsExit ?? null
  return endsExit === null ? [] : [{ about: 'exit', text: `${String(endsExit)} ms` }]
}

const expectedLines = (composed: Composed): readonly ReviewLine[] => {
  const expected = composed.facts.vault?.expected ?? null
  return expected === null ? [] : [{ about: 'expected', text: moneyOf(composed, expected) }]
}

/** What was promised in all, of which some may have been paid before. Last of all: there may be many of them. */
const voucherLines = (composed: Composed): readonly ReviewLine[] => {
  const { call } = composed
  if (call.call !== 'cash') return []
  return call.vouchers.map(({ payer, cumulative }) => ({
    about: 'voucher',
    text: `${payer} ${moneyOf(composed, cumulative)}`,
  }))
}

const aboutCall = (composed: Composed): readonly ReviewLine[] => {
  const { call } = composed
  switch (call.call) {
    case 'approve':
      return [{ about: 'amount', text: moneyOf(composed, call.amount) }]
    case 'deposit':
    case 'withdraw':
      return [{ about: 'amount', text: moneyOf(composed, call.amount) }, ...exitLines(composed)]
    case 'setSigner':
      return [{ about: 'signer', text: call.signer }, ...delayLines(composed)]
    case 'lock':
      return [
        { about: 'payee', text: call.payee },
        { about: 'amount', text: moneyOf(composed, call.amount) },
      ]
    case 'requestUnlock':
      return [{ about: 'payee', text: call.payee }, ...delayLines(composed)]
    case 'unlock':
      return [{ about: 'payee', text: call.payee }]
    case 'requestExit':
      return delayLines(composed)
    case 'cancelExit':
      return []
    case 'cash':
      return [{ about: 'into', text: call.to }, ...expectedLines(composed)]
  }
}

/** `fee` and what leaves the account at most are written by the caller's hand: they are the same for every review. */
export const vaultLines = (
  { call, from, vault }: VaultIntent,
  facts: ReviewFacts,
  token: Composed['token'],
  of: { readonly network: string; readonly fee: string },
): readonly ReviewLine[] => {
  const composed = { call, facts, token }
  const leaves = call.call === 'deposit' ? `${moneyOf(composed, call.amount)} + ${of.fee}` : of.fee
  return [
    { about: 'network', text: of.network },
    { about: 'from', text: from },
    { about: 'vault', text: vault },
    ...aboutCall(composed),
    { about: 'fee', text: of.fee },
    { about: 'most', text: leaves },
    ...voucherLines(composed),
  ]
}
