// What removing a torrent's data would take. Only files in the journal that we created or wrote to, as they are named
// now, inside the torrent's own root; and the folders between, should they be empty then. Removes nothing itself.

import { dirname, join } from 'node:path'
import type { Shared } from './store-parts.ts'
import { partsOf } from './store-parts.ts'
import type { OnDisk, StoreSpec } from './store.ts'

/** The save folder is never among the folders. */
export async function leftoversOf(spec: StoreSpec, shared: Shared): Promise<OnDisk> {
  const state = shared.journal.state(spec.id)
  const hooks = { wants: () => false, onGone: () => undefined }
  const { files } = partsOf(spec, shared, state, hooks)
  const found: string[] = []
  for (const file of state.ours.keys()) {
    if (file < spec.files.length && (await files.find(file)) !== null) found.push(files.pathOf(file))
  }
  return { files: found, folders: spec.single ? [] : foldersOf(spec) }
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
