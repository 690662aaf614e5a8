import { describe, expect, it } from 'vitest'
import type { Amount } from '../money/amount.ts'
import { cashAdvice, type Debtor } from './cash-advice.ts'
import { testKey } from './testing/keys.ts'

const BTT = 10n ** 18n
const debtor = (
  over: Partial<Record<'owes' | 'free' | 'locked', bigint>> & { exitAt?: number; key?: number; signerEnds?: boolean },
): Debtor => ({
  payer: testKey(over.key ?? 1).address,
  owes: (over.owes ?? 100n * BTT) as Amount,
  free: (over.free ?? 1_000n * BTT) as Amount,
  locked: (over.locked ?? 0n) as Amount,
  exitAt: over.exitAt ?? 0,
  signerEnds: over.signerEnds ?? false,
})
const fee = 5_000_000n as Amount
/** 5 TRX are 1.5 of some currency; so are 3,000,000 BTT. */
const prices = { btt: '0.0000005', trx: '0.3' }

describe('advice on cashing', () => {
  it('is to do it from twenty times the fee on, and not a base unit sooner', () => {
    const enough = 60_000_000n * BTT
    const rich = { free: 10n ** 30n }
    expect(cashAdvice([debtor({ owes: enough, ...rich })], fee, prices)).toEqual({ is: 'worth-it' })
    expect(cashAdvice([debtor({ owes: enough - 1n, ...rich })], fee, prices)).toEqual({ is: 'wait', because: 'small' })
  })

  it('counts all payers together: they are cashed in one call', () => {
    const half = { owes: 30_000_000n * BTT, free: 10n ** 30n }
    expect(cashAdvice([debtor(half), debtor({ ...half, key: 2 })], fee, prices)).toEqual({ is: 'worth-it' })
  })

  it('is to wait when nobody says what either is worth', () => {
    for (const none of [
      { btt: null, trx: '0.3' },
      { btt: '0.1', trx: null },
      { btt: 'NaN', trx: '0.3' },
      { btt: '0', trx: '1' },
    ])
      expect(cashAdvice([debtor({ owes: 10n ** 27n, free: 10n ** 30n })], fee, none)).toEqual({
        is: 'wait',
        because: 'no-price',
      })
  })

  it('is to do it now when a payer leaves, whatever it is worth, and says who', () => {
    const leaving = debtor({ exitAt: 1_800_000_000, key: 2 })
    expect(cashAdvice([debtor({}), leaving], fee, prices)).toEqual({
      is: 'now',
      because: 'exit-asked',
      payers: [leaving.payer],
    })
    expect(cashAdvice([debtor({ exitAt: 1_800_000_000, owes: 0n })], fee, prices)).toMatchObject({ is: 'wait' })
  })

  it('is to do it now when the key that signed it will not count much longer, unless somebody leaves besides', () => {
    const resigned = debtor({ signerEnds: true, key: 2 })
    expect(cashAdvice([debtor({}), resigned], fee, prices)).toEqual({
      is: 'now',
      because: 'signer-changed',
      payers: [resigned.payer],
    })
    expect(cashAdvice([debtor({ signerEnds: true, owes: 0n })], fee, prices)).toMatchObject({ is: 'wait' })
    const leaving = debtor({ exitAt: 1, key: 3 })
    expect(cashAdvice([resigned, leaving], fee, prices)).toMatchObject({ because: 'exit-asked' })
  })

  it('is to do it now when a payer has less than twice what no lock covers', () => {
    const dry = debtor({ owes: 100n * BTT, free: 200n * BTT - 1n })
    expect(cashAdvice([dry], fee, prices)).toEqual({ is: 'now', because: 'payer-runs-dry', payers: [dry.payer] })
    expect(cashAdvice([debtor({ free: 200n * BTT })], fee, prices)).toMatchObject({ is: 'wait' })
    expect(cashAdvice([debtor({ free: 0n, locked: 100n * BTT })], fee, prices)).toMatchObject({ is: 'wait' })
  })
  it('calls nobody for what a payer cannot be paid from, nor for less than one BTT in all', () => {
    const penniless = debtor({ free: 0n, exitAt: 1 })
    const dust = debtor({ owes: BTT / 2n, free: BTT / 2n, key: 2 })
    const other = debtor({ owes: BTT / 2n, free: BTT / 2n, key: 3 })
    expect(cashAdvice([penniless, dust], fee, prices)).toEqual({ is: 'wait', because: 'small' })
    expect(cashAdvice([penniless, dust, other], fee, prices)).toEqual({
      is: 'now',
      because: 'payer-runs-dry',
      payers: [dust.payer, other.payer],
    })
  })
})
