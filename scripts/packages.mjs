// Installs the npm packages when what is installed is not what the lockfile says.
// npm writes its own record of what it installed last (node_modules/.package-lock.json) as its very last step; that is
// the stamp. Invariant: an installation in step with the lockfile is never touched.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from './child.mjs'
import { root, say } from './place.mjs'

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 */

/**
 * @param {string} file
 * @returns {Record<string, LockEntry>}
 */
function lockEntries(file) {
  const lockfile = /** @type {{ packages: Record<string, LockEntry> }} */ (JSON.parse(readFileSync(file, 'utf8')))
  return lockfile.packages
}

/**
 * @param {Record<string, LockEntry>} wanted
 * @param {Record<string, LockEntry>} installed
 */
export function inStep(wanted, installed) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const found = installed[path]
    if (found === undefined) return entry.optional === true || entry.devOptional === true
    return found.version === entry.version && found.integrity === entry.integrity && found.link === entry.link
  })
}

function packagesAreCurrent() {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  return inStep(lockEntries(join(root, 'package-lock.json')), lockEntries(record))
}

export async function ensurePackages() {
  if (packagesAreCurrent()) return
  say('Installing packages (npm ci). This happens once, and again when package-lock.json changes.')
  const { code } = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, limitMs: 15 * 60_000 })
  if (code !== 0) throw new Error('npm ci failed; the reason stands above. Is the npm registry reachable?')
}
