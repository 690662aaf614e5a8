// `npm run dist:dir [-- e2e]`: an unpacked app built from the Electron at hand, as dist/release or dist/e2e.
// `npm run dist`: the installers of this system. Invariant: installers are made from the official Electron only.

import { join } from 'node:path'
import { ensureBuild } from './build.mjs'
import { run } from './child.mjs'
import { ensureElectron, runtimeNote } from './electron-runtime.mjs'
import { ensurePackages } from './packages.mjs'
import { root, say } from './place.mjs'

/** @typedef {import('./electron-runtime.mjs').Runtime} Runtime */
/** @typedef {import('./fuses.mjs').Variant} Variant */

const limitMs = 20 * 60_000

/** @param {string[]} args @param {Variant} variant */
async function electronBuilder(args, variant) {
  const script = join(root, 'node_modules', 'electron-builder', 'cli.js')
  const env = { ...process.env, SWIFTSEED_VARIANT: variant }
  const { code } = await run(process.execPath, [script, ...args, '--publish', 'never'], { cwd: root, env, limitMs })
  return code
}

/** @param {Runtime} electron @param {Variant} variant @returns {Promise<number>} exit code */
async function unpacked(electron, variant) {
  const config = [
    `-c.electronDist=${electron.dist}`,
    `-c.electronVersion=${electron.version}`,
    `-c.directories.output=dist/${variant}`,
  ]
  return electronBuilder(['--dir', ...config], variant)
}

/** @param {Runtime} electron @returns {Promise<number>} exit code */
async function installers(electron) {
  if (electron.origin !== 'official') {
    say('Installers are made from the official Electron only, and it is not here: run npx install-electron.')
    return 1
  }
  return electronBuilder([], 'release')
}

const [what, variant = 'release'] = process.argv.slice(2)
if (variant !== 'release' && variant !== 'e2e') throw new Error('Which one? release, e2e')
await ensurePackages()
const electron = await ensureElectron()
say(runtimeNote(electron))
await ensureBuild()
process.exitCode = what === 'installers' ? await installers(electron) : await unpacked(electron, variant)
