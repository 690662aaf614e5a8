import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { amount } from '../../../app/money/amount.ts'
import { parseAddress } from '../../../app/tron/address.ts'
import { TRX, MAINNET } from '../../../app/tron/networks.ts'
import { assetKey } from '../../../app/wallet/chain-state.ts'
import { IntentSchema, LONGEST_MEMO } from '../../../app/wallet/intent.ts'
import { amountFault, draftOf, firstAsset, memoFault, type SendTyped } from './send-form.ts'

const parsed = parseAddress('TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH')
if (!parsed.ok) throw new Error('not an address')
const from = parsed.value
const typed: SendTyped = { to: ' TMVQ ', asset: assetKey(TRX), amount: '', all: false, memo: '' }

describe('a send as it is typed', () => {
  it('has no amount until one can be read exactly', () => {
    expect(draftOf(typed, from, 6).amount).toBeNull()
    expect(draftOf({ ...typed, amount: '1.5' }, from, 6).amount).toBe(1_500_000n)
    expect(draftOf({ ...typed, amount: '1.0000001' }, from, 6).amount).toBeNull()
    expect(draftOf({ ...typed, amount: '1,000,000' }, from, 6).amount).toBeNull()
    expect(amountFault({ ...typed, amount: '1.0000001' }, 6)).toBe('digits')
  })

  it('has a note that the wallet would refuse said to be so, whatever is in it', () => {
    const send = { do: 'sendTrx', from, to: from, amount: amount(1n) } as const
    const taken = (memo: string): boolean => v.safeParse(IntentSchema, { ...send, memo }).success
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: LONGEST_MEMO + 5 }), (memo) => {
        expect(memoFault({ memo }) === null).toBe(taken(memo))
      }),
    )
    expect(memoFault({ memo: 'é'.repeat(LONGEST_MEMO / 2 + 1) })).toBe('long')
    // A family: three people and what joins them.
    expect(memoFault({ memo: '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}' })).toBe('hidden')
    expect(memoFault({ memo: 'for the hosting' })).toBeNull()
    expect(memoFault(typed)).toBeNull()
  })

  it('means all of it whatever was typed before', () => {
    expect(draftOf({ ...typed, amount: 'x', all: true }, from, 6).amount).toBe('max')
    expect(amountFault({ ...typed, amount: 'x', all: true }, 6)).toBeNull()
  })

  it('passes the address on as typed, without the space around it', () => {
    expect(draftOf(typed, from, 6).to).toBe('TMVQ')
  })

  it('begins with BTT where there is some, else with TRX', () => {
    const balances = MAINNET.assets.map((asset) => ({
      key: assetKey(asset),
      asset,
      amount: amount(asset.symbol === 'BTT' ? 5n : 9n),
      spendable: null,
    }))
    expect(firstAsset(balances)).toContain('trc20:TAFj')
    expect(firstAsset(balances.map((one) => ({ ...one, amount: amount(0n) })))).toBe('trx')
    expect(firstAsset([])).toBe('trx')
  })
})
