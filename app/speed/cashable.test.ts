import { describe, expect, it } from 'vitest'
import { amount } from '../money/amount.ts'
import { cashableOf, type Signers } from './cashable.ts'
import { signWith, testKey, type TestKey } from './testing/keys.ts'
import { vault } from './testing/situations.ts'
import { voucherDigest } from './typed.ts'

const [payer, payee, first, second, third] = [1, 2, 3, 4, 5].map(testKey) as [
  TestKey,
  TestKey,
  TestKey,
  TestKey,
  TestKey,
]

const held = (by: TestKey, lane: bigint) => {
  const voucher = { payer: payer.address, lane, cumulative: amount(7n) }
  const signature = signWith(by, voucherDigest(vault, { ...voucher, payee: payee.address }))
  return { voucher: { ...voucher, signature }, paid: amount(0n) }
}
const all = [payer, first, second, third].map((by, lane) => held(by, BigInt(lane)))
const [own, ofFirst, ofSecond] = all
const until = 1_000n
const found = (signers: Signers, now: number) => cashableOf(vault, payee.address, all, signers, now)

describe('vouchers of a payer who changed its signer', () => {
  const changed: Signers = { signer: second.address, former: { signer: first.address, until } }

  it('are all taken until the former one’s time is over, and that it will be is told', () => {
    expect(found(changed, 999_999)).toEqual({ vouchers: [own, ofFirst, ofSecond], signerEnds: true })
    expect(found(changed, 1_000_000)).toEqual({ vouchers: [own, ofSecond], signerEnds: false })
  })

  it('by the payer itself count for ever, also as its own former signer', () => {
    expect(found({ signer: null, former: { signer: payer.address, until } }, 5_000_000)).toEqual({
      vouchers: [own],
      signerEnds: false,
    })
  })

  it('by a signer that was taken away and named again count as they did', () => {
    const again: Signers = { signer: first.address, former: { signer: second.address, until } }
    expect(found(again, 5_000_000)).toEqual({ vouchers: [own, ofFirst], signerEnds: false })
  })

  it('for another payee are none', () => {
    expect(cashableOf(vault, third.address, all, changed, 0)).toEqual({ vouchers: [], signerEnds: false })
  })
})

it('tries no signature of a payer who never changed its signer: they were checked when they came', () => {
  expect(found({ signer: first.address, former: null }, 0)).toEqual({ vouchers: all, signerEnds: false })
})

it('takes of two on a lane the larger one that the vault knows the signer of', () => {
  const [early, late] = [held(payer, 0n), { ...held(first, 0n) }]
  const larger = { ...late, voucher: { ...late.voucher, cumulative: amount(9n) } }
  const signed = {
    ...larger,
    voucher: {
      ...larger.voucher,
      signature: signWith(first, voucherDigest(vault, { ...larger.voucher, payee: payee.address })),
    },
  }
  const both = [signed, early]
  const of = (signer: TestKey | null) =>
    cashableOf(vault, payee.address, both, { signer: signer?.address ?? null, former: null }, 0).vouchers
  expect(of(first)).toEqual([signed])
  expect(of(second)).toEqual([early])
  expect(of(null)).toEqual([early])
})
