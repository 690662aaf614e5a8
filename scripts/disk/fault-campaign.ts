// All faults, a few at a time, since most of each is waiting: each lane has its own data and its own seeder, which
// counts what it sent. Leaves each fault to its case.

import { stack, temporaryFolder, type Stack } from '../../e2e/peers/process.ts'
import { randomOf } from '../fuzz/random.ts'
import { manyFiles, oneFile, startSeeder, type Seeder } from './arena.ts'
import { runFault, type FaultCase, type Outcome, type Sample } from './fault-run.ts'

const MIB = 2 ** 20
/** Bytes a second. */
const RATE = 6_000_000

export interface FaultPlan {
  readonly cases: readonly FaultCase[]
  readonly seed: number
  readonly size: number
  /** Faults at a time. */
  readonly lanes: number
  /** ms for which a disk refuses after it was noticed, at least and at most. */
  readonly refusedMs: readonly [number, number]
  /** Told after each case. */
  readonly tell: (line: string) => void
}

const rounded = (ms: number | null): string => (ms === null ? '–' : `${Math.round(ms)} ms`)

const lineOf = ({ name, failure, noticedMs, resumedMs }: Outcome): string =>
  `${failure === null ? 'kept' : 'BROKEN'}  ${name}: paused after ${rounded(noticedMs)}, went on after ${rounded(resumedMs)}${failure === null ? '' : `; ${failure}`}`

interface Lane {
  readonly seeder: Seeder
  readonly samples: Readonly<Record<FaultCase['sample'], Sample>>
}

const openLane = async (held: Stack, size: number): Promise<Lane> => {
  const home = held.use(await temporaryFolder('faults'))
  const data = home.path
  const seeder = held.use(await startSeeder(data, RATE))
  const samples = {
    'one file': { torrent: await oneFile(data, 'one', size, MIB / 2), data },
    'many files': { torrent: await manyFiles(data, 'many', { size, count: 20, pieceLength: MIB / 2 }), data },
  }
  for (const { torrent } of Object.values(samples)) await seeder.share(torrent, data)
  return { seeder, samples }
}

/** In the order of the cases. */
export const runFaults = async ({
  cases,
  seed,
  size,
  lanes,
  refusedMs,
  tell,
}: FaultPlan): Promise<readonly Outcome[]> => {
  await using held = stack()
  const outcomes: Outcome[] = []
  const queue = cases.entries()
  const [least, most] = refusedMs
  const work = async (): Promise<void> => {
    const { seeder, samples } = await openLane(held, size)
    for (const [at, fault] of queue) {
      // The same wait for the same seed, whichever lane it comes to.
      const holdMs = least + randomOf(seed + at).below(most - least)
      const outcome = await runFault(fault, samples[fault.sample], seeder, holdMs)
      outcomes[at] = outcome
      tell(lineOf(outcome))
    }
  }
  await Promise.all(Array.from({ length: Math.min(lanes, cases.length) }, work))
  return outcomes
}
