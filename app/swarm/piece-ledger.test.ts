import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PieceLedger } from './piece-ledger.ts'

describe('the ledger of pieces', () => {
  it('has every accepted byte in exactly one account', () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant('block' as const), peer: fc.nat(4), piece: fc.nat(3), bytes: fc.nat(16_384) }),
      fc.record({ kind: fc.constantFrom('verified' as const, 'bad' as const), piece: fc.nat(3) }),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 200 }), (events) => {
        const ledger = new PieceLedger<number>()
        const sums = { accepted: 0, verified: 0, bad: 0 }
        for (const one of events) {
          if (one.kind === 'block') {
            ledger.accepted(one.peer, one.piece, one.bytes)
            sums.accepted += one.bytes
          } else for (const { bytes } of ledger.settle(one.piece)) sums[one.kind] += bytes
        }
        let open = 0
        for (let piece = 0; piece < 4; piece++) for (const { bytes } of ledger.settle(piece)) open += bytes
        expect(sums.verified + sums.bad + open).toBe(sums.accepted)
      }),
    )
  })

  it('tells who supplied how much of a piece, once', () => {
    const ledger = new PieceLedger<string>()
    ledger.accepted('a', 1, 10)
    ledger.accepted('b', 1, 5)
    ledger.accepted('a', 1, 10)
    ledger.accepted('a', 2, 99)
    expect(ledger.settle(1)).toEqual([
      { peer: 'a', bytes: 20 },
      { peer: 'b', bytes: 5 },
    ])
    expect(ledger.settle(1)).toEqual([])
  })

  it('forgets pieces that are not wanted any more', () => {
    const ledger = new PieceLedger<string>()
    ledger.accepted('a', 1, 10)
    ledger.accepted('a', 2, 10)
    ledger.keep((piece) => piece === 2)
    expect(ledger.settle(1)).toEqual([])
    expect(ledger.settle(2)).toHaveLength(1)
  })
})
