import { describe, expect, it } from 'vitest'
import { discard, isSettled, newLot, receive, unverified, verify, type Lot } from './lots.ts'
import type { Price } from './terms.ts'

const lot = (bid: number, counting = true): Lot => ({ ...newLot(bid, 1n as Price, 0, 600), counting })
const verified = (lots: readonly Lot[]): readonly number[] => lots.map((one) => one.verified)

describe('what came of a piece', () => {
  it('counts as far as it was of use: what another peer sent too is owed to one of them alone', () => {
    const lots = receive(receive([lot(1)], 7, 100), 7, 60)
    expect(verified(verify(lots, 7, 90))).toEqual([90])
    expect(verified(verify(lots, 7, 1_000))).toEqual([160])
    expect(verify(lots, 7, 90).map(unverified)).toEqual([0])
  })

  it('counts for the oldest bid it came under first, and once in all', () => {
    const first = receive([lot(1)], 7, 100).map((one) => ({ ...one, counting: false }))
    const both = receive([...first, lot(2)], 7, 100)
    expect(verified(verify(both, 7, 150))).toEqual([100, 50])
    expect(verified(verify(both, 7, 80))).toEqual([80, 0])
    expect(verify(both, 7, 80).map(isSettled)).toEqual([false, false])
    expect(verified(verify(verify(both, 7, 80), 7, 80))).toEqual([80, 0])
  })

  it('is nothing of a piece that failed, nor of one that came under no bid', () => {
    const lots = receive([lot(1)], 7, 100)
    expect(verified(verify(discard(lots, 7), 7, 100))).toEqual([0])
    expect(verified(verify(lots, 8, 100))).toEqual([0])
    expect(receive([lot(1, false)], 7, 100).map(unverified)).toEqual([0])
  })
})
