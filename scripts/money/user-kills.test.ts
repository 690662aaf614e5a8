import { expect, it } from 'vitest'
import { runUserKills } from './user-kills.ts'

it('a buyer and a seller killed while they trade lose nothing, pay nothing twice, and settle to the base unit', async () => {
  const { kills, vouchers, settled, earned, wrong } = await runUserKills(5, 3, () => undefined)
  expect(wrong).toEqual([])
  expect({ kills, settled }).toEqual({ kills: 5, settled: 1 })
  expect(vouchers).toBeGreaterThan(5)
  expect(earned).toBeGreaterThan(0n)
}, 300_000)
