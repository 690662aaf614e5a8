// Sees whether the system has what Electron, and the tests, need outside npm, and installs it where that is allowed.
// Only root on Debian or a child of it installs; everyone else is told the names.
// Invariant: when nothing is missing, nothing is run but a look at files and one `ldd`.

import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './child.mjs'
import { say } from './place.mjs'

/**
 * One thing the system must have. Debian has renamed some packages; the newest name it knows is taken.
 * @typedef {object} Need
 * @property {string[]} packages names, newest first
 * @property {() => boolean} present
 */

/** @param {string} name */
function onPath(name) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** @param {string} folder @param {RegExp} pattern @param {number} depth @returns {boolean} */
function holds(folder, pattern, depth) {
  if (!existsSync(folder)) return false
  return readdirSync(folder, { withFileTypes: true }).some((entry) =>
    entry.isDirectory() ? depth > 0 && holds(join(folder, entry.name), pattern, depth - 1) : pattern.test(entry.name),
  )
}

/** @param {string} executable @returns {Promise<string[]>} libraries Electron is linked to and the system lacks */
async function missingLibraries(executable) {
  const { output } = await run('ldd', [executable], { capture: true, limitMs: 10_000 })
  return [...output.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => String(match[1]))
}

/** Packages that together bring every library Electron is linked to. */
const libraryPackages = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libasound2t64', 'libasound2'],
  ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libatspi2.0-0t64', 'libatspi2.0-0'],
  ['libcups2t64', 'libcups2'],
  ...['libnss3', 'libgbm1', 'libxkbcommon0', 'libxcomposite1', 'libxdamage1', 'libxrandr2', 'libxfixes3'].map(
    (name) => [name],
  ),
]

/** @param {string} name @param {string} command @returns {Need} */
const program = (name, command) => ({ packages: [name], present: () => onPath(command) })

/** @type {Need} */
const fonts = { packages: ['fonts-dejavu-core'], present: () => holds('/usr/share/fonts', /\.(ttf|otf|ttc|pfb)$/, 4) }

const screen = program('xvfb', 'Xvfb')

/** Foreign clients the tests talk to; `gio` moves things to the trash; the last two make disks that refuse. @type {Need[]} */
const testNeeds = [
  screen,
  program('libglib2.0-bin', 'gio'),
  program('transmission-daemon', 'transmission-daemon'),
  program('transmission-cli', 'transmission-remote'),
  program('qbittorrent-nox', 'qbittorrent-nox'),
  program('aria2', 'aria2c'),
  {
    packages: ['python3-libtorrent'],
    present: () => holds('/usr/lib/python3/dist-packages', /^libtorrent.*\.so$/, 1),
  },
  program('strace', 'strace'),
  program('e2fsprogs', 'mkfs.ext4'),
]

/** What each purpose needs besides Electron's own libraries. */
const needsOf = { app: [fonts], screen: [screen], tests: testNeeds }

const mayInstall = () => process.getuid?.() === 0 && existsSync('/etc/debian_version') && onPath('apt-get')

/** @param {string[]} args */
function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', '-qq', ...args], { env, limitMs: 15 * 60_000 })
}

/** @param {string[]} names @returns {Promise<string[]>} the first name the package lists know, if any */
async function knownName(names) {
  for (const name of names) {
    const { code, output } = await run('apt-cache', ['show', name], { capture: true, limitMs: 60_000 })
    if (code === 0 && output.includes('Package: ')) return [name]
  }
  return []
}

/** @param {string[][]} packages */
async function install(packages) {
  say('Some system packages are missing; installing them with apt-get.')
  await apt(['update'])
  // One unknown name would make apt-get install none of them.
  const names = (await Promise.all(packages.map(knownName))).flat()
  say(names.join(' '))
  await apt(['install', '-y', '--no-install-recommends', ...names])
}

/**
 * @param {(keyof typeof needsOf)[]} purposes
 * @param {string} executable
 * @returns {Promise<{ libraries: string[], packages: string[][] }>} what is missing, and the packages that bring it
 */
async function missing(purposes, executable) {
  const libraries = await missingLibraries(executable)
  const needs = new Set(purposes.flatMap((purpose) => needsOf[purpose]))
  const packages = [...needs].filter((need) => !need.present()).map((need) => need.packages)
  return { libraries, packages: libraries.length > 0 ? [...libraryPackages, ...packages] : packages }
}

/**
 * Makes sure the system has what is needed for each purpose, or says what is missing.
 * @param {(keyof typeof needsOf)[]} purposes
 * @param {string} executable Electron's
 * @returns {Promise<boolean>} whether nothing is missing now
 */
export async function ensureSystem(purposes, executable) {
  if (process.platform !== 'linux') return true
  let { libraries, packages } = await missing(purposes, executable)
  if (packages.length > 0 && mayInstall()) {
    await install(packages)
    ;({ libraries, packages } = await missing(purposes, executable))
  }
  if (packages.length === 0) return true
  if (libraries.length > 0) say(`Electron misses these system libraries: ${libraries.join(', ')}.`)
  say(`Please install, by their Debian names: ${packages.map((names) => names.at(-1)).join(' ')}`)
  return false
}
