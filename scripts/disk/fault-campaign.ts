// All faults, one after the other, with the data and the seeder they share. Leaves each fault to its case.

import { temporaryFolder } from '../../e2e/peers/process.ts'
import { randomOf } from '../fuzz/random.ts'
import { manyFiles, oneFile, startSeeder } from './arena.ts'
import { runFault, type FaultCase, type Outcome, type Sample } from './fault-run.ts'

const MIB = 2 ** 20
/** Bytes a second. */
const RATE = 6_000_000

export interface FaultPlan {
  readonly cases: readonly FaultCase[]
  readonly seed: number
  readonly size: number
  /** Told after each case. */
  readonly tell: (line: string) => void
}

const rounded = (ms: number | null): string => (ms === null ? '–' : `${Math.round(ms)} ms`)

const lineOf = ({ name, failure, noticedMs, resumedMs }: Outcome): string =>
  `${failure === null ? 'kept' : 'BROKEN'}  ${name}: paused after ${rounded(noticedMs)}, went on after ${rounded(resumedMs)}${failure === null ? '' : `; ${failure}`}`

export const runFaults = async ({ cases, seed, size, tell }: FaultPlan): Promise<readonly Outcome[]> => {
  const random = randomOf(seed)
  await using home = await temporaryFolder('faults')
  await using seeder = await startSeeder(home.path, RATE)
  const data = home.path
  const samples: Readonly<Record<FaultCase['sample'], Sample>> = {
    'one file': { torrent: await oneFile(data, 'one', size, MIB / 2), data },
    'many files': { torrent: await manyFiles(data, 'many', { size, count: 20, pieceLength: MIB / 2 }), data },
  }
  for (const { torrent } of Object.values(samples)) await seeder.share(torrent, data)
  const outcomes: Outcome[] = []
  for (const fault of cases) {
    const outcome = await runFault(fault, samples[fault.sample], seeder, random)
    outcomes.push(outcome)
    tell(lineOf(outcome))
  }
  return outcomes
}
