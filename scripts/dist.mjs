// `npm run dist:dir`: an unpacked app built from the Electron at hand, as a release and as the e2e variant of it, which
// is a copy with one fuse less. `npm run dist`: the installers of this system.
// Invariant: installers are made from the official Electron only.

import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuild } from './build.mjs'
import { run } from './child.mjs'
import { ensureElectron, runtimeNote } from './electron-runtime.mjs'
import { ensurePackages } from './packages.mjs'
import { root, say } from './place.mjs'

/** @typedef {import('./electron-runtime.mjs').Runtime} Runtime */
/** @typedef {import('./fuses.mjs').Variant} Variant */

const limitMs = 20 * 60_000

/** @param {Variant} variant @returns {string} the folder of the unpacked app */
export function unpackedFolder(variant) {
  const parent = join(root, 'dist', variant)
  const name = readdirSync(parent).find((entry) => entry.includes('unpacked') || entry.startsWith('mac'))
  if (name === undefined) throw new Error(`nothing is unpacked in ${parent}`)
  return join(parent, name)
}

/** @param {Variant} variant @returns {string} what starts the unpacked app */
export function unpackedProgram(variant) {
  if (process.platform === 'darwin')
    return join(unpackedFolder(variant), 'Swiftseed.app', 'Contents', 'MacOS', 'Swiftseed')
  return join(unpackedFolder(variant), process.platform === 'win32' ? 'Swiftseed.exe' : 'swiftseed')
}

/** @param {string[]} args */
async function electronBuilder(args) {
  const script = join(root, 'node_modules', 'electron-builder', 'cli.js')
  const { code } = await run(process.execPath, [script, ...args, '--publish', 'never'], { cwd: root, limitMs })
  return code
}

/** @param {Runtime} electron @returns {Promise<number>} exit code */
async function unpacked(electron) {
  for (const variant of ['release', 'e2e']) rmSync(join(root, 'dist', variant), { recursive: true, force: true })
  const at = `-c.electronDist=${electron.dist}`
  const version = `-c.electronVersion=${electron.version}`
  const code = await electronBuilder(['--dir', at, version, '-c.directories.output=dist/release'])
  if (code !== 0) return code
  const folder = unpackedFolder('release')
  cpSync(folder, folder.replace(/release(?=[\\/][^\\/]+$)/, 'e2e'), { recursive: true, verbatimSymlinks: true })
  // Not at the top: it is a package, and nothing may be installed yet.
  const { burnFuses } = await import('./fuses.mjs')
  const program = unpackedProgram('e2e')
  await burnFuses(process.platform === 'darwin' ? program.replace(/\/Contents\/.*/, '') : program, 'e2e')
  return 0
}

/** @param {Runtime} electron @returns {Promise<number>} exit code */
async function installers(electron) {
  if (electron.origin === 'official') return electronBuilder([])
  say('Installers are made from the official Electron only, and it is not here: run npx install-electron.')
  return 1
}

if (import.meta.filename === process.argv[1]) {
  await ensurePackages()
  const electron = await ensureElectron()
  say(runtimeNote(electron))
  await ensureBuild()
  process.exitCode = process.argv[2] === 'installers' ? await installers(electron) : await unpacked(electron)
}
