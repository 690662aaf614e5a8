// Cuts the power under a downloading engine over and over: its data and its own state lie on an ext4 whose device
// forgets, at a random moment, all that was not synced, as a real one does. Leaves judging the counts to its caller.

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stack, temporaryFolder } from '../../e2e/peers/process.ts'
import { randomOf, type Random } from '../fuzz/random.ts'
import { manyFiles, memoryFolder, oneFile, startSeeder, type Seeder } from './arena.ts'
import { beginLife, bytesOf, checkFinished, idOf, warmUp, type Target } from './life.ts'
import { LoopDisk } from './mounts.ts'

/** Bytes a second. */
const RATE = 12_000_000
const MIB = 2 ** 20
const SIZE = 40 * MIB
const DISK = 160 * MIB
const PIECE_LENGTHS = [MIB / 4, MIB, 4 * MIB]
const LONGEST_MS = 3_500
/** What has been there for so long is synced: a second until it is begun, and what a busy disk takes. */
const SYNCED_MS = 4_000
/** Every so many cuts one comes late enough for that to be put to the test. */
const LATE_EVERY = 4
const LATE_BY_MS = 1_500

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
  /** Bytes that had to be claimed after the cuts, for they had been there long enough; and cuts after which some were not. */
  readonly promised: number
  readonly forgotten: number
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

/** Waits until the next cut is due; answers the bytes that were there long enough before. */
const liveOn = async ({ random, tally }: Campaign, have: () => number): Promise<number> => {
  const isLate = tally.cuts % LATE_EVERY === 0
  const ms = isLate ? SYNCED_MS + LATE_BY_MS : random.below(LONGEST_MS)
  await sleep(Math.max(0, ms - SYNCED_MS))
  const kept = isLate ? have() : 0
  await sleep(Math.min(ms, SYNCED_MS))
  return kept
}

/** Downloads until it is complete, or the power was cut often enough. */
const downloadCut = async (target: Target, disk: LoopDisk, campaign: Campaign): Promise<void> => {
  const { plan, seeder, tally } = campaign
  const id = idOf(target.torrent)
  let promised = 0
  for (let wastedBefore: number | null = null; ;) {
    const { run, claimed, wrong, complete, known, wasted } = await beginLife(target, seeder)
    await using _run = run
    tally.corrupt += wrong.length
    tally.claimed += claimed.length
    const claimedBytes = bytesOf(target.torrent, claimed)
    if (wastedBefore !== null) {
      if (!known) tally.torrentsLost++
      if (claimedBytes < promised) tally.forgotten++
      tally.promised += promised
      tally.secondsAgain.push((wasted - wastedBefore) / RATE)
      plan.tell(
        `cut ${tally.cuts}: ${claimedBytes} of at least ${promised} bytes claimed, ${wrong.length} pieces wrong, ${tally.secondsAgain.at(-1)?.toFixed(2)} s again`,
      )
    }
    wastedBefore = wasted
    if (complete) {
      tally.corrupt += await checkFinished(run, target)
      tally.downloads++
      return
    }
    if (tally.cuts >= plan.times) return
    promised = Math.max(claimedBytes, await liveOn(campaign, () => run.row(id)?.have ?? 0))
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
  const tally: Tally = {
    cuts: 0,
    downloads: 0,
    corrupt: 0,
    torrentsLost: 0,
    claimed: 0,
    promised: 0,
    forgotten: 0,
    secondsAgain: [],
  }
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
