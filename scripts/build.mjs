// Builds the app when its sources changed since the last build. `node scripts/build.mjs` builds in any case.
// Invariant: the stamp is written after a whole build only, so a build that failed half-way is made again.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { ensurePackages } from './packages.mjs'
import { root, say } from './place.mjs'

const sources = ['app', 'main', 'preload', 'renderer', 'assets', 'electron.vite.config.ts', 'package-lock.json']
const stamp = join(root, 'out', '.built-from')

/** @param {string} path relative to the root @returns {string[]} files that go into a build */
function filesOf(path) {
  const whole = join(root, path)
  if (!existsSync(whole)) return []
  if (!statSync(whole).isDirectory()) return [path]
  return readdirSync(whole)
    .filter((name) => !/\.test\.tsx?$/.test(name))
    .flatMap((name) => filesOf(`${path}/${name}`))
}

/** Names, sizes and times of all sources: cheap, and changes whenever an editor or git touches one of them. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(filesOf)) {
    const { size, mtimeMs } = statSync(join(root, file))
    hash.update(`${file}\0${size}\0${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

const buildIsCurrent = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()

/** @returns {Promise<boolean>} whether the build succeeded */
export async function build() {
  const before = fingerprint()
  rmSync(join(root, 'out'), { recursive: true, force: true })
  const script = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { code } = await run(process.execPath, [script, 'build', '--logLevel', 'warn'], { cwd: root, limitMs: 300_000 })
  if (code !== 0) return false
  writeFileSync(stamp, before)
  return true
}

export async function ensureBuild() {
  if (buildIsCurrent()) return
  say('Building.')
  if (!(await build())) throw new Error('The build failed; the reason stands above.')
}

if (import.meta.filename === process.argv[1]) {
  await ensurePackages()
  process.exitCode = (await build()) ? 0 : 1
}
