// Where things are: the repository's root and the cache folder outside it.
// Invariant: nothing here touches the disk.

import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The user's cache folder for Swiftseed's tools, by the custom of each system. */
export function cacheFolder() {
  if (process.platform === 'win32') {
    return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'swiftseed', 'cache')
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'swiftseed')
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'swiftseed')
}

/** @param {string} text */
export function say(text) {
  process.stderr.write(`[swiftseed] ${text}\n`)
}
