import { expect, it } from 'vitest'
import { runWalletKills } from './wallet-kills.ts'

it('a wallet killed amid payments has every answered voucher on disk, and nothing twice', async () => {
  const { kills, answered, received, wrong } = await runWalletKills(6, 7, () => undefined)
  expect(wrong).toEqual([])
  expect(kills).toBe(6)
  expect(answered).toBeGreaterThan(20)
  expect(received).toBeGreaterThan(0)
}, 180_000)
