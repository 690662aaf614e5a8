// Makes torrents of the user's files: looks, hashes, writes the .torrent's bytes, and, if asked, puts it into the list
// with the data where it lies. Leaves which paths may be read and where the .torrent is saved to main. Invariant: what
// it answers our own strict parser has read back.

import {
  findsNobody,
  type CreateOptions,
  type CreationProgress,
  type NewTorrent,
  type SourceSurvey,
} from '../../../app/creating/creation.ts'
import type { CreateFault } from '../../../app/creating/create-fault.ts'
import { buildInfo, buildNewTorrent, estimateSize, type Around } from '../../../app/creating/new-torrent.ts'
import { autoPieceLength, pieceCount } from '../../../app/creating/piece-length.ts'
import type { EngineCommands, SourcePaths } from '../../../app/ipc/engine-contract.ts'
import type { AppError } from '../../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import { formatMagnet } from '../../../app/torrent/magnet.ts'
import type { Metainfo } from '../../../app/torrent/metainfo.ts'
import { trackerUrl, webUrl } from '../../../app/torrent/metainfo-urls.ts'
import type { MetainfoParser } from '../metainfo/metainfo-parser.ts'
import type { FileStamps } from '../session/session.ts'
import type { Hasher, Looker } from '../storage/hasher.ts'
import { syncAll } from './file-marks.ts'
import { hashSource } from './hashing.ts'
import { FEW, renamedIn, sizeOf, surveyOf } from './source-survey.ts'
import { walkSource, type Source } from './source-walk.ts'

/** As much as we, and others, read as a .torrent. */
const LARGEST = 10_000_000

/** A torrent whose data is whole on disk, and synced. */
export interface Adopted {
  readonly metainfo: Metainfo
  readonly root: string
  readonly stamps: FileStamps
}

export interface CreationDeps {
  readonly hasher: Hasher
  readonly looker: Looker
  readonly parser: Pick<MetainfoParser, 'torrentFile'>
  readonly version: string
  progress(at: CreationProgress): void
  adopt(adopted: Adopted): Promise<Result<'added' | 'known', AppError>>
}

const failed = (fault: CreateFault, names: readonly string[] = []): Result<never, AppError> =>
  fail({ code: 'create-failed', fault, names })

/** BEP 19: with folders, the torrent's own lies below. */
const webSeedOf = (single: boolean) => (url: string) => (single || url.endsWith('/') ? url : `${url}/`)

/** URLs in one spelling, or the first that is none. */
const around = (options: CreateOptions, single: boolean, version: string): Result<Around, AppError> => {
  if (findsNobody(options)) return fail({ code: 'private-without-tracker' })
  const tiers = options.trackers.map((tier) => tier.map((url) => ({ url, clean: trackerUrl(url) })))
  const wrong = tiers.flat().find(({ clean }) => clean === null)
  if (wrong) return fail({ code: 'tracker-invalid', url: wrong.url })
  const badSeed = options.webSeeds.find((url) => webUrl(url) === null)
  if (badSeed !== undefined) return fail({ code: 'web-seed-invalid', url: badSeed })
  const seen = new Set<string>()
  const fresh = (url: string): boolean => !seen.has(url) && Boolean(seen.add(url))
  const trackers = tiers.map((tier) => tier.flatMap(({ clean }) => (clean !== null && fresh(clean) ? clean : [])))
  return ok({
    trackers: trackers.filter((tier) => tier.length > 0),
    webSeeds: [...new Set(options.webSeeds.flatMap((url) => webUrl(url) ?? []))].map(webSeedOf(single)),
    comment: options.comment.trim() || null,
    createdBy: `Swiftseed/${version}`,
    createdAt: options.dated ? Date.now() : null,
  })
}

/** Of the files as they were hashed. */
const stampsOf = ({ files }: Source): FileStamps =>
  new Map(files.map(({ mark: { size, mtimeMs } }, index) => [index, { size, mtimeMs }]))

export class Creations {
  readonly #deps: CreationDeps
  readonly #running = new Map<number, AbortController>()

  constructor(deps: CreationDeps) {
    this.#deps = deps
  }

  async survey(paths: SourcePaths, hidden: boolean): Promise<Result<SourceSurvey, AppError>> {
    const source = await walkSource(paths, hidden, this.#deps.looker)
    return source.ok ? ok(surveyOf(source.value)) : failed(source.error)
  }

  async create(options: EngineCommands['engine.create']['input']): Promise<Result<NewTorrent, AppError>> {
    if (this.#running.has(options.ref)) return fail({ code: 'invalid-argument', field: 'ref' })
    const abort = new AbortController()
    this.#running.set(options.ref, abort)
    try {
      return await this.#create(options, abort.signal)
    } catch (error) {
      if (abort.signal.aborted) return fail({ code: 'cancelled' })
      throw error
    } finally {
      this.#running.delete(options.ref)
    }
  }

  cancel(ref: number): void {
    this.#running.get(ref)?.abort()
  }

  close(): void {
    for (const abort of this.#running.values()) abort.abort()
  }

  async #create(
    options: EngineCommands['engine.create']['input'],
    signal: AbortSignal,
  ): Promise<Result<NewTorrent, AppError>> {
    const walked = await walkSource(options.paths, options.hidden, this.#deps.looker)
    if (!walked.ok) return failed(walked.error)
    const source = walked.value
    const { unreadable, files } = source
    const shell = around(options, source.single, this.#deps.version)
    if (!shell.ok) return shell
    if (unreadable.length > 0) return failed('unreadable', unreadable.slice(0, FEW))
    const size = sizeOf(files)
    if (size === 0) return failed('nothing')
    const pieceLength = options.pieceLength ?? autoPieceLength(size)
    const pieces = pieceCount(size, pieceLength)
    if (estimateSize(files, pieces, JSON.stringify(shell.value).length) > LARGEST) return failed('too-large')
    signal.throwIfAborted()
    const progress = (at: Omit<CreationProgress, 'ref'>): void => this.#deps.progress({ ref: options.ref, ...at })
    const { hasher, looker } = this.#deps
    const hashing = { hasher, looker, signal, progress, now: () => performance.now() }
    const hashed = await hashSource(source, pieceLength, hashing)
    if (!hashed.ok) return failed(hashed.error.fault, hashed.error.names)
    const { name, isPrivate } = options
    const word = options.source.trim() || null
    const about = { name, single: source.single, isPrivate, source: word }
    const rawInfo = buildInfo({ ...about, files, pieceLength, hashes: hashed.value })
    const bytes = buildNewTorrent(rawInfo, shell.value)
    const parsed = await this.#deps.parser.torrentFile(bytes)
    if (!parsed.ok) return failed(parsed.error === 'too-large' ? 'too-large' : 'names')
    signal.throwIfAborted()
    const seeding = options.seed ? await this.#seed(parsed.value, source) : null
    return ok({ ...described(parsed.value), bytes, seeding })
  }

  async #seed(metainfo: Metainfo, source: Source): Promise<NewTorrent['seeding']> {
    if (renamedIn(source) > 0) return { code: 'create-failed', fault: 'names', names: [] }
    await syncAll(source.files.map(({ onDisk }) => onDisk))
    const added = await this.#deps.adopt({ metainfo, root: source.root, stamps: stampsOf(source) })
    return added.ok ? added.value : added.error
  }
}

const described = ({
  id,
  name,
  length,
  pieceLength,
  pieceCount: count,
  trackers,
  webSeeds,
}: Metainfo): Omit<NewTorrent, 'bytes' | 'seeding'> => ({
  id,
  name,
  size: length,
  pieceLength,
  pieceCount: count,
  magnet: formatMagnet({ id, name, trackers: trackers.flat(), webSeeds }),
})
