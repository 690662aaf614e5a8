// Replaces a file so that a reader, or the next start after a power loss, sees the old content or the new, never a
// part of either: written beside it, synced, renamed over it, folder synced. Writes of one file must not overlap.

import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

const syncFolder = async (folder: string): Promise<void> => {
  // Windows cannot open a folder for syncing; its file system journals the rename itself.
  if (process.platform === 'win32') return
  await using handle = await open(folder, 'r')
  await handle.sync()
}

const writeSynced = async (path: string, content: string | Uint8Array, mode: number): Promise<void> => {
  await using handle = await open(path, 'w', mode)
  await handle.writeFile(content)
  await handle.sync()
}

/** `mode`: who may read it; ours alone unless told otherwise. */
export const writeAtomically = async (path: string, content: string | Uint8Array, mode = 0o600): Promise<void> => {
  const temporary = `${path}.new`
  try {
    await writeSynced(temporary, content, mode)
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw cause
  }
  await syncFolder(dirname(path))
}
