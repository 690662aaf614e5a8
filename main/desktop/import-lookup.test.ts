import { describe, expect, it } from 'vitest'
import { amount } from '../../app/money/amount.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { parseAddress } from '../../app/tron/address.ts'
import { TRX, type NetworkId } from '../../app/tron/networks.ts'
import { assetKey, type AccountState } from '../../app/wallet/chain-state.ts'
import type { Found } from '../../app/wallet/found.ts'
import { ManualClock, settle } from '../supervisor/testing/manual-clock.ts'
import { ImportLookup } from './import-lookup.ts'

const parsed = parseAddress('TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH')
if (!parsed.ok) throw new Error('not an address')
const own = parsed.value

const account: AccountState = {
  address: own,
  activated: true,
  permission: { is: 'alone' },
  balances: [{ key: assetKey(TRX), asset: TRX, amount: amount(12n), spendable: amount(12n) }],
  resources: null,
  readAt: 1,
}
type Read = Result<readonly AccountState[], AppError>
const notReady: Read = fail({ code: 'chain', fault: 'not-ready' })

const desk = (network: NetworkId | null, answers: readonly Read[]) => {
  const clock = new ManualClock()
  const told: Found[] = []
  const state = { network, asked: 0 }
  const lookup = new ImportLookup({
    clock,
    network: () => state.network,
    inspect: async () => answers[Math.min(state.asked++, answers.length - 1)] ?? notReady,
    tell: (found) => told.push(found),
  })
  return { clock, told, state, lookup }
}

describe('what an import would bring', () => {
  it('is told as soon as the network is ready, to the base unit', async () => {
    const { clock, told, lookup } = desk('practice', [notReady, notReady, ok([account])])
    lookup.follow([own])
    await clock.advance(10_000)
    expect(told.at(-1)).toEqual({
      network: 'practice',
      accounts: [
        {
          address: own,
          activated: true,
          permission: { is: 'alone' },
          balances: [{ symbol: 'TRX', decimals: 6, legacy: false, amount: 12n }],
        },
      ],
    })
    expect(told.slice(0, -1).every(({ accounts }) => accounts === null)).toBe(true)
  })

  it('is asked of nobody while no network is chosen', async () => {
    const { clock, told, state, lookup } = desk(null, [ok([account])])
    lookup.follow([own])
    await clock.advance(10_000)
    expect(state.asked).toBe(0)
    expect(told[0]).toEqual({ network: null, accounts: null })
    state.network = 'nile'
    lookup.again()
    await clock.advance(0)
    expect(told.at(-1)?.accounts).toHaveLength(1)
  })

  it('is nobody’s business any more once the window has gone', async () => {
    const { clock, told, state, lookup } = desk('nile', [notReady])
    lookup.follow([own])
    await settle()
    lookup.follow([])
    expect(lookup.underway).toBe(false)
    const before = [state.asked, told.length]
    await clock.advance(60_000)
    expect([state.asked, told.length]).toEqual(before)
    expect(clock.pending).toBe(0)
  })
})
