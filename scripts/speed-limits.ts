// Every limit and timer of Speed that another client meets, as the source has it. Leaves what they are for to
// docs/speed.md. Invariant: a limit that is not found where it is looked for is an error, never left out.

interface Limit {
  readonly what: string
  readonly file: string
  readonly name: string
  readonly in: 'ms' | 's' | 'bytes' | 'count' | 'times'
}

const limit = (what: string, file: string, name: string, unit: Limit['in']): Limit => ({ what, file, name, in: unit })

const limits: readonly Limit[] = [
  limit('longest message', 'app/speed/message.ts', 'MAX_MESSAGE_BYTES', 'bytes'),
  limit('longest text of an error', 'app/speed/message.ts', 'MAX_ERROR_TEXT_BYTES', 'bytes'),
  limit('longest code of an error or stop', 'app/speed/message-codec.ts', 'MAX_CODE_BYTES', 'bytes'),
  limit('messages read a second', 'app/speed/message-gate.ts', 'PER_SECOND', 'count'),
  limit('messages saved up at most', 'app/speed/message-gate.ts', 'SAVED', 'count'),
  limit('malformed messages until nothing is read', 'app/speed/message-gate.ts', 'STRIKES', 'count'),
  limit('chains in bs at most', 'app/speed/handshake.ts', 'MOST_CHAINS', 'count'),
  limit('hellos of a connection', 'app/speed/greeting.ts', 'MOST_HELLOS', 'count'),
  limit('asked again what could not be signed or read', 'app/speed/greeting.ts', 'RETRY_MS', 'ms'),
  limit('a state of the chain this new settles a proof', 'app/speed/greeting.ts', 'STALE_MS', 'ms'),
  limit('unit of payment', 'app/speed/terms.ts', 'UNIT_BYTES', 'bytes'),
  limit('least unit a buyer keeps to', 'app/speed/buyer.ts', 'LEAST_UNIT', 'bytes'),
  limit('buyer: an answer to a bid is waited for', 'app/speed/buyer.ts', 'ANSWER_MS', 'ms'),
  limit('buyer: blocks count after its own stop, unanswered', 'app/speed/buyer.ts', 'ECHO_MS', 'ms'),
  limit('buyer: a voucher is sent again after', 'app/speed/buyer.ts', 'RESEND_MS', 'ms'),
  limit('buyer: a voucher is sent so often at most', 'app/speed/buyer.ts', 'MOST_TRIES', 'count'),
  limit('buyer: unsettled bids beside which it still bids, less one', 'app/speed/buyer.ts', 'MOST_LOTS', 'count'),
  limit('buyer: part of a ttl after which it bids anew', 'app/speed/buyer.ts', 'RENEW_PART', 'times'),
  limit('buyer: a bid runs so long before a new one', 'app/speed/buyer.ts', 'LEAST_BID_MS', 'ms'),
  limit('buyer: no bid after an error', 'app/speed/buyer.ts', 'REFUSED_MS', 'ms'),
  limit('buyer: nor, when it is lifted sooner, for', 'app/speed/barred.ts', 'LEAST_REST_MS', 'ms'),
  limit("buyer: no bid after the seller's stop", 'app/speed/buyer.ts', 'STOPPED_MS', 'ms'),
  limit('buyer: between payments of a good part of the credit', 'app/speed/payment-due.ts', 'PORTION_GAP_MS', 'ms'),
  limit('buyer: which is one of so many, but a unit at least', 'app/speed/payment-due.ts', 'PORTIONS', 'count'),
  limit('buyer: between payments of what an ended bid left', 'app/speed/payment-due.ts', 'LAST_GAP_MS', 'ms'),
  limit('buyer: between payments when it presses', 'app/speed/payment-due.ts', 'HURRY_GAP_MS', 'ms'),
  limit('buyer: what is less than that is paid after', 'app/speed/payment-due.ts', 'REST_GAP_MS', 'ms'),
  limit('buyer: nothing came for so long: it presses', 'app/speed/payment-due.ts', 'STALLED_MS', 'ms'),
  limit(
    'buyer: more than half of a credit of so much may be used',
    'app/speed/payment-due.ts',
    'LARGE_CREDIT',
    'bytes',
  ),
  limit('buyer: pieces of an ended bid are waited for', 'app/speed/payment-due.ts', 'DRAIN_MS', 'ms'),
  limit('buyer: and after the connection broke', 'app/speed/payee-account.ts', 'ARREARS_MS', 'ms'),
  limit('buyer: devices of one payee that it pays', 'main/wallet/speed/bids.ts', 'MOST_DEVICES', 'count'),
  limit('seller: ttl of a bid', 'app/speed/seller.ts', 'TTL_SECONDS', 's'),
  limit('seller: called CLOSING after a bid ended', 'app/speed/seller.ts', 'CLOSING_MS', 'ms'),
  limit('seller: the chain is read again for a bid no sooner than', 'app/speed/seller.ts', 'READ_GAP_MS', 'ms'),
  limit('seller: no bid when the chain could not be read for', 'app/speed/refused-bid.ts', 'UNREAD_MS', 'ms'),
  limit('seller: the chain is read again before it says no', 'app/speed/seller.ts', 'DEPOSIT_GAP_MS', 'ms'),
  limit('seller: a voucher not kept yet is handed in again after', 'app/speed/receiving.ts', 'AGAIN_MS', 'ms'),
  limit('seller: one that adds next to nothing is handed in after', 'app/speed/receiving.ts', 'SMALL_MS', 'ms'),
  limit('seller: which is less than such a part of a block adds', 'app/speed/receiving.ts', 'LEAST_BYTES', 'bytes'),
  limit('seller: a request is held', 'app/speed/serving.ts', 'HOLD_MS', 'ms'),
  limit('seller: without a paid slot until it says outbid', 'app/speed/serving.ts', 'OUTBID_MS', 'ms'),
  limit('seller: the chain is read while it serves', 'app/speed/serving.ts', 'READ_EVERY_MS', 'ms'),
  limit('seller: credit to begin with', 'app/speed/payer-account.ts', 'START_CREDIT', 'bytes'),
  limit('seller: most credit', 'app/speed/payer-account.ts', 'MOST_CREDIT', 'bytes'),
  limit('seller: paid for until the credit doubles', 'app/speed/payer-account.ts', 'DOUBLING_BYTES', 'bytes'),
  limit('seller: an unpaid rest is forgotten after', 'app/speed/payer-account.ts', 'FORGIVEN_MS', 'ms'),
  limit('seller: between two bids it takes', 'app/speed/seller.ts', 'LEAST_BID_MS', 'ms'),
  limit('seller: bids of one price are one debt, within', 'app/speed/payer-account.ts', 'ONE_DEBT_MS', 'ms'),
  limit('seller: debts of one payer beside which it takes no bid', 'app/speed/payer-account.ts', 'MOST_DEBTS', 'count'),
  limit('seller: between two answers to vouchers that are no news', 'app/speed/receiving.ts', 'REPEAT_MS', 'ms'),
  limit('seller: lanes of one payer', 'app/speed/lane.ts', 'MOST_LANES', 'count'),
  limit(
    'seller: a former signer counts no more before its end',
    'main/chain/vault/reading.ts',
    'SIGNER_MARGIN_MS',
    'ms',
  ),
  limit('plan: looked at before the first bid', 'app/speed/usefulness.ts', 'BEFORE_MS', 'ms'),
  limit('plan: paid in vain until a seller is left alone', 'app/speed/usefulness.ts', 'PROOF_MS', 'ms'),
  limit('plan: bids wait unserved until a seller is left alone', 'app/speed/usefulness.ts', 'WAIT_MS', 'ms'),
  limit('plan: of the rate before, what counts as more', 'app/speed/usefulness.ts', 'RISEN', 'times'),
  limit('plan: between changes of a price', 'app/speed/usefulness.ts', 'PRICE_MS', 'ms'),
  limit('plan: between new sellers', 'app/speed/usefulness.ts', 'NEXT_SELLER_MS', 'ms'),
  limit('plan: sellers paid at a time', 'app/speed/usefulness.ts', 'MOST_SELLERS', 'count'),
  limit('plan: a seller is left alone, doubling', 'app/speed/usefulness.ts', 'SHUN_MS', 'ms'),
  limit('plan: up to', 'app/speed/usefulness.ts', 'MOST_SHUN_MS', 'ms'),
  limit('plan: the first window with pay, beside that beginning', 'app/speed/help.ts', 'FIRST_PAID_MS', 'ms'),
  limit('plan: a window without', 'app/speed/help.ts', 'UNPAID_MS', 'ms'),
  limit('plan: of a window, its beginning that is not measured', 'app/speed/help.ts', 'SETTLING_MS', 'ms'),
  limit('plan: of the rate without pay, what counts as help', 'app/speed/help.ts', 'HELPS', 'times'),
  limit('choker: most of slots and upload for buyers', 'app/swarm/plan-slots.ts', 'PAID_SHARE', 'times'),
  limit('choker: a paid slot is held until its use is known', 'app/swarm/slot-use.ts', 'TRY_MS', 'ms'),
  limit('choker: or, where it is used, for', 'app/swarm/slot-use.ts', 'SOON_MS', 'ms'),
  limit('choker: of what could be had, what counts as all', 'app/swarm/slot-use.ts', 'ENOUGH', 'times'),
  limit('choker: use below which a slot is left unused', 'app/swarm/paid-order.ts', 'LEAST_USE', 'times'),
  limit('choker: who left it unused is tried again after', 'app/swarm/slot-use.ts', 'AGAIN_MS', 'ms'),
  limit('choker: pause after a try in vain, times such tries', 'app/swarm/slot-use.ts', 'PAUSE_MS', 'ms'),
  limit('choker: of which count at most', 'app/swarm/slot-use.ts', 'MOST_DOUBT', 'count'),
  limit('cashing: between two readings of whoever owes', 'main/speed/debtor-watch.ts', 'PACE_MS', 'ms'),
  limit('cashing: they are read again after', 'main/speed/debtor-watch.ts', 'ROUND_MS', 'ms'),
  limit('cashing: as many of them each time', 'app/speed/debtor-rounds.ts', 'MOST_PAYERS', 'count'),
  limit('cashing: worth so many times the fee', 'app/speed/cash-advice.ts', 'WORTH_FEES', 'count'),
  limit('cashing: vouchers in a call', 'app/speed/vault-call.ts', 'MOST_VOUCHERS', 'count'),
]

const valueOf = (source: string, { file, name }: Limit): number => {
  const found = new RegExp(`const ${name}(?:: \\w+)? = ([\\d_.]+)n?$`, 'm').exec(source)?.[1]
  if (found === undefined) throw new Error(`${name} is not in ${file}`)
  return Number(found.replaceAll('_', ''))
}

const timeText = (ms: number): string => {
  if (ms < 1_000) return `${ms} ms`
  if (ms < 120_000) return `${ms / 1_000} s`
  return ms < 7_200_000 ? `${ms / 60_000} min` : `${ms / 3_600_000} h`
}

const bytesText = (bytes: number): string => {
  if (bytes < 1_024) return `${bytes} B`
  return bytes < 1_048_576 ? `${bytes / 1_024} KiB` : `${bytes / 1_048_576} MiB`
}

const textOf = (value: number, unit: Limit['in']): string => {
  switch (unit) {
    case 'ms':
      return timeText(value)
    case 's':
      return timeText(value * 1_000)
    case 'bytes':
      return bytesText(value)
    case 'count':
    case 'times':
      return String(value)
  }
}

/** `read` gives the text of a file of the repository. */
export const limitLines = (read: (path: string) => string): string[] =>
  limits.map((each) => {
    const value = textOf(valueOf(read(each.file), each), each.in)
    return `${each.what.padEnd(60)}${value.padEnd(9)} ${each.file.split('/').at(-1) ?? ''}`
  })
