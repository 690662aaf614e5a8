import { describe, expect, it } from 'vitest'
import type { BidRef } from '../ipc/speed-desk.ts'
import type { Amount } from '../money/amount.ts'
import { heardAck, newBuyer, passTime, type Buyer } from './buyer.ts'
import { newLot, type Lot } from './lots.ts'
import { newPayeeAccount, recordAhead, type PayeeAccount } from './payee-account.ts'
import { nextPayment } from './payment-due.ts'
import type { Price } from './terms.ts'

const MIB = 1_048_576
const PRICE = (10n ** 18n) as Price
const LEFT = (10n ** 24n) as Amount
const facts = { pieceLength: MIB } as Parameters<typeof nextPayment>[3]['facts']

const lotOf = (verified: number): Lot => ({ ...newLot(1, PRICE, 0, 600), ref: 'r' as BidRef, verified })

/** Bytes that would be paid for so long after the last payment, in MiB; null: it is not time. */
const due = (verified: number, credit: number, ms: number, answerMs: number | null = null): number | null => {
  const lot = lotOf(verified * MIB)
  const buyer: Buyer = { ...newBuyer, lots: [lot], credit: credit * MIB, answerMs, lastAskedAt: 0, lastByteAt: ms }
  const payment = nextPayment(buyer, newPayeeAccount, LEFT, { facts, session: 1, aheadOfOthers: 0, now: ms })
  return payment && payment.bytes / MIB
}

describe('before it is verified', () => {
  const PIECE = 4
  /** A quarter of a piece is verified, three quarters have come: in MiB, what would be paid for. */
  const payable = (payee: PayeeAccount, aheadOfOthers = 0): number | null => {
    const lot = { ...lotOf(PIECE * MIB), open: new Map([[1, 3 * MIB]]) }
    const buyer: Buyer = { ...newBuyer, lots: [lot], credit: PIECE * MIB, lastByteAt: 60 }
    const whole = { pieceLength: PIECE * MIB } as typeof facts
    const payment = nextPayment(buyer, payee, LEFT, { facts: whole, session: 1, aheadOfOthers, now: 60 })
    return payment && payment.bytes / MIB - PIECE
  }

  it('is paid for within one piece, over all connections with the seller and all that was lost to it', () => {
    expect(payable(newPayeeAccount)).toBe(3)
    expect(payable(recordAhead(newPayeeAccount, 2, 2 * MIB))).toBe(2)
    expect(payable(recordAhead(newPayeeAccount, 2, PIECE * MIB))).toBe(0)
    // What is ahead on this connection is counted by its own bids.
    expect(payable(recordAhead(newPayeeAccount, 1, PIECE * MIB))).toBe(3)
    expect(payable({ ...newPayeeAccount, lost: 2 * MIB })).toBe(2)
    expect(payable({ ...recordAhead(newPayeeAccount, 2, MIB), lost: 2 * MIB })).toBe(1)
    const arrear = { ...lotOf(0), bid: 9, paid: 3 * MIB, counting: false, session: 2 }
    expect(payable({ ...newPayeeAccount, arrears: [arrear] })).toBe(1)
    expect(payable(newPayeeAccount, 2 * MIB)).toBe(2)
  })
})

describe('a payment is due', () => {
  it('when half of the credit is used, unless the last one was a moment ago', () => {
    expect(due(0.5, 1, 60)).toBe(0.5)
    expect(due(0.5, 1, 59)).toBeNull()
    expect(due(0.25, 1, 200)).toBeNull()
  })

  it('after a second when an eighth of it is, after two whatever it is', () => {
    expect(due(4, 32, 1_000)).toBe(4)
    expect(due(3.75, 32, 1_000)).toBeNull()
    expect(due(4, 32, 999)).toBeNull()
    expect(due(0.25, 32, 2_000)).toBe(0.25)
  })

  it('later than at half of a large credit, by how fast payments arrive and bytes come', () => {
    // 16 MiB in 160 ms is 100 MB/s: 20 ms of it twice are 4 MiB, and 4 MiB are to spare.
    expect(due(16, 32, 160, 20)).toBeNull()
    expect(due(23.5, 32, 235, 20)).toBeNull()
    expect(due(24.5, 32, 245, 20)).toBe(24.5)
    // Payments that take long, or of which nothing is known, are made as early as of any credit.
    expect(due(16, 32, 160, 80)).toBe(16)
    expect(due(16, 32, 160, null)).toBe(16)
    expect(due(28, 32, 28_000 / 100, 0)).toBe(28)
  })

  it('sooner after one that took long, and a few payments later no more', () => {
    const took = (answerMs: number | null, ms: number): number => {
      const message = {
        t: 'voucher',
        lane: 1n,
        cumulative: 1n as Amount,
        signature: new Uint8Array(),
        bid: 1,
        bytes: 1,
      }
      const payee = {
        ...newPayeeAccount,
        unacked: { message: message as never, at: 0, tries: 1 },
        promised: 1n as Amount,
      }
      const ack = { t: 'ack', cumulative: 1n as Amount, bytes: 1 } as const
      const { buyer } = heardAck({ ...newBuyer, answerMs }, payee, ack, { now: ms })
      return buyer.answerMs ?? 0
    }
    expect(took(null, 30)).toBe(30)
    expect(took(30, 500)).toBe(500)
    const later = Array.from({ length: 8 }).reduce<number>((before) => took(before, 30), 500)
    expect(later).toBeGreaterThan(30)
    expect(later).toBeLessThan(60)
    expect(took(later, 100)).toBe(100)
  })

  it('as early as ever where little is lent', () => {
    expect(due(2, 4, 60, 1)).toBe(2)
  })
})

it('a voucher that nobody acknowledges is sent three times in all, the same bytes', () => {
  const message = { t: 'voucher', lane: 1n, cumulative: 7n as Amount, signature: new Uint8Array(65), bid: 1, bytes: 1 }
  let payee: PayeeAccount = { ...newPayeeAccount, unacked: { message: message as never, at: 0, tries: 1 } }
  const sent: unknown[] = []
  for (let now = 1_000; now <= 60_000; now += 1_000) {
    const turn = passTime(newBuyer, payee, now)
    payee = turn.payee
    for (const effect of turn.effects) sent.push([now, 'message' in effect && effect.message])
  }
  expect(sent).toEqual([
    [5_000, message],
    [10_000, message],
  ])
})
