// What a seller says to hold of us beyond what we know to have promised: told to the wallet, which freezes what is promised
// to that seller until it is proved or taken back, and may have to write it down. So only the largest claim is told, and
// not often; nothing is paid until it is told. Leaves proving to the wallet. Invariant: no claim that matters is left
// untold; one that changes nothing, because all is frozen or over, is never told.

import type { Amount } from '../money/amount.ts'
import type { Buyer, BuyerContext } from './buyer.ts'
import type { Resume } from './message.ts'
import type { PayeeAccount } from './payee-account.ts'
import type { Ask, SessionEffect } from './session-event.ts'

/** Between two of one seller, on however many connections. */
const CLAIM_MS = 1_000

export const resumeAsk = (
  shown: Resume | null,
  claimed: Amount,
  bid: number | null,
  { own: { vault }, lane, seller: payee }: Pick<BuyerContext, 'own' | 'lane' | 'seller'>,
): Extract<Ask, { readonly name: 'resume' }> => {
  const proof = shown !== null && shown.cumulative >= claimed ? shown : null
  const cumulative = proof?.cumulative ?? claimed
  return { name: 'resume', bid, input: { vault, payee, lane, cumulative, signature: proof?.signature ?? null } }
}

/** To be told, again where nobody could hear it. */
export const withClaim = (payee: PayeeAccount, cumulative: Amount): PayeeAccount =>
  cumulative > (payee.claim ?? 0n) ? { ...payee, claim: cumulative } : payee

/** It only says so. Where it froze us, a lower claim counts: it may be one that we know of. */
export const heardClaim = ({ blocked, lots }: Buyer, payee: PayeeAccount, cumulative: Amount): PayeeAccount => {
  const { claimed } = payee
  if (blocked === 'frozen') return claimed === null || cumulative < claimed ? { ...payee, claim: cumulative } : payee
  if (cumulative <= payee.promised || (blocked !== null && lots.length === 0)) return payee
  return withClaim(payee, cumulative)
}

/** With a proof, as it says. */
export const heardProof = ({ blocked }: Buyer, payee: PayeeAccount, { cumulative }: Resume): PayeeAccount =>
  blocked === 'frozen' ? withClaim(payee, cumulative) : payee

/** After every event. */
export const tellClaim = (
  { shown }: Buyer,
  payee: PayeeAccount,
  context: Pick<BuyerContext, 'own' | 'lane' | 'seller' | 'now'>,
): { readonly payee: PayeeAccount; readonly effects: readonly SessionEffect[] } => {
  const { claim } = payee
  const { now } = context
  if (claim === null || now < payee.claimAt) return { payee, effects: [] }
  const ask = resumeAsk(shown, claim, null, context)
  return {
    payee: { ...payee, claim: null, claimed: ask.input.cumulative, claimAt: now + CLAIM_MS },
    effects: [{ do: 'ask', ask }],
  }
}
