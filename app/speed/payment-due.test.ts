import { describe, expect, it } from 'vitest'
import type { BidRef } from '../ipc/speed-desk.ts'
import type { Amount } from '../money/amount.ts'
import { newBuyer, type Buyer } from './buyer.ts'
import { newLot, type Lot } from './lots.ts'
import { newPayeeAccount } from './payee-account.ts'
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
  const payment = nextPayment(buyer, newPayeeAccount, LEFT, { facts, session: 1, now: ms })
  return payment && payment.bytes / MIB
}

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
    // 16 MiB in 160 ms is 100 MB/s: 20 ms of it three times are 6 MiB, and 4 MiB are to spare.
    expect(due(16, 32, 160, 20)).toBeNull()
    expect(due(21.5, 32, 215, 20)).toBeNull()
    expect(due(22.5, 32, 225, 20)).toBe(22.5)
    // Payments that take long, or of which nothing is known, are made as early as of any credit.
    expect(due(16, 32, 160, 80)).toBe(16)
    expect(due(16, 32, 160, null)).toBe(16)
    expect(due(28, 32, 28_000 / 100, 0)).toBe(28)
  })

  it('as early as ever where little is lent', () => {
    expect(due(2, 4, 60, 1)).toBe(2)
  })
})
