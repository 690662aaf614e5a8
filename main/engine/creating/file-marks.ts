// What tells that a file is still the one it was: looked at when it is found, before its bytes are hashed, and again
// when all are.

import type { FileHandle } from 'node:fs/promises'
import { constants, open } from 'node:fs/promises'
import { eachOf } from '../storage/each-of.ts'
import { LOOK_FIELDS, type Looker } from '../storage/hasher.ts'
import type { FileStamp } from '../session/session.ts'

const SYNCS_AT_ONCE = 8

export interface Mark extends FileStamp {
  readonly inode: number
  readonly ctimeMs: number
}

interface Marked {
  readonly onDisk: string
  readonly mark: Mark
}

/** What a Looker saw of a path, by its index. Null: no plain file is there, or one that may not be read. */
export const markAt = (looks: Float64Array, index: number): Mark | null => {
  const [state = 0, size = 0, mtimeMs = 0, ctimeMs = 0, inode = 0] = fieldsOf(looks, index)
  return state === 2 ? { size, mtimeMs, ctimeMs, inode } : null
}

const fieldsOf = (looks: Float64Array, index: number): Float64Array =>
  looks.subarray(index * LOOK_FIELDS, (index + 1) * LOOK_FIELDS)

interface Difference {
  readonly gone: readonly number[]
  readonly changed: readonly number[]
}

/** Indexes of the files that are gone, and of those that are not what they were. */
export const differenceOf = async (files: readonly Marked[], looker: Looker): Promise<Difference> => {
  const looks = await looker.look(files.map(({ onDisk }) => onDisk))
  const gone: number[] = []
  const changed: number[] = []
  for (const [index, { mark }] of files.entries()) {
    const [state, size, mtimeMs, ctimeMs, inode] = fieldsOf(looks, index)
    const same = size === mark.size && mtimeMs === mark.mtimeMs && ctimeMs === mark.ctimeMs && inode === mark.inode
    if (state === 0) gone.push(index)
    else if (!same) changed.push(index)
  }
  return { gone, changed }
}

/** Their bytes are on disk once it resolves, as far as the system lets us see to it. */
export const syncAll = (paths: readonly string[]): Promise<void> =>
  eachOf(paths, SYNCS_AT_ONCE, async (path) => {
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
    const handle: FileHandle | null = await open(path, flags).catch(() => null)
    // Some systems only sync what is open for writing.
    await handle?.sync().catch(() => undefined)
    await handle?.close()
  })

/** Opens it as hashing did, to say which of several files it was. */
export const isReadable = async (path: string): Promise<boolean> => {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => null)
  await handle?.close()
  return handle !== null
}
