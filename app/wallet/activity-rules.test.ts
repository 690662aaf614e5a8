import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amount } from '../money/amount.ts'
import type { Address } from '../tron/address.ts'
import type { ActivityEntry, ActivityFilter } from './activity.ts'
import { csvOf, hiddenWhy, pageOf } from './activity-rules.ts'
import type { AssetKey } from './chain-state.ts'

const account = 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC' as Address
const other = 'TDvSsdrNM5eeXNL3czpa6AxLDHZA9nwe9K' as Address
const entry = (changed: Partial<ActivityEntry> = {}): ActivityEntry => ({
  id: 'ab'.repeat(32),
  txId: 'ab'.repeat(32),
  account,
  direction: 'in',
  asset: 'trx' as AssetKey,
  symbol: 'TRX',
  decimals: 6,
  known: true,
  amount: amount(1_500_000n),
  other,
  otherName: null,
  memo: null,
  call: null,
  state: 'final',
  at: 1_000,
  block: 7,
  fee: null,
  most: null,
  expiresAt: null,
  failure: null,
  refusal: null,
  checkedAt: null,
  hidden: null,
  ...changed,
})
const all: ActivityFilter = { account: null, asset: null, direction: null, state: null, hidden: false, text: '' }

/** The cells of a table, by RFC 4180. */
const parse = (csv: string): string[][] =>
  csv
    .split(/\r\n(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .filter((line) => line !== '')
    .map((line) =>
      line
        .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
        .map((text) => text.replace(/^"([\s\S]*)"$/, '$1').replaceAll('""', '"')),
    )

describe('the activity', () => {
  it('hides what came in without meaning, and says how much', () => {
    const incoming = { direction: 'in', symbol: 'TRX', decimals: 6, known: true } as const
    expect(hiddenWhy({ ...incoming, amount: amount(0n) })).toBe('zero')
    expect(hiddenWhy({ ...incoming, amount: amount(10n ** 12n), known: false })).toBe('unknown-token')
    expect(hiddenWhy({ ...incoming, direction: 'out', amount: amount(1n) })).toBeNull()
    const page = pageOf([entry(), entry({ id: 'x', hidden: 'dust' })], { ...all, skip: 0, limit: 10 }, 3)
    expect(page).toMatchObject({ total: 1, hidden: 1, revision: 3 })
    expect(pageOf([entry({ hidden: 'dust' })], { ...all, hidden: true, skip: 0, limit: 10 }, 3).total).toBe(1)
  })

  it.each([
    ['TRX', 6, 10_000n],
    ['USDT', 6, 10_000n],
    ['BTT', 18, 100n * 10n ** 18n],
    ['BTTOLD', 6, 100_000n],
    ['OTHER', 6, 1_000n],
  ])('takes %s for dust below what anybody pays', (symbol, decimals, least) => {
    const incoming = { direction: 'in', symbol, decimals, known: true } as const
    expect(hiddenWhy({ ...incoming, amount: amount(least - 1n) })).toBe('dust')
    expect(hiddenWhy({ ...incoming, amount: amount(least) })).toBeNull()
  })

  it('hides what others made look like a payment, but never the loss of a token that is known', () => {
    const taken = { direction: 'taken', symbol: 'USDT', decimals: 6, known: true } as const
    expect(hiddenWhy({ ...taken, amount: amount(0n) })).toBe('zero')
    expect(hiddenWhy({ ...taken, amount: amount(10n ** 9n), known: false })).toBe('unknown-token')
    expect(hiddenWhy({ ...taken, amount: amount(1n) })).toBeNull()
  })

  it('is filtered by state, direction and text, the newest first', () => {
    const entries = [
      entry({ id: 'a', at: 1, state: 'pooled', direction: 'out' }),
      entry({ id: 'b', at: 3, otherName: 'Mara' }),
      entry({ id: 'c', at: 2, state: 'not-sent', direction: 'out' }),
      entry({ id: 'd', at: 0, direction: 'taken' }),
    ]
    const ids = (filter: Partial<ActivityFilter>) =>
      pageOf(entries, { ...all, ...filter, skip: 0, limit: 10 }, 0).entries.map(({ id }) => id)
    expect(ids({})).toEqual(['b', 'c', 'a', 'd'])
    expect(ids({ state: 'underway' })).toEqual(['a'])
    expect(ids({ direction: 'out' })).toEqual(['c', 'a', 'd'])
    expect(ids({ direction: 'in' })).toEqual(['b'])
    expect(ids({ text: ' mara ' })).toEqual(['b'])
  })

  it('is saved as a table that any spreadsheet reads, and none runs', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('=', '+', '-', '@', '\t', ''), (text, start) => {
        const memo = start + text.replaceAll('\r', '')
        const [, row] = parse(csvOf([entry({ memo, otherName: memo })], String, 'nile'))
        expect(row).toHaveLength(14)
        expect(row?.[11]?.replaceAll("'", '')).toBe(memo.replaceAll("'", ''))
        expect(/^[=+\-@\t\r\n]/.test(row?.[11] ?? '')).toBe(false)
      }),
    )
    expect(csvOf([entry()], String, 'practice (play money)').split('\r\n')[1]).toBe(
      `1000,in,final,1.5,TRX,${account},${other},,,7,${'ab'.repeat(32)},,,practice (play money)`,
    )
  })
})
