// Takes what removed torrents left on disk to the trash, or deletes it. The engine says which files are ours; this
// is the second look, for the engine could be wrong: nothing outside the torrent's own root is touched, nothing that
// is not a plain file, and never a folder that holds more than the torrent.

import { promises } from 'node:original-fs'
import { dirname, relative, resolve, sep, isAbsolute, join } from 'node:path'
import type { Leftovers } from '../../app/ipc/engine-contract.ts'
import { codeOf } from '../../app/ipc/disk-fault.ts'

/** To Electron's `fs` a file called `.asar` is a folder. */
const { lstat, readdir, realpath, rmdir, unlink } = promises

export interface RemovalOptions {
  readonly how: 'trash' | 'delete'
  /** Folders that must outlive every torrent: the download folder, the home folder, our own. */
  readonly kept: readonly string[]
  /** False when it could not be moved to the trash. */
  readonly trash: (path: string) => Promise<boolean>
}

const isWithin = (path: string, folder: string): boolean => {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

const isNormal = (path: string): boolean => isAbsolute(path) && !path.includes('\0') && resolve(path) === path

const realOrNull = (path: string): Promise<string | null> => realpath(path).catch(() => null)

/** Whether the root is a folder of its own: no link to elsewhere, and no kept folder in it, in name or behind links. */
const isOwnPlace = async (root: string, kept: readonly string[]): Promise<boolean> => {
  const found = await lstat(root).catch(() => null)
  if (!found?.isDirectory()) return false
  const places = [root, (await realOrNull(root)) ?? root]
  const real = await Promise.all(kept.map(realOrNull))
  const holders = [...kept.map((folder) => resolve(folder)), ...real.filter((folder) => folder !== null)]
  return places.every(
    (place) => dirname(place) !== place && holders.every((folder) => folder !== place && !isWithin(folder, place)),
  )
}

/** A torrent of a single file has no folder: its root is the file, or the file's name-to-be beside it. */
const isSingle = ({ root, files }: Leftovers): boolean =>
  files.length === 1 && files.every((file) => dirname(file) === dirname(root))

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )

/** A plain file whose folders, links resolved, are still those of the root. Null: not there any more. */
const isOurs = async (file: string, home: string): Promise<boolean | null> => {
  if (!isNormal(file) || !isWithin(file, home)) return false
  try {
    if (!(await lstat(file)).isFile()) return false
    const [folder, realHome] = await Promise.all([realpath(dirname(file)), realpath(home)])
    return folder === realHome || isWithin(folder, realHome)
  } catch (cause) {
    return codeOf(cause) === 'ENOENT' ? null : false
  }
}

/** Whether everything under the root is on the list. */
const holdsOnly = async (root: string, files: ReadonlySet<string>, folders: ReadonlySet<string>): Promise<boolean> => {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries.every((entry) => {
    const path = join(entry.parentPath, entry.name)
    return entry.isDirectory() ? folders.has(path) : entry.isFile() && files.has(path)
  })
}

/** The whole root at once, so that the trash shows one thing to put back. */
const trashWhole = async ({ root, files, folders }: Leftovers, { trash }: RemovalOptions): Promise<boolean> => {
  try {
    const isFolder = (await lstat(root)).isDirectory()
    return (
      isFolder &&
      folders.includes(root) &&
      (await holdsOnly(root, new Set(files), new Set(folders))) &&
      (await trash(root))
    )
  } catch {
    return false
  }
}

const deleteFile = async (file: string): Promise<boolean> => {
  try {
    await unlink(file)
    return true
  } catch (cause) {
    return codeOf(cause) === 'ENOENT'
  }
}

const removeFile = async (file: string, home: string, { how, trash }: RemovalOptions): Promise<boolean> => {
  const ours = await isOurs(file, home)
  if (ours === null) return true
  return ours && (how === 'trash' ? trash(file) : deleteFile(file))
}

const removeFolders = async ({ root, folders }: Leftovers): Promise<void> => {
  for (const folder of folders) {
    if (!isNormal(folder) || (folder !== root && !isWithin(folder, root))) continue
    // Not empty, not there, not ours to write in: it stays.
    await rmdir(folder).catch(() => undefined)
  }
}

/** How many of the files are still there afterwards. */
export const removeLeftovers = async (left: Leftovers, options: RemovalOptions): Promise<number> => {
  if (left.files.length === 0 && left.folders.length === 0) return 0
  const single = isSingle(left)
  if (!isNormal(left.root)) return left.files.length
  if (!single && !(await isOwnPlace(left.root, options.kept))) return (await exists(left.root)) ? left.files.length : 0
  if (options.how === 'trash' && !single && (await trashWhole(left, options))) return 0
  const home = single ? dirname(left.root) : left.root
  let stayed = 0
  for (const file of left.files) if (!(await removeFile(file, home, options))) stayed++
  if (!single) await removeFolders(left)
  return stayed
}
