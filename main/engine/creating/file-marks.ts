// What tells that a file is still the one it was: looked at before its bytes are hashed and again after.

import type { FileHandle } from 'node:fs/promises'
import { constants, open } from 'node:fs/promises'
import { eachOf } from '../storage/each-of.ts'
import { LOOK_FIELDS, type Looker } from '../storage/hasher.ts'
import type { FileStamp } from '../session/session.ts'

const SYNCS_AT_ONCE = 8

interface Mark extends FileStamp {
  readonly inode: number
  readonly ctimeMs: number
}

/** By index. Null: it is not there, or no plain file any more. */
export type Marks = readonly (Mark | null)[]

const markAt = (looks: Float64Array, index: number): Mark | null => {
  const [state = 0, size = 0, mtimeMs = 0, ctimeMs = 0, inode = 0] = looks.subarray(index * LOOK_FIELDS)
  return state === 0 ? null : { size, mtimeMs, ctimeMs, inode }
}

export const marksOf = async (paths: readonly string[], looker: Looker): Promise<Marks> => {
  const looks = await looker.look(paths)
  return paths.map((_, index) => markAt(looks, index))
}

/** Indexes of the files that are not what they were. */
export const changedBetween = (before: Marks, after: Marks): number[] =>
  before.flatMap((mark, index) => {
    const now = after[index]
    const same =
      mark !== null &&
      now != null &&
      mark.size === now.size &&
      mark.mtimeMs === now.mtimeMs &&
      mark.ctimeMs === now.ctimeMs &&
      mark.inode === now.inode
    return same ? [] : [index]
  })

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
