// Torrents made by the tests themselves from data on disk (BEP 3, v1), so that names and layout are exactly as wanted.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { link, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { bencode, dictionary } from './bencode.ts'
import { awkwardFiles, hashFile, writeTree, type PlannedFile } from './data.ts'

export interface TestTorrent {
  readonly name: string
  /** The .torrent file. */
  readonly bytes: Uint8Array
  readonly infoHash: string
  readonly files: readonly PlannedFile[]
  readonly size: number
  readonly pieceLength: number
  readonly magnet: string
}

export interface TorrentPlan {
  readonly name: string
  /** Of a torrent that is a single file, without a folder of its own, the path is empty. */
  readonly files: readonly PlannedFile[]
  readonly pieceLength: number
  readonly trackers: readonly string[]
  readonly isPrivate?: boolean
  readonly webSeeds?: readonly string[]
}

/** SHA-1 of every piece, read through the files in order. */
const hashPieces = async (root: string, { files, pieceLength }: TorrentPlan): Promise<Buffer> => {
  const hashes: Buffer[] = []
  let hash = createHash('sha1')
  let filled = 0
  for (const { path, length } of files) {
    // A buffer of a megabyte for each of thousands of small files takes longer than reading them.
    const highWaterMark = Math.max(1, Math.min(1 << 20, length))
    for await (const chunk of createReadStream(join(root, ...path), { highWaterMark }) as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length;) {
        const part = chunk.subarray(at, at + pieceLength - filled)
        hash.update(part)
        at += part.length
        filled += part.length
        if (filled < pieceLength) continue
        hashes.push(hash.digest())
        hash = createHash('sha1')
        filled = 0
      }
    }
  }
  if (filled > 0) hashes.push(hash.digest())
  return Buffer.concat(hashes)
}

const layout = (plan: TorrentPlan) => {
  const [only] = plan.files
  if (plan.files.length === 1 && only?.path.length === 0) return { length: only.length }
  return { files: plan.files.map(({ path, length }) => dictionary({ length, path })) }
}

/** Of data that lies in `folder`/`plan.name`. */
export const makeTorrent = async (folder: string, plan: TorrentPlan): Promise<TestTorrent> => {
  const { name, files, pieceLength, trackers, webSeeds, isPrivate } = plan
  const pieces = await hashPieces(join(folder, name), plan)
  const info = bencode(
    dictionary({ ...layout(plan), name, 'piece length': pieceLength, pieces, private: isPrivate ? 1 : undefined }),
  )
  const infoHash = createHash('sha1').update(info).digest('hex')
  const head = bencode(
    dictionary({
      announce: trackers[0],
      'announce-list': trackers.length > 1 ? trackers.map((url) => [url]) : undefined,
      'creation date': 1_750_000_000,
    }),
  )
  const tail = webSeeds === undefined ? '' : bencode('url-list').toString() + bencode(webSeeds).toString()
  const bytes = Buffer.concat([head.subarray(0, -1), Buffer.from('4:info'), info, Buffer.from(`${tail}e`)])
  const query = trackers.map((url) => `&tr=${encodeURIComponent(url)}`).join('')
  const magnet = `magnet:?xt=urn:btih:${infoHash}&dn=${encodeURIComponent(name)}${query}`
  const size = files.reduce((sum, file) => sum + file.length, 0)
  return { name, bytes, infoHash, files, size, pieceLength, magnet }
}

/** Writes the 40 awkwardly named files into `folder` and makes their torrent. */
export const awkwardTorrent = async (
  folder: string,
  {
    name,
    size,
    trackers,
    pieceLength = 262_144,
  }: { name: string; size: number; trackers: string[]; pieceLength?: number },
): Promise<TestTorrent> => {
  const files = awkwardFiles(size)
  await writeTree(join(folder, name), files, name)
  return makeTorrent(folder, { name, files, pieceLength, trackers })
}

/** Writes one file of noise, `folder`/`name`, and makes its torrent. */
export const singleFileTorrent = async (
  folder: string,
  {
    name,
    size,
    trackers,
    pieceLength = 262_144,
  }: { name: string; size: number; trackers: string[]; pieceLength?: number },
): Promise<TestTorrent> => {
  const files = [{ path: [], length: size }]
  await writeTree(join(folder, name), files, name)
  return makeTorrent(folder, { name, files, pieceLength, trackers })
}

/** The torrent's files on disk, in its order, of data that lies in `folder`/`torrent.name`. */
export const filesOn = (folder: string, { name, files }: TestTorrent): string[] =>
  files.map(({ path }) => join(folder, name, ...path))

/**
 * Gives the torrent's data in `folder` a second set of names (hard links): the ones a client has made of them.
 * Both lists are in the torrent's order. Empty files are made new, for some clients write into them.
 */
export const linkAs = async (folder: string, torrent: TestTorrent, targets: readonly string[]): Promise<void> => {
  for (const [index, source] of filesOn(folder, torrent).entries()) {
    const target = targets[index]
    if (target === undefined) throw new Error(`no name for file ${index} of ${torrent.name}`)
    await mkdir(dirname(target), { recursive: true })
    if (torrent.files[index]?.length === 0) await writeFile(target, '')
    else await link(source, target)
  }
}

/** SHA-256 of the torrent's files in `folder`, in its order. */
export const hashesOf = (folder: string, torrent: TestTorrent): Promise<string[]> =>
  Promise.all(filesOn(folder, torrent).map(hashFile))

/**
 * The paths, of those in `targets`, whose content is not what it should be; both lists are in the torrent's order.
 * Some clients make no empty files, so those are not looked at.
 */
export const mismatches = async (
  torrent: TestTorrent,
  expected: readonly string[],
  targets: readonly string[],
): Promise<string[]> => {
  const wrong: string[] = []
  for (const [index, { length }] of torrent.files.entries()) {
    const target = targets[index] ?? `file ${index}, which it does not name`
    if (length === 0) continue
    const got = await hashFile(target).catch((error: unknown) => String(error))
    if (got !== expected[index]) wrong.push(target)
  }
  return wrong
}

/** The same, against the data in `folder`. */
export const differences = async (
  folder: string,
  torrent: TestTorrent,
  targets: readonly string[],
): Promise<string[]> => mismatches(torrent, await hashesOf(folder, torrent), targets)
