// What is on disk where a torrent is to be made: the files in it, what is left out and why, what may not be read.
// Reads no file. Invariants: no link is followed, nothing is opened that could block, and the order of what comes out
// depends on names alone.

import { lstat, readdir } from 'node:fs/promises'
import type { Dirent, Stats } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { comparePaths, isHidden, type LeftOut, type SourceFile } from '../../../app/creating/source-files.ts'
import type { CreateFault } from '../../../app/creating/create-fault.ts'
import type { SourcePaths } from '../../../app/ipc/engine-contract.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import { eachOf } from '../storage/each-of.ts'
import type { Looker } from '../storage/hasher.ts'
import { markAt, type Mark } from './file-marks.ts'

const MOST_FILES = 100_000
const LOOKS_AT_ONCE = 8

export interface FoundFile extends SourceFile {
  readonly onDisk: string
  /** What it was when it was found. */
  readonly mark: Mark
}

interface Place {
  readonly path: readonly string[]
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
  /** Files, not looked at. */
  readonly places: Place[]
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
  if (!text.includes('\ufffd')) return text
  return Buffer.from(text, 'utf8').equals(name) ? text : null
}

const pathOf = (walk: Walk, path: readonly string[]): string => join(walk.root, ...path)

/** What `join` would say, of tens of thousands of names in the time of one. */
const nameIn = (folder: string): ((name: string) => string) => {
  const start = folder.endsWith(sep) ? folder : folder + sep
  return (name) => start + name
}

/** Looks at all files that were come by. */
const takeFiles = async (walk: Walk, looker: Looker): Promise<void> => {
  const looks = await looker.look(walk.places.map(({ onDisk }) => onDisk))
  for (const [index, { path, onDisk }] of walk.places.entries()) {
    const mark = markAt(looks, index)
    if (mark) walk.files.push({ path, onDisk, length: mark.size, mark })
    else walk.unreadable.push(path.length === 0 ? basename(walk.root) : path.join('/'))
  }
}

/** Takes down what has this name; a folder is answered, for its turn comes later. */
const take = (
  walk: Walk,
  { path, onDisk }: Place,
  kind: 'file' | 'folder' | 'link' | 'special',
): readonly string[] | null => {
  if (kind === 'folder') return path
  if (kind === 'file') walk.places.push({ path, onDisk })
  else walk.leftOut.push({ path: path.join('/'), why: kind })
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
    const onDisk = nameIn(pathOf(walk, folder))
    for (const entry of await entriesOf(walk, folder)) {
      const name = textOf(entry.name)
      const path = [...folder, name ?? entry.name.toString('utf8')]
      const why = name === null ? 'not-unicode' : !walk.hidden && isHidden(name) ? 'hidden' : null
      const next = why === null ? take(walk, { path, onDisk: onDisk(name ?? '') }, kindOf(entry)) : null
      if (why !== null) walk.leftOut.push({ path: path.join('/'), why })
      if (next !== null) waiting.push(next)
    }
    if (walk.places.length > MOST_FILES) return false
  }
  return true
}

const walkChosen = async (walk: Walk, chosen: readonly string[]): Promise<boolean> => {
  const folders: (readonly string[])[] = []
  await eachOf(chosen, LOOKS_AT_ONCE, async (name) => {
    const onDisk = pathOf(walk, [name])
    const next = take(walk, { path: [name], onDisk }, kindOf(await lstat(onDisk)))
    if (next !== null) folders.push(next)
  })
  return walkFolders(walk, folders)
}

/** `hidden`: with hidden files and what systems leave in folders. What was chosen itself is never too hidden. */
export const walkSource = async (
  paths: SourcePaths,
  hidden: boolean,
  looker: Looker,
): Promise<Result<Source, CreateFault>> => {
  const place = rootOf(paths)
  if (!place.ok) return place
  const { root, chosen } = place.value
  const found = await lstat(root).catch(() => null)
  if (found === null) return fail('gone')
  const walk: Walk = { root, hidden, places: [], files: [], leftOut: [], unreadable: [] }
  const single = found.isFile()
  if (single) {
    walk.places.push({ path: [], onDisk: root })
  } else {
    if (!found.isDirectory()) return fail('nothing')
    const whole = await (chosen === null ? walkFolders(walk, [[]]) : walkChosen(walk, chosen)).catch(() => null)
    if (whole === null) return fail('gone')
    if (!whole) return fail('too-many-files')
  }
  await takeFiles(walk, looker)
  const files = walk.files.toSorted((a, b) => comparePaths(a.path, b.path))
  const leftOut = walk.leftOut.toSorted((a, b) => comparePaths([a.path], [b.path]))
  return ok({ root, single, files, leftOut, unreadable: walk.unreadable.toSorted() })
}
