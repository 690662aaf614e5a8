// The one timeline of activity, put together from sends and what came in. Invariant: a transaction of ours that the
// history tells of too is one line, the send's; and nothing is called sent that somebody else made.

import { amount, type Amount } from '../../../app/money/amount.ts'
import type { Address } from '../../../app/tron/address.ts'
import type { ActivityEntry } from '../../../app/wallet/activity.ts'
import { hiddenWhy } from '../../../app/wallet/activity-rules.ts'
import { cashedIn } from '../sending/call-outcome.ts'
import type { Received, Records } from './records.ts'
import type { Send, Sends } from './sends.ts'

type Names = ReadonlyMap<Address, string>

const directionOfSend = ({ call, recipient }: Send, own: ReadonlySet<Address>): ActivityEntry['direction'] => {
  if (call === null) return own.has(recipient) ? 'own' : 'out'
  if (call.call === 'deposit') return 'out'
  return call.call === 'withdraw' || (call.call === 'cash' && call.to === 'wallet') ? 'in' : 'own'
}

/** Whom it is about: a seller, where it is about one. */
const otherOf = ({ call, recipient }: Send): Address => (call !== null && 'payee' in call ? call.payee : recipient)

/** What cashing really brought in is known once it is final. */
const movedBy = ({ call, amount: said, events, account, state }: Send): Amount =>
  call?.call === 'cash' && state === 'final' ? amount(cashedIn(events, account)) : said

const sentLine = (send: Send, own: ReadonlySet<Address>, names: Names): ActivityEntry => ({
  id: send.txId,
  txId: send.txId,
  account: send.account,
  direction: directionOfSend(send, own),
  asset: send.asset,
  symbol: send.symbol,
  decimals: send.decimals,
  known: send.known,
  amount: movedBy(send),
  other: otherOf(send),
  otherName: names.get(otherOf(send)) ?? null,
  memo: send.memo,
  call: send.call?.call ?? null,
  state: send.state,
  at: send.blockAt ?? send.createdAt,
  block: send.block,
  fee: send.fee,
  most: send.most,
  expiresAt: send.state === 'sending' || send.state === 'pooled' ? send.expiresAt : null,
  failure: send.failure,
  refusal: send.refusal,
  checkedAt: send.checkedAt,
  hidden: null,
})

/** A contract that the account called can say anything of a token that we do not know. */
const directionOf = ({ payee, account, made, known }: Received): ActivityEntry['direction'] => {
  if (payee === account) return 'in'
  return made === 'paid' || (made === 'called' && known) ? 'out' : 'taken'
}

const receivedLine = (one: Received, names: Names): ActivityEntry => {
  const direction = directionOf(one)
  const other = direction === 'in' ? one.payer : one.payee
  return {
    id: one.id,
    txId: one.txId,
    account: one.account,
    direction,
    asset: one.asset,
    symbol: one.symbol,
    decimals: one.decimals,
    known: one.known,
    amount: one.amount,
    other,
    otherName: names.get(other) ?? null,
    memo: null,
    call: null,
    state: 'final',
    at: one.at,
    block: one.block,
    fee: null,
    most: null,
    expiresAt: null,
    failure: null,
    refusal: null,
    checkedAt: one.block,
    hidden: hiddenWhy({ ...one, direction }),
  }
}

/** Of one network, and of these accounts. */
export const timeline = (
  sends: Sends,
  records: Records,
  of: { readonly chain: number; readonly accounts: ReadonlySet<Address>; readonly own: ReadonlySet<Address> },
): readonly ActivityEntry[] => {
  const names = records.names()
  const sent = sends.all(of.chain).filter(({ account }) => of.accounts.has(account))
  const ours = new Set(sent.map(({ txId, account }) => txId + account))
  const received = records
    .received(of.chain)
    .filter(({ txId, account }) => of.accounts.has(account) && !ours.has(txId + account))
  return [...sent.map((send) => sentLine(send, of.own, names)), ...received.map((one) => receivedLine(one, names))]
}
