import { expect, it } from 'vitest'
import { runUserKills } from './user-kills.ts'

/** Of it come kills of an app amid an order, of both wallets, one as a voucher passes, and of a chain process. */
const SEED = 162

it('a buyer and a seller killed while they trade lose nothing, pay nothing twice, and settle to the base unit', async () => {
  const { kills, kinds, vouchers, settled, earned, wrong } = await runUserKills(4, SEED, () => undefined)
  expect(wrong).toEqual([])
  expect({ kills, settled }).toEqual({ kills: 4, settled: 1 })
  expect(Object.keys(kinds).toSorted()).toEqual(['buyer app', 'buyer chain', 'buyer wallet', 'seller wallet'])
  expect(vouchers).toBeGreaterThan(4)
  expect(earned).toBeGreaterThan(0n)
}, 300_000)
