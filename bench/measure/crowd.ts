// Sessions of many or huge complete torrents, written as the engine itself would have left them: real metadata with its
// hashes, files on disk (sparse: they are all zeros), the journal's word that all is there.

import { createHash } from 'node:crypto'
import { mkdir, open, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TorrentId } from '../../app/torrent/row.ts'
import { openSession } from '../../main/engine/session/session-db.ts'
import { begun, type FileStamp, type Session, type StoredTorrent } from '../../main/engine/session/session.ts'
import { bencode, dictionary } from '../../e2e/peers/bencode.ts'

const MIB = 1_048_576

export interface Plan {
  readonly name: string
  readonly pieceLength: number
  /** Files of the same length each, by their paths below the torrent's root. */
  readonly paths: readonly (readonly string[])[]
  readonly fileLength: number
}

interface Place {
  readonly stateFolder: string
  readonly folder: string
  readonly announce: string | null
}

/** A season of something: what torrents in great numbers usually are. */
export const season = (index: number): Plan => ({
  name: `Torrent ${String(index).padStart(5, '0')}`,
  pieceLength: MIB,
  paths: Array.from({ length: 8 }, (_, part) => [`Part ${part + 1}.bin`]),
  fileLength: 100 * MIB,
})

export const manyPieces: Plan = {
  name: 'A hundred thousand pieces',
  pieceLength: 16_384,
  paths: [['all.bin']],
  fileLength: 100_000 * 16_384,
}

export const manyFiles: Plan = {
  name: 'Thirty-seven thousand files',
  pieceLength: 262_144,
  paths: Array.from({ length: 37_000 }, (_, file) => [`folder ${file % 370}`, `file ${file}.txt`]),
  fileLength: 4_096,
}

const lengthOf = ({ paths, fileLength }: Plan): number => paths.length * fileLength

const hashesOf = (plan: Plan): Buffer => {
  const length = lengthOf(plan)
  const pieces = Math.ceil(length / plan.pieceLength)
  const zeros = (size: number): Buffer => createHash('sha1').update(Buffer.alloc(size)).digest()
  const whole = zeros(plan.pieceLength)
  const last = zeros(length - (pieces - 1) * plan.pieceLength)
  return Buffer.concat(Array.from({ length: pieces }, (_, piece) => (piece === pieces - 1 ? last : whole)))
}

const infoOf = (plan: Plan): Buffer => {
  const { name, paths, fileLength, pieceLength } = plan
  const files = paths.map((path) => dictionary({ length: fileLength, path }))
  return bencode(dictionary({ name, 'piece length': pieceLength, pieces: hashesOf(plan), files }))
}

const writeFiles = async (root: string, { paths, fileLength }: Plan): Promise<ReadonlyMap<number, FileStamp>> => {
  const stamps = new Map<number, FileStamp>()
  for (const folder of new Set(paths.map((path) => dirname(join(root, ...path))))) {
    await mkdir(folder, { recursive: true })
  }
  for (const [file, path] of paths.entries()) {
    const handle = await open(join(root, ...path), 'w')
    await handle.truncate(fileLength)
    await handle.close()
    const { size, mtimeMs } = await stat(join(root, ...path))
    stamps.set(file, { size, mtimeMs })
  }
  return stamps
}

const storedOf = (plan: Plan, rank: number, { folder, announce }: Place): StoredTorrent => {
  const info = infoOf(plan)
  const since = 1_750_000_000_000 + rank
  return {
    ...begun,
    id: createHash('sha1').update(info).digest('hex') as TorrentId,
    name: plan.name,
    info,
    isPrivate: false,
    folder,
    root: join(folder, plan.name),
    wantsToRun: true,
    trackers: announce === null ? [] : [[announce]],
    webSeeds: [],
    priorities: null,
    addedAt: since,
    doneAt: since,
    downloaded: lengthOf(plan),
    uploaded: 0,
    activeSeconds: 0,
    comment: null,
    createdBy: null,
    createdAt: null,
    rank,
  }
}

const write = async (session: Session, plan: Plan, rank: number, place: Place): Promise<void> => {
  const { id, root, ...rest } = storedOf(plan, rank, place)
  session.put({ id, root, ...rest })
  const stamps = await writeFiles(root, plan)
  const count = Math.ceil(lengthOf(plan) / plan.pieceLength)
  const bits = new Uint8Array(Math.ceil(count / 8)).fill(0xff)
  if (count % 8 !== 0) bits[bits.length - 1] = (0xff00 >> (count % 8)) & 0xff
  session.journal.opened(id)
  session.journal.rootMade(id)
  session.journal.ours(id, new Map(plan.paths.map((path, file) => [file, path.at(-1) ?? ''])))
  session.journal.replace(id, bits, { count, stamps, aside: [] })
  session.journal.closed(id)
}

/** Writes the session into `stateFolder`, the files into `folder`. */
export const writeCrowd = async (plans: Iterable<Plan>, place: Place): Promise<void> => {
  await mkdir(place.stateFolder, { recursive: true })
  const session = openSession(place.stateFolder)
  let rank = 0
  for (const plan of plans) await write(session, plan, ++rank, place)
  session.close()
}

export const seasons = (count: number): Plan[] => Array.from({ length: count }, (_, index) => season(index))
