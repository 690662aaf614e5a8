import { describe, expect, it } from 'vitest'
import { runCampaign, sharedOut } from './fuzz/campaign.ts'

describe('the fuzz campaign', () => {
  it('finds nothing that crashes, gets past the rules or holds up the event loop', async () => {
    const outcomes = await runCampaign({ runs: 24_000, seed: 20_261_120 })
    expect(outcomes.flatMap(({ late, failures }) => [...late, ...failures])).toEqual([])
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
      'money',
      'offer',
      'peer',
      'datagram',
      'dhtNode',
      'httpTracker',
      'udpTracker',
      'webSeed',
      'routerTalk',
    ])
    // enough of both, else it would be no test of either
    for (const { run, taken } of outcomes) {
      expect(taken).toBeGreaterThan(run / 10)
      expect(taken).toBeLessThan(run)
    }
  }, 120_000)

  it.each([
    ['hang', 'late'],
    ['dawdle', 'late'],
    ['throw', 'failures'],
  ] as const)(
    'would notice a %s, and goes on after it',
    async (how, list) => {
      const outcomes = await runCampaign({ runs: 20, seed: 1, planted: { input: 7, how }, only: ['paths'] })
      expect(outcomes.map((outcome) => outcome[list].map(({ input }) => input))).toEqual([[7]])
      expect(outcomes.map(({ run }) => run)).toEqual([20])
    },
    60_000,
  )

  it('runs as many inputs as it was asked to, more of those that cost less', () => {
    const shares = sharedOut(1_000, ['paths', 'webSeed', 'pex'])
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(1_000)
    expect(shares[0]).toBeGreaterThan(10 * (shares[1] ?? 0))
  })
})
