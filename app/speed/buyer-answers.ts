// What the desk answered the buyer: a bid opened, a voucher signed, or not. With buyer.ts, which asks. Invariant: a
// refusal ends every bid of this connection, and nothing more is asked of what was refused.

import type { PayRefusal } from '../ipc/speed-desk.ts'
import { barOf } from './barred.ts'
import { closing, dropBids, endBid, still, type Buyer, type BuyerContext, type BuyerTurn } from './buyer.ts'
import { withClaim } from './claims.ts'
import { changeLot, type Lot } from './lots.ts'
import type { VoucherMessage } from './message.ts'
import { abandon, promise, type PayeeAccount } from './payee-account.ts'
import type { Answer, SessionEffect } from './session-event.ts'
import type { StopCode, Voucher } from './terms.ts'

const AWAY_MS = 5_000
/** After a refusal that orders do not tell of. */
const REFUSED_MS = 30_000

/** 'away' decides nothing: it is asked again. */
type Refusal = Exclude<PayRefusal, 'away'>

const codeFor = (refused: Refusal): StopCode => {
  switch (refused) {
    case 'torrent':
    case 'day':
    case 'peer':
    case 'total':
    case 'price':
    case 'deposit':
      return 'budget'
    case 'off':
    case 'locked':
    case 'unknown-session':
    case 'backwards':
    case 'frozen':
    case 'disk':
      return 'off'
  }
}

/** The desk could not say: a little later it may. */
const giveUp = (buyer: Buyer, payee: PayeeAccount, context: AnswerContext): BuyerTurn => {
  const turn = dropBids(buyer, payee, 'off', context)
  return { ...turn, buyer: { ...turn.buyer, restsUntil: context.now + AWAY_MS } }
}

/** What the step that asked knew; a connection that is gone has no order any more. */
export type AnswerContext = Pick<BuyerContext, 'order' | 'canSign' | 'session' | 'now'>

/**
 * The desk pays no more, whatever is owed. After a cap no bid is made until orders allow more than now; where the chain
 * says that more was promised, a later reading may take it back, and it is tried again.
 */
const refuse = (buyer: Buyer, payee: PayeeAccount, refused: Refusal, context: AnswerContext): BuyerTurn => {
  const { now } = context
  const code = codeFor(refused)
  const turn = dropBids(buyer, payee, code, context)
  const barred = barOf(context, code === 'budget', now)
  return { ...turn, buyer: { ...turn.buyer, refused, barred, restsUntil: now + REFUSED_MS } }
}

/** It claims more than we know to have promised: until it proves that, or takes it back, nothing is bought of it. */
const block = (buyer: Buyer, payee: PayeeAccount, context: AnswerContext): BuyerTurn => {
  const turn = refuse(buyer, payee, 'frozen', context)
  return { ...turn, buyer: { ...turn.buyer, blocked: turn.buyer.blocked ?? 'frozen' } }
}

export const answeredResume = (
  buyer: Buyer,
  payee: PayeeAccount,
  { ask, output }: Extract<Answer, { readonly ask: { readonly name: 'resume' } }>,
  context: BuyerContext,
): BuyerTurn => {
  const { facts, own, seller, lane } = context
  const lot = buyer.lots.find(({ bid }) => bid === ask.bid)
  if (output === 'frozen') return block(buyer, payee, context)
  if (output === null || output === 'away')
    return lot === undefined ? still(buyer, withClaim(payee, ask.input.cumulative)) : giveUp(buyer, payee, context)
  const known = promise(payee, ask.input.cumulative)
  if (lot === undefined || lot.ref !== null)
    return still({ ...buyer, blocked: buyer.blocked === 'frozen' ? null : buyer.blocked }, known)
  const input = { torrent: facts.torrent, vault: own.vault, payee: seller, lane, price: lot.price }
  return { buyer, payee: known, effects: [{ do: 'ask', ask: { name: 'open', bid: lot.bid, input } }] }
}

/** A bid that was opened for nobody. */
export const closeUnused = ({ output }: Answer): readonly SessionEffect[] =>
  output === null || typeof output !== 'object' || !('bid' in output)
    ? []
    : [{ do: 'ask', ask: { name: 'close', input: { bid: output.bid, code: 'off' } } }]

export const answeredOpen = (
  buyer: Buyer,
  payee: PayeeAccount,
  { ask, output }: Extract<Answer, { readonly ask: { readonly name: 'open' } }>,
  context: AnswerContext,
): BuyerTurn => {
  if (output === null) return giveUp(buyer, payee, context)
  if ('refused' in output)
    return output.refused === 'away' ? giveUp(buyer, payee, context) : refuse(buyer, payee, output.refused, context)
  const { bid: ref } = output
  if (buyer.lots.some(({ bid }) => bid === ask.bid))
    return still({ ...buyer, lots: changeLot(buyer.lots, ask.bid, (lot) => ({ ...lot, ref })) }, payee)
  return { buyer, payee, effects: closeUnused({ ask, output }) }
}

/** Until it is acknowledged it is sent again. `of`: what it pays for. */
const giveVoucher = (
  payee: PayeeAccount,
  { lane, cumulative, signature }: Voucher,
  of: Pick<VoucherMessage, 'bid' | 'bytes'>,
  now: number,
): Pick<BuyerTurn, 'payee' | 'effects'> => {
  const message: VoucherMessage = { t: 'voucher', lane, cumulative, signature, ...of }
  return {
    payee: promise({ ...payee, unacked: { message, at: now, tries: 1 } }, cumulative),
    effects: [{ do: 'send', message }],
  }
}

/** Sent before anything else is bought: what the run before this one said last may never have arrived. */
export const answeredLast = (
  buyer: Buyer,
  payee: PayeeAccount,
  { output }: Extract<Answer, { readonly ask: { readonly name: 'last' } }>,
  { now }: Pick<AnswerContext, 'now'>,
): BuyerTurn => {
  if (output === null) return still(buyer, payee)
  const done = { ...payee, recallAt: Infinity }
  if (output === 'none' || output.cumulative <= payee.promised) return still(buyer, done)
  return { buyer, ...giveVoucher(done, output, { bid: 0, bytes: 0 }, now) }
}

const paidTo =
  (bytes: number) =>
  (lot: Lot): Lot => ({ ...lot, paid: Math.max(lot.paid, bytes), asked: null })
const unasked = (lot: Lot): Lot => ({ ...lot, asked: null })

export const answeredPay = (
  buyer: Buyer,
  payee: PayeeAccount,
  { ask, output }: Extract<Answer, { readonly ask: { readonly name: 'pay' } }>,
  context: AnswerContext,
): BuyerTurn => {
  const apply = (change: (lot: Lot) => Lot): { buyer: Buyer; payee: PayeeAccount } => ({
    buyer: { ...buyer, lots: changeLot(buyer.lots, ask.bid, change) },
    payee: {
      ...payee,
      arrears: payee.arrears.map((lot) => (lot.bid === ask.bid ? { ...change(lot), session: lot.session } : lot)),
    },
  })
  if (output === null) return { ...apply(unasked), effects: [] }
  if ('refused' in output) {
    if (output.refused === 'away') return { ...apply(unasked), effects: [] }
    const left = apply(unasked)
    // What is owed is paid when it is unlocked, if that is soon.
    if (output.refused === 'locked') return endBid(left.buyer, left.payee, 'off', context.now)
    const { arrears } = left.payee
    const refused = refuse(left.buyer, abandon({ ...left.payee, arrears: [] }, arrears), output.refused, context)
    return { ...refused, effects: [...refused.effects, ...closing(arrears, codeFor(output.refused))] }
  }
  const bytes = Number(ask.input.bytes)
  const paid = apply(paidTo(bytes))
  return { buyer: paid.buyer, ...giveVoucher(paid.payee, output.voucher, { bid: ask.bid, bytes }, context.now) }
}
