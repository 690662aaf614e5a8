import { describe, expect, it } from 'vitest'
import { runKills } from './kill-campaign.ts'

const SEED = 20_261_120

describe('an engine that is killed while it downloads', () => {
  it('accepts nothing corrupt and has no more than a piece sent again', async () => {
    const lines: string[] = []
    const counts = await runKills({ times: 3, seed: SEED, tell: (line) => lines.push(line) })
    const told = `seed ${SEED}\n${lines.join('\n')}`
    expect(counts.corrupt, told).toBe(0)
    expect(counts.kills, told).toBe(3)
    expect(Math.max(...counts.piecesAgain), told).toBeLessThanOrEqual(1)
    // How soon it is back depends on the machine: the campaign, which has it for itself, has the bar.
    expect(counts.backMs.length, told).toBeGreaterThan(0)
  }, 120_000)
})
