import { describe, expect, it } from 'vitest'
import { runKills } from './kill-campaign.ts'

const SEED = 20_261_120

describe('an engine that is killed while it downloads', () => {
  it('accepts nothing corrupt, and goes on', async () => {
    const told: string[] = []
    const counts = await runKills({ times: 3, seed: SEED, tell: (line) => told.push(line) })
    expect({ ...counts, seed: SEED, told }).toMatchObject({ kills: 3, corrupt: 0 })
    // How soon it is back, and how much a busy machine leaves unsaved, is for the campaign, which has it for itself.
    expect({ ...counts, told }.backMs.length).toBeGreaterThan(0)
  }, 120_000)
})
