import { describe, it } from 'vitest'
import { runFaults } from './fault-campaign.ts'
import { faultCases } from './fault-cases.ts'
import { hasStrace } from './injection.ts'
import { mayMount } from './mounts.ts'
import { runTamperings } from './tampering-run.ts'
import { tamperings } from './tamperings.ts'

const SEED = 20_261_120
/** One of each kind: a disk that is full, a call that fails, a disk that goes away with what it had not synced. */
const SHORT = ['a small disk that is full', 'EDQUOT from pwrite64', 'a disk whose cable is pulled and plugged in again']

describe('an engine whose disk refuses while it downloads', { concurrent: true }, () => {
  it.for(SHORT)(
    'pauses, says why, goes on by itself and loses nothing: %s',
    { timeout: 120_000 },
    async (name, { skip, expect }) => {
      if (!mayMount) skip('a file system of its own takes root on Linux')
      if (!hasStrace()) skip('strace is missing')
      const told: string[] = []
      const cases = faultCases.filter((fault) => fault.name === name)
      const outcomes = await runFaults({
        cases,
        seed: SEED,
        size: 8_000_000,
        lanes: 1,
        refusedMs: [1_000, 3_000],
        tell: (line) => told.push(line),
      })
      expect({ outcomes, seed: SEED }).toMatchObject({ outcomes: [{ name, resumedMs: expect.any(Number) }] })
      // The second within which it pauses is for the campaign, which has the machine for itself.
      expect(outcomes.filter(({ failure }) => failure !== null && !failure.startsWith('paused after'))).toEqual([])
    },
  )
})

/** One on the torrent's files, one on our own. */
const TAMPERED = [
  'a file that is cut short while it is seeded',
  'a full disk under Swiftseed’s own data when it starts',
]

describe('an engine whose files others have their hands on', () => {
  it.for(TAMPERED)('has the torrent whole in the end: %s', { timeout: 120_000 }, async (name, { expect, skip }) => {
    if (!mayMount) skip('a file system of its own takes root on Linux')
    const cases = tamperings.filter((tampering) => tampering.name === name)
    const outcomes = await runTamperings({ cases, size: 16_000_000, tell: () => undefined })
    expect(outcomes).toEqual([{ name, failure: null }])
  })
})
