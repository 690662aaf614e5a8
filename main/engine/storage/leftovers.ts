// What removing a torrent's data would take. Only files in the journal that we created or wrote to, as they are named
// now, inside the torrent's own root, and of the complete ones those that nobody changed since; and the folders
// between, should they be empty then. Removes nothing itself.

import { dirname, join } from 'node:path'
import type { FileInfo } from './disk.ts'
import { eachOf } from './each-of.ts'
import type { Parts, Shared } from './store-parts.ts'
import { partsOf } from './store-parts.ts'
import type { OnDisk, StoreSpec } from './store.ts'
import { isChanged, realFiles } from './survey.ts'

const LOOKS_AT_ONCE = 8

/** The save folder is never among the folders. */
export async function leftoversOf(spec: StoreSpec, shared: Shared): Promise<OnDisk> {
  const parts = lookOnly(spec, shared)
  const found: string[] = []
  let bytes = 0
  for (const file of shared.journal.state(spec.id).ours.keys()) {
    const info = file < spec.files.length ? await parts.files.find(file) : null
    if (info === null || isTheirs(parts, file, info)) continue
    found.push(parts.files.pathOf(file))
    bytes += Math.min(info.size, info.allocated)
  }
  return { files: found, bytes, folders: spec.single ? [] : foldersOf(spec) }
}

/** How many of the torrent's files are there that are not among them; `all`: or are. */
export async function othersOf(spec: StoreSpec, shared: Shared, all: boolean): Promise<number> {
  const parts = lookOnly(spec, shared)
  const ours = [...shared.journal.state(spec.id).ours.keys()].filter((file) => file < spec.files.length)
  let count = 0
  await eachOf(new Set([...realFiles({ spec }), ...ours]), LOOKS_AT_ONCE, async (file) => {
    const info = await parts.files.find(file)
    if (info !== null && (all || !parts.files.isOurs(file) || isTheirs(parts, file, info))) count++
  })
  return count
}

const lookOnly = (spec: StoreSpec, shared: Shared): Parts =>
  partsOf(spec, shared, shared.journal.state(spec.id), {
    wants: () => false,
    onGone: () => undefined,
    onBad: () => undefined,
  })

/** A complete file that is not as we left it: what is in it now is the user's, under our file's name. */
const isTheirs = ({ files, spec, stamps }: Parts, file: number, info: FileInfo): boolean =>
  files.isFinal(file) && (info.size !== spec.files[file]?.length || isChanged(info, stamps.get(file), true))

/** Deepest first; the root is the last. */
function foldersOf(spec: StoreSpec): string[] {
  const folders = new Set<string>()
  for (const { path } of spec.files.filter(({ pad }) => !pad)) {
    for (let folder = dirname(join(...path)); folder !== '.'; folder = dirname(folder)) folders.add(folder)
  }
  const depth = (folder: string): number => folder.split(/[/\\]/).length
  const inside = [...folders].toSorted((a, b) => depth(b) - depth(a))
  return [...inside.map((folder) => join(spec.root, folder)), spec.root]
}
