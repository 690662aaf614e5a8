// The .torrent of files we have hashed (BEP 3, 12, 19, 27): keys sorted, nothing in it that was not asked for. Leaves
// reading and hashing to main/engine/creating. What it makes our own strict parser (torrent/metainfo.ts) reads back.

import { encode } from '../bencode/bencode.js'
import { buildTorrentFile } from '../torrent/torrent-file.ts'
import type { SourceFile } from './source-files.ts'

export interface NewInfo {
  readonly name: string
  /** One file and no folder. */
  readonly single: boolean
  /** In the order of their bytes. */
  readonly files: readonly SourceFile[]
  readonly pieceLength: number
  /** SHA-1 of every piece, 20 bytes each. */
  readonly hashes: Uint8Array
  readonly isPrivate: boolean
  readonly source: string | null
}

export interface Around {
  readonly trackers: readonly (readonly string[])[]
  readonly webSeeds: readonly string[]
  readonly comment: string | null
  readonly createdBy: string | null
  /** ms since the epoch. */
  readonly createdAt: number | null
}

/** The info dictionary's bytes: the infohash is their SHA-1. */
export const buildInfo = ({ name, single, files, pieceLength, hashes, isPrivate, source }: NewInfo): Uint8Array =>
  encode({
    ...(single
      ? { length: files[0]?.length ?? 0 }
      : { files: files.map(({ path, length }) => ({ length, path: [...path] })) }),
    name,
    'piece length': pieceLength,
    pieces: hashes,
    private: isPrivate ? 1 : undefined,
    source: source ?? undefined,
  })

export const buildNewTorrent = (rawInfo: Uint8Array, around: Around): Uint8Array<ArrayBuffer> =>
  buildTorrentFile({ rawInfo, ...around })

/** Bytes the .torrent will have at most, before anything is hashed: to refuse what no client would take. */
export const estimateSize = (files: readonly SourceFile[], pieces: number, aroundBytes: number): number => {
  const paths = files.reduce((sum, { path }) => sum + path.reduce((bytes, name) => bytes + name.length * 3 + 6, 48), 0)
  return pieces * 20 + paths + aroundBytes + 4_096
}
