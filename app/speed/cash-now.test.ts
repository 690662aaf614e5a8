import { describe, expect, it } from 'vitest'
import type { Debtor } from './cash-advice.ts'
import { cashNowOf } from './cash-now.ts'
import { account, btt, elsewhere } from './testing/situations.ts'

const debtor = (some: Partial<Debtor> = {}): Debtor => ({
  payer: elsewhere,
  owes: btt(40),
  free: btt(100),
  locked: btt(0),
  exitAt: 0,
  signerEnds: false,
  ...some,
})

describe('cashing', () => {
  it('can wait while who owes has twice as much, and nobody leaves', () => {
    expect(cashNowOf([])).toBeNull()
    expect(cashNowOf([debtor()])).toBeNull()
  })

  it.each([
    ['exit-asked', { exitAt: 1 }],
    ['signer-changed', { signerEnds: true }],
    ['payer-runs-dry', { free: btt(79) }],
  ] as const)('cannot: %s', (because, some) => {
    const others = debtor({ payer: account })
    expect(cashNowOf([others, debtor(some)])).toEqual({ because, payers: [elsewhere], owes: btt(40) })
  })

  it('is not called for where nothing is left to be paid from', () => {
    expect(cashNowOf([debtor({ exitAt: 1, free: btt(0) })])).toBeNull()
  })
})
