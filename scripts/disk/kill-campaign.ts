// Kills a downloading engine over and over and looks at what is left each time. Leaves judging the counts to its
// caller. Invariant: all that chance decides follows from the seed; what the machine decides does not.

import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from '../../e2e/peers/process.ts'
import { randomOf, type Random } from '../fuzz/random.ts'
import { manyFiles, memoryFolder, oneFile, startSeeder, type Seeder } from './arena.ts'
import { beginLife, checkFinished, warmUp, type Target } from './life.ts'

/** Bytes a second: a tenth of a second of them, the time between two savings of blocks, is less than a piece. */
const RATE = 4_000_000
const MIB = 2 ** 20
const SIZE = 24 * MIB
const PIECE_LENGTHS = [MIB, 2 * MIB, 4 * MIB]
const LONGEST_MS = 2_500

export interface KillPlan {
  readonly times: number
  readonly seed: number
  /** Told after each kill. */
  readonly tell: (line: string) => void
}

export interface KillCounts {
  readonly kills: number
  readonly downloads: number
  /** Pieces claimed that did not hold what they should, or whole downloads that did not. */
  readonly corrupt: number
  /** Of each kill, payload the engine had got from the seeder and did not keep, in pieces of that torrent. */
  readonly piecesAgain: readonly number[]
  readonly backMs: readonly number[]
}

interface Campaign {
  readonly plan: KillPlan
  readonly random: Random
  readonly tally: Tally
}

interface Tally {
  kills: number
  downloads: number
  corrupt: number
  readonly piecesAgain: number[]
  readonly backMs: number[]
}

const newTarget = async (home: string, index: number): Promise<Target> => {
  const pieceLength = PIECE_LENGTHS[index % PIECE_LENGTHS.length] ?? MIB
  const data = join(home, 'data')
  const name = `noise ${index}`
  const torrent =
    index % 2 === 0
      ? await oneFile(join(data, 'single'), name, SIZE + index * 1_000, pieceLength)
      : await manyFiles(join(data, 'many'), name, { size: SIZE, count: 9, pieceLength })
  const made = join(data, index % 2 === 0 ? 'single' : 'many')
  return {
    torrent,
    data: made,
    folder: join(home, 'downloads'),
    stateFolder: join(home, 'state'),
    cache: join(home, 'cache'),
  }
}

/** Kills until the torrent is complete, or often enough. */
const downloadKilled = async (target: Target, seeder: Seeder, campaign: Campaign): Promise<void> => {
  const { random, tally, plan } = campaign
  let [wastedBefore, neverRead]: [number | null, number] = [null, 0]
  for (;;) {
    const { run, wrong, complete, backMs, ...begun } = await beginLife(target, seeder)
    const wasted = begun.wasted - neverRead
    await using _run = run
    tally.corrupt += wrong.length
    if (backMs !== null) tally.backMs.push(Math.round(backMs))
    // What a kill cost shows in the life after it.
    if (wastedBefore !== null) {
      const again = (wasted - wastedBefore) / target.torrent.pieceLength
      tally.piecesAgain.push(again)
      plan.tell(`kill ${tally.kills}: ${again.toFixed(2)} pieces again, back in ${backMs?.toFixed(0) ?? '–'} ms`)
    }
    wastedBefore = wasted
    if (complete) {
      tally.corrupt += await checkFinished(run, target)
      tally.downloads++
      return
    }
    if (tally.kills >= plan.times) return
    await sleep(random.below(LONGEST_MS))
    run.freeze()
    // It has never had these: they are not fetched again, but for the first time.
    neverRead += await seeder.onTheWay()
    await run.kill()
    tally.kills++
  }
}

export const runKills = async (plan: KillPlan): Promise<KillCounts> => {
  const random = randomOf(plan.seed)
  // What a kill leaves does not depend on the disk: in memory nobody else's work holds writes up.
  await using home = await temporaryFolder('kills', await memoryFolder(tmpdir()))
  await using seeder = await startSeeder(home.path, RATE)
  await warmUp(home.path, join(home.path, 'cache'))
  const tally: Tally = { kills: 0, downloads: 0, corrupt: 0, piecesAgain: [], backMs: [] }
  for (let index = 0; tally.kills < plan.times; index++) {
    const target = await newTarget(home.path, index)
    await seeder.share(target.torrent, target.data)
    await downloadKilled(target, seeder, { plan, random, tally })
    await seeder.forget(target.torrent)
    await rm(join(home.path, 'downloads'), { recursive: true, force: true })
    await rm(join(home.path, 'data'), { recursive: true, force: true })
  }
  return tally
}
