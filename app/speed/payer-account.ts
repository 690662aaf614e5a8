// What one payer owes us over all its connections and bids, and how far it is served ahead of payment. Money that comes
// pays for its bids in the order they were accepted. Leaves keeping vouchers to the wallet and the chain's word to the
// chain client. Invariant: who is served only within `roomFor` never has more bytes unpaid than its credit, and never
// owes more than its deposit is trusted for.

import type { PayerState } from '../ipc/speed-desk.ts'
import type { Amount } from '../money/amount.ts'
import { MIB, owed, type Lane, type Price, type Voucher } from './terms.ts'

const START_CREDIT = 1_048_576
const MOST_CREDIT = 33_554_432
/** Paid for cleanly, the credit doubles. */
const DOUBLING_BYTES = 67_108_864
/** Debts of ended bids of one payer: one that owes more must pay some before it may bid. */
export const MOST_DEBTS = 64
/** Those of one price that end within so long are one. */
const ONE_DEBT_MS = 600_000
/**
 * What a bid left unpaid when it ended is forgotten then: in flight when a line broke, it is nobody's fault. At the
 * youngest of one debt it is not sooner than a buyer gives it up (payee-account.ts), and one that was begun anew knows
 * nothing of it.
 */
const FORGIVEN_MS = 1_200_000

export interface Sale {
  readonly id: number
  readonly price: Price
  /** Bytes handed to the socket under it. */
  readonly sent: number
  /** Of the money that came, what pays for it: at most what is owed. */
  readonly got: Amount
  /** Several bids' roundings took so much off. */
  readonly rounded: Amount
  /** The first of them, where it stands for several. */
  readonly endedAt: number | null
}

export interface PayerAccount {
  readonly credit: number
  /** Bytes paid for since the credit last doubled. */
  readonly clean: number
  /** Bytes never paid for that were forgotten, since then or since trust began. */
  readonly forgiven: number
  readonly sales: readonly Sale[]
  readonly nextSale: number
  /** Came before it was owed. */
  readonly ahead: Amount
  /** The newest voucher of each lane; null: the wallet has not said yet. */
  readonly lanes: ReadonlyMap<Lane, Voucher> | null
  readonly uncashed: Amount
  /** As last read of the chain, when that was by our clock, and what was uncashed then. */
  readonly chain: PayerState | null
  readonly chainAt: number
  readonly uncashedThen: Amount
  /** No voucher that adds next to nothing is handed to the wallet sooner, and none at all. */
  readonly smallAt: number
  readonly restsUntil: number
}

const ZERO = 0n as Amount

export const newPayerAccount: PayerAccount = {
  credit: START_CREDIT,
  clean: 0,
  forgiven: 0,
  sales: [],
  nextSale: 1,
  ahead: ZERO,
  lanes: null,
  uncashed: ZERO,
  chain: null,
  chainAt: 0,
  uncashedThen: ZERO,
  smallAt: 0,
  restsUntil: 0,
}

const due = ({ sent, price, rounded }: Sale): Amount => (owed(BigInt(sent), price) - rounded) as Amount
const debt = (sale: Sale): Amount => (due(sale) - sale.got) as Amount

/** As many bytes as the money is enough for: rounding is in the buyer's favour. */
const paidBytes = (sale: Sale): number =>
  sale.got >= due(sale) ? sale.sent : Math.min(sale.sent, Number(((sale.got + 1n) * MIB - 1n) / sale.price))

export const unpaidBytes = ({ sales }: PayerAccount): number =>
  sales.reduce((sum, sale) => sum + sale.sent - paidBytes(sale), 0)

export const unpaidAmount = ({ sales }: PayerAccount): Amount =>
  sales.reduce((sum, sale) => sum + debt(sale), 0n) as Amount

/** Something was sent under that bid and is not paid. */
export const saleOwes = ({ sales }: PayerAccount, id: number): boolean =>
  sales.some((sale) => sale.id === id && debt(sale) > 0n)

/** A piece must fit, or it could never be verified and paid. */
export const creditOf = ({ credit }: PayerAccount, pieceLength: number): number => Math.max(credit, pieceLength)

/** Most that it may owe in vouchers and without: what is locked for us, and a quarter of what others may take too. */
export const trustedFor = ({ chain }: PayerAccount, mostUncashed: Amount): Amount => {
  if (chain === null || chain.exitAt !== 0) return ZERO
  const covered = chain.locked + chain.free / 4n
  return (covered < mostUncashed ? covered : mostUncashed) as Amount
}

export interface ServingRoom {
  /** Bytes that may be sent now; zero or less: none. */
  readonly bytes: number
  /** What is too little when it is too little. */
  readonly by: 'credit' | 'deposit'
}

/** `price` of the bid that would be served. */
export const roomFor = (
  account: PayerAccount,
  price: Price,
  pieceLength: number,
  mostUncashed: Amount,
): ServingRoom => {
  const credit = creditOf(account, pieceLength) - unpaidBytes(account)
  const money = trustedFor(account, mostUncashed) - account.uncashed - unpaidAmount(account)
  const most = money > 0n ? (money * MIB) / price : 0n
  const covered = most > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(most)
  return covered < credit ? { bytes: covered, by: 'deposit' } : { bytes: credit, by: 'credit' }
}

const changeSale = (account: PayerAccount, id: number, change: (sale: Sale) => Sale): PayerAccount => ({
  ...account,
  sales: account.sales.map((sale) => (sale.id === id ? change(sale) : sale)),
})

/** Doubles the credit for every 64 MiB that were paid for; what was forgotten before that counts no more. */
const trustMore = (account: PayerAccount, bytes: number): PayerAccount => {
  let { credit, clean, forgiven } = account
  for (clean += bytes; clean >= DOUBLING_BYTES; clean -= DOUBLING_BYTES) {
    credit = Math.min(MOST_CREDIT, credit * 2)
    forgiven = 0
  }
  return { ...account, credit, clean, forgiven }
}

const isOver = (sale: Sale): boolean => sale.endedAt !== null && debt(sale) === 0n

/** Lets money pay what is owed, first bids first; what is over stays ahead. */
const settle = (account: PayerAccount, money: Amount): PayerAccount => {
  let left = account.ahead + money
  let bytes = 0
  const sales = account.sales.map((sale) => {
    const part = left < debt(sale) ? left : debt(sale)
    if (part === 0n) return sale
    left -= part
    const paid: Sale = { ...sale, got: (sale.got + part) as Amount }
    bytes += paidBytes(paid) - paidBytes(sale)
    return paid
  })
  return trustMore({ ...account, ahead: left as Amount, sales: sales.filter((sale) => !isOver(sale)) }, bytes)
}

export const openSale = (
  account: PayerAccount,
  price: Price,
): { readonly account: PayerAccount; readonly sale: number } => {
  const sale: Sale = { id: account.nextSale, price, sent: 0, got: ZERO, rounded: ZERO, endedAt: null }
  return {
    account: { ...account, sales: [...account.sales, sale], nextSale: account.nextSale + 1 },
    sale: sale.id,
  }
}

export const recordSent = (account: PayerAccount, id: number, bytes: number): PayerAccount => {
  const sent = changeSale(account, id, (sale) => ({ ...sale, sent: sale.sent + bytes }))
  return sent.ahead > 0n ? settle(sent, ZERO) : sent
}

const together = (first: Sale, sale: Sale): Sale => {
  const both = { ...first, sent: first.sent + sale.sent, got: (first.got + sale.got) as Amount, rounded: ZERO }
  return { ...both, rounded: (due(both) - due(first) - due(sale)) as Amount }
}

export const endSale = (account: PayerAccount, id: number, now: number): PayerAccount => {
  const sale = account.sales.find((one) => one.id === id)
  if (sale === undefined) return account
  const others = account.sales.filter((one) => one !== sale)
  if (debt(sale) === 0n) return { ...account, sales: others }
  const same = others.find(
    ({ price, endedAt }) => price === sale.price && endedAt !== null && now - endedAt < ONE_DEBT_MS,
  )
  const sales = same
    ? others.map((one) => (one === same ? together(one, sale) : one))
    : account.sales.map((one) => (one === sale ? { ...one, endedAt: now } : one))
  return { ...account, sales }
}

/** It has as many debts as it may. */
export const isLaden = ({ sales }: PayerAccount): boolean =>
  sales.length >= MOST_DEBTS && sales.filter(({ endedAt }) => endedAt !== null).length >= MOST_DEBTS

/** It did not pay in time: trust begins anew. */
export const distrust = (account: PayerAccount): PayerAccount => ({
  ...account,
  credit: START_CREDIT,
  clean: 0,
  forgiven: 0,
})

/** Old debts of ended bids; much of it, at once or little by little, takes the trust with it. */
export const forgive = (account: PayerAccount, now: number): PayerAccount => {
  const sales = account.sales.filter(({ endedAt }) => endedAt === null || now - endedAt < FORGIVEN_MS)
  if (sales.length === account.sales.length) return account
  const kept = { ...account, sales }
  const forgiven = account.forgiven + unpaidBytes(account) - unpaidBytes(kept)
  return forgiven > START_CREDIT ? distrust(kept) : { ...kept, forgiven }
}

/** Held or cashed of that lane: what was cashed before we knew of it is no more money than what we hold already. */
export const countedOn = ({ lanes, chain }: PayerAccount, lane: Lane): Amount => {
  const [held, paid] = [lanes?.get(lane)?.cumulative ?? ZERO, chain?.paid.get(lane) ?? ZERO]
  return held > paid ? held : paid
}

/** The wallet took a voucher: what it adds to its lane is money for us. Older ones add nothing. */
export const recordVoucher = (account: PayerAccount, voucher: Voucher, uncashed: Amount): PayerAccount => {
  if (voucher.cumulative <= (account.lanes?.get(voucher.lane)?.cumulative ?? 0n)) return account
  const former = countedOn(account, voucher.lane)
  const lanes = new Map(account.lanes ?? []).set(voucher.lane, voucher)
  const grown = voucher.cumulative > former ? voucher.cumulative - former : 0n
  return settle({ ...account, lanes, uncashed }, grown as Amount)
}

/** Promised beyond what the chain has paid out, of the vouchers we hold. */
const uncashedOf = (lanes: ReadonlyMap<Lane, Voucher>, paid: ReadonlyMap<Lane, Amount>): Amount => {
  let sum = 0n
  for (const { lane, cumulative } of lanes.values()) {
    const before = paid.get(lane) ?? 0n
    if (cumulative > before) sum += cumulative - before
  }
  return sum as Amount
}

export const recordHeld = (account: PayerAccount, held: readonly Voucher[]): PayerAccount => {
  if (account.lanes !== null) return account
  const lanes = new Map(held.map((voucher) => [voucher.lane, voucher] as const))
  return { ...account, lanes, uncashed: uncashedOf(lanes, account.chain?.paid ?? new Map<Lane, Amount>()) }
}

export const recordChain = (account: PayerAccount, chain: PayerState, now: number): PayerAccount => {
  const uncashed = account.lanes === null ? account.uncashed : uncashedOf(account.lanes, chain.paid)
  return { ...account, chain, chainAt: now, uncashed, uncashedThen: uncashed, restsUntil: 0 }
}

/** Nothing that would be lost by forgetting it. What was forgiven takes only trust, of which there is none. */
export const isBlank = ({ sales, credit, clean, ahead }: PayerAccount): boolean =>
  sales.length === 0 && credit === START_CREDIT && clean === 0 && ahead === 0n
