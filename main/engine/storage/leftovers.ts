// What removing a torrent's data would take. Only files in the journal that we created or wrote to, as they are named
// now, inside the torrent's own root; and the folders between, should they be empty then. Removes nothing itself.

import { dirname, join } from 'node:path'
import { eachOf } from './each-of.ts'
import type { Shared } from './store-parts.ts'
import { partsOf } from './store-parts.ts'
import type { OnDisk, StoreSpec } from './store.ts'
import { realFiles } from './survey.ts'

const LOOKS_AT_ONCE = 8

/** The save folder is never among the folders. */
export async function leftoversOf(spec: StoreSpec, shared: Shared): Promise<OnDisk> {
  const state = shared.journal.state(spec.id)
  const hooks = { wants: () => false, onGone: () => undefined, onBad: () => undefined }
  const { files } = partsOf(spec, shared, state, hooks)
  const found: string[] = []
  let bytes = 0
  for (const file of state.ours.keys()) {
    const info = file < spec.files.length ? await files.find(file) : null
    if (info === null) continue
    found.push(files.pathOf(file))
    bytes += Math.min(info.size, info.allocated)
  }
  return { files: found, bytes, folders: spec.single ? [] : foldersOf(spec) }
}

/** How many of the torrent's files are there that are not among them; `all`: or are. */
export async function othersOf(spec: StoreSpec, shared: Shared, all: boolean): Promise<number> {
  const state = shared.journal.state(spec.id)
  const hooks = { wants: () => false, onGone: () => undefined, onBad: () => undefined }
  const { files } = partsOf(spec, shared, state, hooks)
  let count = 0
  await eachOf(realFiles({ spec }), LOOKS_AT_ONCE, async (file) => {
    const mayCount = all || !state.ours.has(file)
    if (mayCount && (await files.find(file)) !== null && (all || !files.isOurs(file))) count++
  })
  return count
}

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
