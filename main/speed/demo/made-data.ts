// Data for the practice swarm, as random as a film, and the private torrent of it, hashed as it is written. Leaves
// checking it to the seller's engine, which trusts no file.

import { createCipheriv, createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { buildInfo, buildNewTorrent } from '../../../app/creating/new-torrent.ts'

export interface FilmSpec {
  readonly name: string
  /** A whole number of pieces. */
  readonly size: number
  readonly pieceLength: number
  /** 32 bytes: the same data for the same seed. */
  readonly seed: Uint8Array
}

const NO_COUNT = Buffer.alloc(16)
const nobody = { trackers: [], webSeeds: [], comment: null, createdBy: null, createdAt: null } as const

/** Into that folder, piece by piece; the .torrent. */
export const makeFilm = async (folder: string, { name, size, pieceLength, seed }: FilmSpec): Promise<Uint8Array> => {
  const stream = createCipheriv('aes-256-ctr', seed, NO_COUNT)
  const zeros = Buffer.alloc(pieceLength)
  const hashes: Buffer[] = []
  await using file = await open(join(folder, name), 'wx')
  for (let at = 0; at < size; at += pieceLength) {
    const piece = stream.update(zeros)
    hashes.push(createHash('sha1').update(piece).digest())
    await file.write(piece)
  }
  const files = [{ path: [name], length: size }]
  const info = { name, single: true, files, pieceLength, hashes: Buffer.concat(hashes), isPrivate: true, source: null }
  return buildNewTorrent(buildInfo(info), nobody)
}
