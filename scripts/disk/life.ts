// One life of an engine in a campaign that ends lives: started, asked what it claims, set to download, and later ended
// from outside. Leaves how it ends to the campaign. Invariant: what was claimed is compared with what its files hold.

import { join } from 'node:path'
import type { TorrentId } from '../../app/torrent/row.ts'
import { PartialsFolder } from '../../main/engine/session/partials-file.ts'
import type { PartialPiece } from '../../main/engine/storage/store.ts'
import { differences, type TestTorrent } from '../../e2e/peers/torrent.ts'
import { until } from '../../e2e/peers/until.ts'
import type { Seeder } from './arena.ts'
import { claimedBy, pathsOf, pieceSize, wrongAmong } from './claimed-data.ts'
import { EngineRun } from './engine-run.ts'

const BLOCK = 16 * 1024
const WITHIN_MS = 30_000

export interface Target {
  readonly torrent: TestTorrent
  /** Where the data it was made of lies, and where the engine puts it. */
  readonly data: string
  readonly folder: string
  readonly stateFolder: string
  /** For the engine's compiled sources: the app's are compiled when it is built. */
  readonly cache: string
}

export interface Beginning {
  readonly run: EngineRun
  /** It was in the list when the engine started. */
  readonly known: boolean
  readonly claimed: readonly number[]
  /** Claimed, and not what they should be. */
  readonly wrong: readonly number[]
  readonly complete: boolean
  /** Payload bytes the seeder has sent in all lives so far that are not on disk. */
  readonly wasted: number
  /** From the start of the process to the first byte from the seeder; null when nothing was missing. */
  readonly backMs: number | null
}

export const idOf = ({ infoHash }: TestTorrent): TorrentId => infoHash as TorrentId

/** Starts the engine, takes its claims down, and waits until data comes in from the seeder. */
export const beginLife = async (target: Target, seeder: Seeder): Promise<Beginning> => {
  const { torrent, data, folder, stateFolder } = target
  const id = idOf(torrent)
  const sent = await seeder.uploadedInAll(torrent)
  const unfinished = new PartialsFolder(join(stateFolder, 'partials')).load(torrent.infoHash)
  const run = new EngineRun({ stateFolder, env: { NODE_COMPILE_CACHE: target.cache } })
  const begun = await run.begin()
  if (!begun.ok) throw new Error(`the engine did not start: ${JSON.stringify(begun.error)}\n${run.log}`)
  const known = run.row(id) !== undefined
  if (!known) await run.add(torrent.bytes, folder)
  const { row } = await run.until(
    'running',
    id,
    ({ status }) => status !== 'checking' && status !== 'stopped',
    WITHIN_MS,
  )
  if (row.status === 'error') throw new Error(`the torrent failed\n${run.log}`)
  const claimed = await claimedBy(run, id)
  const paths = await pathsOf(run, id, torrent)
  const complete = row.have === row.wanted
  if (!complete) await run.call('torrents.addPeer', { id, address: seeder.address })
  // Pieces that are claimed are not written to any more: they may be read while others come in.
  const wrongs = wrongAmong(claimed, torrent, data, paths)
  const backMs = complete ? null : await untilDataComes(run, torrent, seeder, sent)
  const wasted =
    sent - bytesOf(torrent, claimed) - blockBytes(unfinished.filter(({ piece }) => !claimed.includes(piece)))
  return { run, known, claimed, wrong: await wrongs, complete, wasted, backMs }
}

const untilDataComes = (run: EngineRun, torrent: TestTorrent, seeder: Seeder, sent: number): Promise<number> =>
  until(
    'data to come in',
    async () => ((await seeder.uploaded(torrent)) > sent ? performance.now() - run.startedAt : null),
    { withinMs: WITHIN_MS, everyMs: 10 },
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${JSON.stringify(run.row(idOf(torrent)))}\n${run.log}`, { cause: error })
  })

const blockBytes = (partials: readonly PartialPiece[]): number =>
  partials.reduce((sum, { have }) => sum + have.reduce((blocks, block) => blocks + block, 0) * BLOCK, 0)

export const bytesOf = (torrent: TestTorrent, pieces: readonly number[]): number =>
  pieces.reduce((sum, piece) => sum + pieceSize(torrent, piece), 0)

/** How many of the torrent's files are wrong, now that all is said to be there. It leaves the list, and the engine ends. */
export const checkFinished = async (run: EngineRun, { torrent, data }: Target): Promise<number> => {
  const paths = await pathsOf(run, idOf(torrent), torrent)
  const wrong = await differences(
    data,
    torrent,
    paths.map((path) => path ?? 'nowhere'),
  )
  await run.own('engine.remove', { ids: [idOf(torrent)] })
  await run.end()
  return wrong.length
}

/** Fills the cache of compiled sources: only an orderly end does. */
export const warmUp = async (home: string, cache: string): Promise<void> => {
  await using run = new EngineRun({ stateFolder: join(home, 'warm'), env: { NODE_COMPILE_CACHE: cache } })
  await run.begin()
  await run.end()
}
