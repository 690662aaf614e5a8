import { describe, expect, it } from 'vitest'
import { mayMount } from './mounts.ts'
import { runCuts } from './powerloss-campaign.ts'

const SEED = 20_261_120

describe('an engine whose power is cut while it downloads', () => {
  it('claims nothing that does not hash, and all that was synced, and loses no torrent', async ({ skip }) => {
    if (!mayMount) skip('a file system of its own takes root on Linux')
    const told: string[] = []
    const counts = await runCuts({ times: 2, seed: SEED, tell: (line) => told.push(line) })
    expect({ ...counts, seed: SEED, told }).toMatchObject({ cuts: 2, corrupt: 0, torrentsLost: 0, forgotten: 0 })
    expect(counts.promised).toBeGreaterThan(0)
  }, 120_000)
})
