// One fault in one real download: the disk refuses in the midst of it, is left so for a while, and is cured. Says how
// soon the torrent was paused with its reason, how soon it went on by itself, and whether anything was lost. Leaves
// what refuses and how it is cured to the case.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DiskFault } from '../../app/ipc/errors.ts'
import type { TorrentRow } from '../../app/torrent/row.ts'
import { stack, temporaryFolder, type Stack } from '../../e2e/peers/process.ts'
import { differences, type TestTorrent } from '../../e2e/peers/torrent.ts'
import type { Seeder } from './arena.ts'
import { finalPathsOf } from './claimed-data.ts'
import { EngineRun, type RunOptions } from './engine-run.ts'
import { idOf } from './life.ts'

const FINISH_MS = 60_000
const NOTICE_MS = 15_000
const RESUME_MS = 30_000

export interface Sample {
  readonly torrent: TestTorrent
  /** Where the data it was made of lies. */
  readonly data: string
}

/** What a case finds when it begins. */
export interface Scene {
  readonly home: string
  /** Where the torrent is saved; the case may mount something there first. */
  readonly folder: string
  readonly stateFolder: string
  readonly sample: Sample
  /** Ends what it is given when the case is over. */
  readonly held: Stack
}

/** A refusal that lasts until `cure`. */
export interface Refusal {
  /** When the system first refused, in ms of `performance.now`. */
  since(): number | null
  cure(): Promise<void>
}

export interface FaultCase {
  readonly name: string
  /** What the row is to say; several where systems differ. */
  readonly reasons: readonly DiskFault[]
  readonly sample: 'one file' | 'many files'
  /** Share of the torrent that is there when the disk begins to refuse. */
  readonly at: number
  prepare?(scene: Scene): Promise<Partial<RunOptions>>
  refuse(scene: Scene, run: EngineRun): Promise<Refusal>
  /** The power went: what was not synced is gone, and is fetched again. */
  readonly losesUnsynced?: boolean
}

export interface Outcome {
  readonly name: string
  /** Null: all as promised. */
  readonly failure: string | null
  readonly noticedMs: number | null
  readonly resumedMs: number | null
  /** Pieces' worth of payload the seeder sent more than once. */
  readonly piecesAgain: number | null
}

const isPaused = ({ status, reason }: TorrentRow): boolean => status === 'waiting' && reason?.code === 'disk'
const isWhole = ({ have, wanted, status }: TorrentRow): boolean => have === wanted && status === 'seeding'
const faultOf = ({ reason }: TorrentRow): string => (reason?.code === 'disk' ? reason.fault : 'none')

interface Times {
  noticedMs: number
  resumedMs: number
}

const pauseAndGoOn = async (
  { reasons, refuse }: FaultCase,
  scene: Scene,
  run: EngineRun,
  holdMs: number,
): Promise<Times> => {
  const id = idOf(scene.sample.torrent)
  const refusal = await refuse(scene, run)
  const begun = performance.now()
  const paused = await run.until('paused', id, isPaused, NOTICE_MS)
  const noticedMs = paused.at - (refusal.since() ?? begun)
  await sleep(holdMs)
  const later = run.row(id)
  if (later === undefined || !isPaused(later)) throw new Error(`went on while the disk refused: ${later?.status}`)
  if (!reasons.some((reason) => reason === faultOf(later))) throw new Error(`the reason was ${faultOf(later)}`)
  await refusal.cure()
  const cured = performance.now()
  const resumed = await run.until('going on', id, (row) => !isPaused(row), RESUME_MS)
  return { noticedMs, resumedMs: resumed.at - cured }
}

/** Downloads through the fault; throws what was not as promised. */
const download = async (fault: FaultCase, scene: Scene, seeder: Seeder, holdMs: number): Promise<Times> => {
  const { folder, stateFolder, sample } = scene
  const { torrent, data } = sample
  const id = idOf(torrent)
  const options = (await fault.prepare?.(scene)) ?? {}
  await using run = new EngineRun({ stateFolder, ...options })
  const begun = await run.begin()
  if (!begun.ok) throw new Error(`did not start: ${JSON.stringify(begun.error)}\n${run.log}`)
  await run.add(torrent.bytes, folder)
  await run.call('torrents.addPeer', { id, address: seeder.address })
  await run.until('under way', id, ({ have }) => have >= torrent.size * fault.at, FINISH_MS)
  const times = await pauseAndGoOn(fault, scene, run, holdMs)
  await run.until('complete', id, isWhole, FINISH_MS)
  const wrong = await differences(data, torrent, await finalPathsOf(run, id, torrent))
  if (wrong.length > 0) throw new Error(`wrong in the end: ${wrong.join(', ')}`)
  if (!(await run.end())) throw new Error('did not end in an orderly way')
  return times
}

const PAUSED_WITHIN_MS = 1_000
const GOES_ON_WITHIN_MS = 10_000

const judge = (fault: FaultCase, { noticedMs, resumedMs }: Times, piecesAgain: number): string | null => {
  if (noticedMs > PAUSED_WITHIN_MS) return `paused after ${Math.round(noticedMs)} ms`
  if (resumedMs > GOES_ON_WITHIN_MS) return `went on after ${Math.round(resumedMs)} ms`
  if (piecesAgain > 1 && fault.losesUnsynced !== true) return `${piecesAgain.toFixed(2)} pieces fetched again`
  return null
}

/** `holdMs`: for how long the disk refuses after it was noticed, so that the cure comes anywhere between two tries. */
export const runFault = async (fault: FaultCase, sample: Sample, seeder: Seeder, holdMs: number): Promise<Outcome> => {
  await using held = stack()
  const home = held.use(await temporaryFolder('fault'))
  const scene: Scene = {
    home: home.path,
    folder: join(home.path, 'save'),
    stateFolder: join(home.path, 'state'),
    sample,
    held,
  }
  await mkdir(scene.folder)
  const sentBefore = await seeder.uploadedInAll(sample.torrent)
  try {
    const times = await download(fault, scene, seeder, holdMs)
    const again = (await seeder.uploadedInAll(sample.torrent)) - sentBefore - sample.torrent.size
    const piecesAgain = again / sample.torrent.pieceLength
    return { name: fault.name, failure: judge(fault, times, piecesAgain), ...times, piecesAgain }
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    return { name: fault.name, failure, noticedMs: null, resumedMs: null, piecesAgain: null }
  }
}
