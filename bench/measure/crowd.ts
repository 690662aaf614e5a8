// A session of many complete torrents, written as the engine itself would have left it: real metadata with its hashes,
// files on disk (sparse: they are all zeros), the journal's word that all is there.

import { createHash } from 'node:crypto'
import { mkdir, open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { TorrentId } from '../../app/torrent/row.ts'
import { openSession } from '../../main/engine/session/session-db.ts'
import { begun, type FileStamp, type Session } from '../../main/engine/session/session.ts'
import { bencode, dictionary } from '../../e2e/peers/bencode.ts'

const PIECE_LENGTH = 1_048_576
/** A season of something: what torrents in such numbers usually are. */
const FILES = 8
const FILE_LENGTH = 100 * PIECE_LENGTH
const PIECES = (FILES * FILE_LENGTH) / PIECE_LENGTH
const ZERO_HASH = createHash('sha1').update(Buffer.alloc(PIECE_LENGTH)).digest()
const HASHES = Buffer.concat(Array.from({ length: PIECES }, () => ZERO_HASH))

const nameOf = (index: number): string => `Torrent ${String(index).padStart(5, '0')}`
const fileName = (index: number): string => `Part ${index + 1}.bin`

const infoOf = (index: number): Buffer =>
  bencode(
    dictionary({
      name: nameOf(index),
      'piece length': PIECE_LENGTH,
      pieces: HASHES,
      files: Array.from({ length: FILES }, (_, file) => dictionary({ length: FILE_LENGTH, path: [fileName(file)] })),
    }),
  )

const writeFiles = async (root: string): Promise<ReadonlyMap<number, FileStamp>> => {
  await mkdir(root, { recursive: true })
  const stamps = new Map<number, FileStamp>()
  for (let file = 0; file < FILES; file += 1) {
    const path = join(root, fileName(file))
    const handle = await open(path, 'w')
    await handle.truncate(FILE_LENGTH)
    await handle.close()
    const { size, mtimeMs } = await stat(path)
    stamps.set(file, { size, mtimeMs })
  }
  return stamps
}

const record = (session: Session, index: number, folder: string, announce: string | null): TorrentId => {
  const info = infoOf(index)
  const id = createHash('sha1').update(info).digest('hex') as TorrentId
  session.put({
    id,
    name: nameOf(index),
    info,
    folder,
    root: join(folder, nameOf(index)),
    wantsToRun: true,
    trackers: announce === null ? [] : [[announce]],
    webSeeds: [],
    priorities: null,
    addedAt: 1_750_000_000_000 + index,
    doneAt: 1_750_000_000_000 + index,
    downloaded: FILES * FILE_LENGTH,
    uploaded: 0,
    activeSeconds: 0,
    comment: null,
    createdBy: null,
    createdAt: null,
    rank: index,
    ...begun,
  })
  return id
}

/** Writes a session of `count` torrents into `stateFolder`, their files into `folder`. */
export const writeCrowd = async (
  stateFolder: string,
  folder: string,
  { count, announce }: { count: number; announce: string | null },
): Promise<void> => {
  await mkdir(stateFolder, { recursive: true })
  const session = openSession(stateFolder)
  const names = new Map(Array.from({ length: FILES }, (_, file) => [file, fileName(file)]))
  for (let index = 0; index < count; index += 1) {
    const id = record(session, index, folder, announce)
    const stamps = await writeFiles(join(folder, nameOf(index)))
    session.journal.opened(id)
    session.journal.rootMade(id)
    session.journal.ours(id, names)
    session.journal.replace(id, new Uint8Array(PIECES / 8).fill(0xff), { count: PIECES, stamps, aside: [] })
    session.journal.closed(id)
  }
  session.close()
}
