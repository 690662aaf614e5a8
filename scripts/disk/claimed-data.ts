// What an engine claims to have, against what its files hold and should hold. Reads the bytes itself, so that nothing
// the engine believes of them counts.

import { open, type FileHandle } from 'node:fs/promises'
import type { DetailsUpdate } from '../../app/torrent/details.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import { filesOn, type TestTorrent } from '../../e2e/peers/torrent.ts'
import { until } from '../../e2e/peers/until.ts'
import type { EngineRun } from './engine-run.ts'

/** The engine shows one column a piece up to so many. */
const MOST_PIECES = 1_024
const NAMED_MS = 10_000

export const pieceSize = ({ size, pieceLength }: TestTorrent, piece: number): number =>
  Math.min(pieceLength, size - piece * pieceLength)

/** The pieces it says it has. */
export const claimedBy = async (run: EngineRun, id: TorrentId): Promise<number[]> => {
  const told = run.next(
    'details.update',
    ({ id: of, details }: DetailsUpdate) => of === id && details.tab === 'overview',
  )
  await run.call('details.watch', { id, tab: 'overview' })
  const { details } = await told
  await run.call('details.watch', null)
  if (details.tab !== 'overview' || (details.pieceCount ?? 0) > MOST_PIECES) throw new Error('not one column a piece')
  return [...details.have].flatMap((share, piece) => (share === 255 ? [piece] : []))
}

/** Where the engine keeps the torrent's files now; null: it has none yet. */
export const pathsOf = (run: EngineRun, id: TorrentId, { files }: TestTorrent): Promise<(string | null)[]> =>
  Promise.all(files.map((_, file) => run.own('engine.path', { id, file }).catch(() => null)))

/** The same once every file has its final name: what is complete may still be on its way to the disk. */
export const finalPathsOf = (run: EngineRun, id: TorrentId, torrent: TestTorrent): Promise<string[]> =>
  until(
    'files with their final names',
    async () => {
      const paths = (await pathsOf(run, id, torrent)).filter((path) => path !== null)
      return paths.length === torrent.files.length && !paths.some((path) => path.endsWith('.part')) ? paths : null
    },
    { withinMs: NAMED_MS },
  )

/** Reads one torrent's pieces out of its files; what is not there reads as nothing. */
class PieceSource implements AsyncDisposable {
  readonly #torrent: TestTorrent
  readonly #handles: readonly (FileHandle | null)[]

  private constructor(torrent: TestTorrent, handles: readonly (FileHandle | null)[]) {
    this.#torrent = torrent
    this.#handles = handles
  }

  static async open(torrent: TestTorrent, paths: readonly (string | null)[]): Promise<PieceSource> {
    const handles = await Promise.all(paths.map(async (path) => (path === null ? null : open(path).catch(() => null))))
    return new PieceSource(torrent, handles)
  }

  async read(piece: number): Promise<Buffer> {
    const parts: Buffer[] = []
    const start = piece * this.#torrent.pieceLength
    const end = start + pieceSize(this.#torrent, piece)
    let at = 0
    for (const [index, { length }] of this.#torrent.files.entries()) {
      const [from, to] = [Math.max(start, at), Math.min(end, at + length)]
      if (from < to) parts.push(await this.#readPart(index, from - at, to - from))
      at += length
    }
    return Buffer.concat(parts)
  }

  async #readPart(file: number, position: number, length: number): Promise<Buffer> {
    const part = Buffer.alloc(length)
    const result = await this.#handles[file]?.read(part, 0, length, position)
    return part.subarray(0, result?.bytesRead ?? 0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#handles.map(async (handle) => handle?.close()))
  }
}

/** Of the pieces, those that the files do not hold as `data`, the folder the torrent was made of, does. */
export const wrongAmong = async (
  pieces: readonly number[],
  torrent: TestTorrent,
  data: string,
  paths: readonly (string | null)[],
): Promise<number[]> => {
  await using ours = await PieceSource.open(torrent, paths)
  await using right = await PieceSource.open(torrent, filesOn(data, torrent))
  const wrong: number[] = []
  for (const piece of pieces) if (!(await ours.read(piece)).equals(await right.read(piece))) wrong.push(piece)
  return wrong
}
