// `npm run lockfile`: completes package-lock.json after an `npm install` against a registry that lacks the builds of some
// packages for other systems. npm then leaves those builds out of the lockfile, and `npm ci` refuses it everywhere.
// An added entry has no checksum, since the file itself was not to be had. Invariant: entries present stay as they are.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './place.mjs'

/**
 * @typedef {object} Entry
 * @property {string} [version]
 * @property {boolean} [dev]
 * @property {string | undefined} [license]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string> | undefined} [engines]
 */

/** @typedef {{ packages: Record<string, Entry> }} Lockfile */

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64']

/**
 * The system a build is for, from its name, e.g. `@oxlint/binding-linux-arm64-musl`.
 * @param {string} name
 */
export function platformOf(name) {
  const words = name.split(/[/-]/)
  const os = words.filter((word) => systems.includes(word))
  const cpu = words.filter((word) => processors.includes(word))
  if (os.length !== 1 || cpu.length !== 1) return undefined
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : undefined
  return { os, cpu, ...(libc && { libc }) }
}

/** @param {Lockfile} lockfile @returns {{ name: string, version: string, owner: Entry }[]} builds that are named but not there */
export function missingBuilds({ packages }) {
  return Object.values(packages).flatMap((owner) =>
    Object.entries(owner.optionalDependencies ?? {})
      .filter(([name]) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)))
      .map(([name, version]) => ({ name, version, owner })),
  )
}

/** @param {Lockfile} lockfile @returns {Lockfile} */
export function completed(lockfile) {
  const added = missingBuilds(lockfile).map(({ name, version, owner }) => {
    const platform = platformOf(name)
    if (platform === undefined) throw new Error(`${name} does not say which system it is for`)
    const { dev, license, engines } = owner
    const { os, cpu, libc } = platform
    // In npm's own order, so that its next run changes nothing.
    const entry = { version, cpu, ...(dev && { dev }), ...(libc && { libc }), license, optional: true, os, engines }
    return { path: `node_modules/${name}`, entry }
  })
  const present = Object.entries(lockfile.packages).map(([path, entry]) => ({ path, entry }))
  const sorted = [...present, ...added].toSorted((a, b) => a.path.localeCompare(b.path, 'en'))
  return { ...lockfile, packages: Object.fromEntries(sorted.map(({ path, entry }) => [path, entry])) }
}

if (import.meta.filename === process.argv[1]) {
  const file = join(root, 'package-lock.json')
  const lockfile = /** @type {Lockfile} */ (JSON.parse(readFileSync(file, 'utf8')))
  writeFileSync(file, `${JSON.stringify(completed(lockfile), null, 2)}\n`)
}
