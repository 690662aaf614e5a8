import { describe, expect, it } from 'vitest'
import { downloadFrom, type Poison } from './testing/poison-swarm.ts'

const MB = 1_000_000

/** Seven honest peers and three poisoners, on a line that all of them together could fill three times over. */
const plan = (poisoners: readonly Poison[]) => ({
  bytes: 12 * MB,
  pieceLength: 131_072,
  honest: 10 - poisoners.length,
  poisoners,
  rate: MB,
  limit: 4 * MB,
})

describe('a swarm of which three in ten send bad data', () => {
  it('costs little: exactly the liars are banned, and the download takes at most half as long again', async () => {
    const clean = await downloadFrom(plan([]))
    expect(clean).toMatchObject({ same: true, banned: [], hashFails: 0 })
    const poisoned = await downloadFrom(plan(['always', 'sometimes', 'once']))
    expect(poisoned.same).toBe(true)
    expect(poisoned.hashFails).toBeGreaterThan(0)
    expect(poisoned.banned.filter((address) => !poisoned.poisoners.includes(address))).toEqual([])
    expect(new Set(poisoned.banned).size).toBe(poisoned.banned.length)
    expect(poisoned.share).toBeLessThan(clean.share * 1.5)
    expect(poisoned.seconds).toBeLessThan(clean.seconds * 1.5)
  }, 60_000)
})
