// Cuts the power under a downloading engine over and over: its data and its own state lie on an ext4 whose device
// forgets, at a random moment, all that was not synced, as a real one does. Leaves judging the counts to its caller.

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stack, temporaryFolder } from '../../e2e/peers/process.ts'
import { randomOf, type Random } from '../fuzz/random.ts'
import { manyFiles, memoryFolder, oneFile, startSeeder, type Seeder } from './arena.ts'
import { beginLife, checkFinished, warmUp, type Target } from './life.ts'
import { LoopDisk } from './mounts.ts'

/** Bytes a second. */
const RATE = 12_000_000
const MIB = 2 ** 20
const SIZE = 40 * MIB
const DISK = 160 * MIB
const PIECE_LENGTHS = [MIB / 4, MIB, 4 * MIB]
const LONGEST_MS = 3_500

export interface CutPlan {
  readonly times: number
  readonly seed: number
  /** Told after each cut. */
  readonly tell: (line: string) => void
}

export interface CutCounts {
  readonly cuts: number
  readonly downloads: number
  /** Pieces claimed after a cut that do not hash, or files that are wrong in the end. */
  readonly corrupt: number
  /** Torrents that had been added, and were not in the list after a cut. */
  readonly torrentsLost: number
  /** Pieces that were claimed after the cuts, all of which were hashed. */
  readonly claimed: number
  /** Of each cut, the seconds of downloading it cost. */
  readonly secondsAgain: readonly number[]
}

type Tally = { -readonly [Name in keyof CutCounts]: CutCounts[Name] } & { readonly secondsAgain: number[] }

interface Campaign {
  readonly plan: CutPlan
  readonly random: Random
  readonly tally: Tally
  readonly seeder: Seeder
}

const newTarget = async (home: string, disk: string, index: number): Promise<Target> => {
  const pieceLength = PIECE_LENGTHS[index % PIECE_LENGTHS.length] ?? MIB
  const data = join(home, 'data')
  const torrent =
    index % 2 === 0
      ? await manyFiles(data, `noise ${index}`, { size: SIZE, count: 9, pieceLength })
      : await oneFile(data, `noise ${index}`, SIZE + index, pieceLength)
  return {
    torrent,
    data,
    folder: join(disk, 'downloads'),
    stateFolder: join(disk, 'state'),
    cache: join(home, 'cache'),
  }
}

/** Downloads until it is complete, or the power was cut often enough. */
const downloadCut = async (target: Target, disk: LoopDisk, campaign: Campaign): Promise<void> => {
  const { plan, random, seeder, tally } = campaign
  for (let wastedBefore: number | null = null; ;) {
    const { run, claimed, wrong, complete, known, wasted } = await beginLife(target, seeder)
    await using _run = run
    tally.corrupt += wrong.length
    tally.claimed += claimed.length
    if (wastedBefore !== null) {
      if (!known) tally.torrentsLost++
      tally.secondsAgain.push((wasted - wastedBefore) / RATE)
      plan.tell(
        `cut ${tally.cuts}: ${claimed.length} claimed, ${wrong.length} wrong, ${tally.secondsAgain.at(-1)?.toFixed(2)} s again`,
      )
    }
    wastedBefore = wasted
    if (complete) {
      tally.corrupt += await checkFinished(run, target)
      tally.downloads++
      return
    }
    if (tally.cuts >= plan.times) return
    await sleep(random.below(LONGEST_MS))
    await disk.cutPower()
    await run.kill()
    await disk.unplug()
    await disk.plugIn()
    tally.cuts++
  }
}

export const runCuts = async (plan: CutPlan): Promise<CutCounts> => {
  const random = randomOf(plan.seed)
  await using home = await temporaryFolder('power')
  await using seeder = await startSeeder(home.path, RATE)
  await warmUp(home.path, join(home.path, 'cache'))
  const tally: Tally = { cuts: 0, downloads: 0, corrupt: 0, torrentsLost: 0, claimed: 0, secondsAgain: [] }
  for (let index = 0; tally.cuts < plan.times; index++) {
    await using held = stack()
    const image = held.use(await temporaryFolder('power', await memoryFolder(home.path)))
    const [path, device] = [join(home.path, 'disk'), join(image.path, 'device')]
    // The second lets names and sizes reach the disk before the bytes they promise.
    const disk = held.use(await LoopDisk.make(path, device, DISK, index % 2 === 0 ? 'ordered' : 'writeback'))
    const target = await newTarget(home.path, path, index)
    await mkdir(target.folder)
    await seeder.share(target.torrent, target.data)
    await downloadCut(target, disk, { plan, random, tally, seeder })
    await seeder.forget(target.torrent)
    await rm(join(home.path, 'data'), { recursive: true, force: true })
  }
  return tally
}
