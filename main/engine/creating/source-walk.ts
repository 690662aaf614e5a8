// What is on disk where a torrent is to be made: the files in it, what is left out and why, what may not be read.
// Reads no file. Invariants: no link is followed, nothing is opened that could block, and the order of what comes out
// depends on names alone.

import { access, constants, lstat, readdir } from 'node:fs/promises'
import type { Dirent, Stats } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { comparePaths, isHidden, type LeftOut, type SourceFile } from '../../../app/creating/source-files.ts'
import type { CreateFault } from '../../../app/creating/create-fault.ts'
import type { SourcePaths } from '../../../app/ipc/engine-contract.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import { eachOf } from '../storage/each-of.ts'

const MOST_FILES = 100_000
const LOOKS_AT_ONCE = 8

export interface FoundFile extends SourceFile {
  readonly onDisk: string
}

export interface Source {
  /** The torrent's own: the folder, or the file. */
  readonly root: string
  readonly single: boolean
  readonly files: readonly FoundFile[]
  readonly leftOut: readonly LeftOut[]
  readonly unreadable: readonly string[]
}

interface Walk {
  readonly root: string
  readonly hidden: boolean
  readonly files: FoundFile[]
  readonly leftOut: LeftOut[]
  readonly unreadable: string[]
}

/** Where the torrent's root is, and which names in it count; null: all of them. */
const rootOf = (paths: SourcePaths): Result<{ root: string; chosen: readonly string[] | null }, CreateFault> => {
  const [first, ...more] = paths
  if (first === undefined) return fail('nothing')
  if (more.length === 0) return ok({ root: first, chosen: null })
  const root = dirname(first)
  if (more.some((path) => dirname(path) !== root)) return fail('apart')
  return ok({ root, chosen: [...new Set(paths.map((path) => basename(path)))] })
}

const kindOf = (entry: Dirent<string | Buffer> | Stats): 'file' | 'folder' | 'link' | 'special' => {
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isDirectory()) return 'folder'
  return entry.isFile() ? 'file' : 'special'
}

/** Null: not UTF-8, so no torrent can name it. */
const textOf = (name: Buffer): string | null => {
  const text = name.toString('utf8')
  return Buffer.from(text, 'utf8').equals(name) ? text : null
}

const pathOf = (walk: Walk, path: readonly string[]): string => join(walk.root, ...path)

const takeFile = async (walk: Walk, path: readonly string[]): Promise<void> => {
  const onDisk = pathOf(walk, path)
  const { size } = await lstat(onDisk)
  try {
    await access(onDisk, constants.R_OK)
  } catch {
    walk.unreadable.push(path.join('/'))
    return
  }
  walk.files.push({ path, onDisk, length: size })
}

/** Looks at what has this name; a folder is answered, for its turn comes later. */
const look = async (
  walk: Walk,
  path: readonly string[],
  kind: 'file' | 'folder' | 'link' | 'special',
): Promise<readonly string[] | null> => {
  const shown = path.join('/')
  if (kind === 'folder') return path
  if (kind === 'file') await takeFile(walk, path).catch(() => void walk.unreadable.push(shown))
  else walk.leftOut.push({ path: shown, why: kind })
  return null
}

const entriesOf = async (walk: Walk, folder: readonly string[]): Promise<readonly Dirent<Buffer>[]> => {
  try {
    return await readdir(pathOf(walk, folder), { withFileTypes: true, encoding: 'buffer' })
  } catch {
    walk.unreadable.push(folder.length === 0 ? basename(walk.root) : folder.join('/'))
    return []
  }
}

/** All folders from these on down. False: there are more files than a torrent may have. */
const walkFolders = async (walk: Walk, first: readonly (readonly string[])[]): Promise<boolean> => {
  const waiting = [...first]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const within = folder
    await eachOf(await entriesOf(walk, within), LOOKS_AT_ONCE, async (entry) => {
      const name = textOf(entry.name)
      const path = [...within, name ?? entry.name.toString('utf8')]
      const why = name === null ? 'not-unicode' : !walk.hidden && isHidden(name) ? 'hidden' : null
      if (why !== null) return void walk.leftOut.push({ path: path.join('/'), why })
      const next = await look(walk, path, kindOf(entry))
      if (next !== null) waiting.push(next)
    })
    if (walk.files.length > MOST_FILES) return false
  }
  return true
}

const walkChosen = async (walk: Walk, chosen: readonly string[]): Promise<boolean> => {
  const folders: (readonly string[])[] = []
  await eachOf(chosen, LOOKS_AT_ONCE, async (name) => {
    const next = await look(walk, [name], kindOf(await lstat(pathOf(walk, [name]))))
    if (next !== null) folders.push(next)
  })
  return walkFolders(walk, folders)
}

/** `hidden`: with hidden files and what systems leave in folders. What was chosen itself is never too hidden. */
export const walkSource = async (paths: SourcePaths, hidden: boolean): Promise<Result<Source, CreateFault>> => {
  const place = rootOf(paths)
  if (!place.ok) return place
  const { root, chosen } = place.value
  const found = await lstat(root).catch(() => null)
  if (found === null) return fail('gone')
  const walk: Walk = { root, hidden, files: [], leftOut: [], unreadable: [] }
  const single = found.isFile()
  if (single) {
    await takeFile(walk, []).catch(() => void walk.unreadable.push(basename(root)))
  } else {
    if (!found.isDirectory()) return fail('nothing')
    const whole = await (chosen === null ? walkFolders(walk, [[]]) : walkChosen(walk, chosen)).catch(() => null)
    if (whole === null) return fail('gone')
    if (!whole) return fail('too-many-files')
  }
  const files = walk.files.toSorted((a, b) => comparePaths(a.path, b.path))
  const leftOut = walk.leftOut.toSorted((a, b) => comparePaths([a.path], [b.path]))
  return ok({ root, single, files, leftOut, unreadable: walk.unreadable.toSorted() })
}
