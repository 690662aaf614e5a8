// Torrents of random files, and their data on disk: for tests of the whole engine.

import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import bencode from '../../../app/bencode/bencode.js'
import type { TorrentId } from '../../../app/torrent/row.ts'

export interface Made {
  readonly torrent: Uint8Array
  readonly id: TorrentId
  readonly rawInfo: Uint8Array
  readonly files: readonly { path: string[]; data: Uint8Array }[]
}

const sha1 = (bytes: Uint8Array): Buffer => createHash('sha1').update(bytes).digest()

/** A torrent named `album` with files of these sizes. */
export const makeTorrent = (
  sizes: Record<string, number>,
  trackers: string[] = [],
  pieceLength = 16_384,
  isPrivate = false,
): Made => {
  const files = Object.entries(sizes).map(([path, size]) => ({ path: path.split('/'), data: randomBytes(size) }))
  const all = Buffer.concat(files.map(({ data }) => data))
  const hashes = Array.from({ length: Math.ceil(all.length / pieceLength) }, (_, n) =>
    sha1(all.subarray(n * pieceLength, (n + 1) * pieceLength)),
  )
  const info = {
    files: files.map(({ path, data }) => ({ length: data.length, path })),
    name: 'album',
    'piece length': pieceLength,
    pieces: Buffer.concat(hashes),
    ...(isPrivate && { private: 1 }),
  }
  const around = trackers.length > 0 ? { 'announce-list': trackers.map((url) => [url]) } : {}
  const rawInfo = bencode.encode(info)
  return {
    torrent: bencode.encode({ ...around, info }),
    rawInfo,
    id: sha1(rawInfo).toString('hex') as TorrentId,
    files,
  }
}

/** Puts the torrent's data where a torrent in `folder` has it. */
export const layTorrent = async (folder: string, { files }: Made): Promise<void> => {
  for (const { path, data } of files) {
    const to = join(folder, 'album', ...path)
    await mkdir(dirname(to), { recursive: true })
    await writeFile(to, data)
  }
}

/** All of the torrent's data is in `folder`. */
export const isWhole = async (folder: string, { files }: Made): Promise<boolean> => {
  for (const { path, data } of files) {
    if (Buffer.compare(await readFile(join(folder, 'album', ...path)), data) !== 0) return false
  }
  return true
}
