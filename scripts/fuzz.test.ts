import { describe, expect, it } from 'vitest'
import { runCampaign } from './fuzz/campaign.ts'

describe('the fuzz campaign', () => {
  it('finds nothing that crashes, hangs or gets past the rules', async () => {
    const outcomes = await runCampaign({ runs: 24_000, seed: 20_261_120 })
    expect(outcomes.flatMap(({ hangs, failures }) => [...hangs, ...failures])).toEqual([])
    expect(outcomes.map(({ target }) => target)).toEqual([
      'bencode',
      'metainfo',
      'magnet',
      'paths',
      'dht',
      'neighbour',
      'router',
      'wire',
      'extended',
      'pex',
      'announce',
      'resume',
    ])
    // enough of both, else it would be no test of either
    for (const { run, taken } of outcomes) {
      expect(taken).toBeGreaterThan(run / 10)
      expect(taken).toBeLessThan(run)
    }
  }, 60_000)

  it.each([
    ['hang', 'hangs'],
    ['throw', 'failures'],
  ] as const)(
    'would notice a %s, and goes on after it',
    async (how, list) => {
      const outcomes = await runCampaign({ runs: 20, seed: 1, planted: { input: 7, how }, only: ['paths'] })
      expect(outcomes.map((outcome) => outcome[list].map(({ input }) => input))).toEqual([[7]])
    },
    60_000,
  )
})
