import { expect, it } from 'vitest'
import { runOffs } from './wallet-off.ts'

it('spending is off within a second, however many payments, claims and proofs the wallet was asked for before', async () => {
  // Three kinds of floods, each switched off for all and for the torrent.
  const { rounds, late, afterRestart, lastMs, answeredMs } = await runOffs(6)
  expect({ rounds, late, afterRestart }).toEqual({ rounds: 6, late: 0, afterRestart: 0 })
  expect(Math.max(...lastMs)).toBeLessThan(1_000)
  expect(Math.max(...answeredMs)).toBeLessThan(1_000)
}, 120_000)
