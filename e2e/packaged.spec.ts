// The packed app, as its users get it: only what runs is inside, every fuse is burned, and it starts. What Playwright
// cannot enter (a release takes no inspector) is judged by what it says on standard output.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { open, readFile, writeFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { FuseState, getCurrentFuseWire } from '@electron/fuses'
import { _electron, expect } from '@playwright/test'
import { unpackedFolder, unpackedProgram } from '../scripts/dist.mjs'
import { fuses, type Variant } from '../scripts/fuses.mjs'
import { test } from './fixtures.ts'
import { environment } from './app.ts'
import type { Profile } from './profile.ts'
import { lookAtRelease } from './sandboxed.ts'

const ROOT = join(import.meta.dirname, '..')
const FLAGS = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const BUILD_MS = 180_000
const START_MS = 60_000

interface Entry {
  files?: Record<string, Entry>
  link?: string
}

/** The paths of everything in an asar archive: after 16 bytes of lengths its header is JSON. */
const packedPaths = async (archive: string): Promise<{ path: string; link: boolean }[]> => {
  await using file = await open(archive)
  const { buffer: lengths } = await file.read(Buffer.alloc(16), 0, 16, 0)
  const size = lengths.readUInt32LE(12)
  const { buffer: header } = await file.read(Buffer.alloc(size), 0, size, 16)
  const walk = (entry: Entry, path: string): { path: string; link: boolean }[] =>
    Object.entries(entry.files ?? {}).flatMap(([name, child]) =>
      child.files ? walk(child, `${path}${name}/`) : [{ path: `${path}${name}`, link: child.link !== undefined }],
    )
  return walk(JSON.parse(header.toString()) as Entry, '')
}

const build = async (): Promise<void> => {
  const builder = spawn(process.execPath, [join(ROOT, 'scripts', 'dist.mjs'), 'dir'], { stdio: 'inherit' })
  const [code] = (await once(builder, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`the build ended with ${code}`)
}

/** Starts a release that is to say when its window stands, and returns all it said. */
const smoke = async (profile: Profile, args: string[], env: Record<string, string>): Promise<string> => {
  const child = spawn(unpackedProgram('release'), [...FLAGS, ...args], {
    env: { ...environment(profile), SWIFTSEED_SMOKE: '1', ...env },
    timeout: START_MS,
    killSignal: 'SIGKILL',
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  const [code] = (await once(child, 'close')) as [number | null]
  return `${said}\nexit ${code}`
}

const torrentOf = (name: string, text: string): Buffer =>
  Buffer.concat([
    Buffer.from(`d4:infod6:lengthi${text.length}e4:name${name.length}:${name}12:piece lengthi16384e6:pieces20:`),
    createHash('sha1').update(text).digest(),
    Buffer.from('ee'),
  ])

/** In the page: what becomes of a torrent whose data is there. */
const addAndAwait = async ({ bytes, folder }: { bytes: number[]; folder: string }): Promise<unknown> => {
  const { swiftseed } = window
  const read = await swiftseed?.call('add.inspectFile', { bytes: new Uint8Array(bytes), name: 'a.torrent' })
  if (!read?.ok) return read
  const added = await swiftseed?.call('add.confirm', { ref: read.value.ref, folder, start: true, priorities: null })
  if (!added?.ok) return added
  for (let looks = 0; ; looks++) {
    const list = await swiftseed?.call('torrents.snapshot')
    const row = list?.ok ? list.value.rows.find(({ id }) => id === added.value.id) : undefined
    if (row?.status === 'seeding' || row?.status === 'error' || looks === 100) return row?.status
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

test.describe.configure({ timeout: 120_000 })

test.beforeAll(async () => {
  test.setTimeout(BUILD_MS)
  await build()
})

test('holds only what runs, and the linked packages as real files', async () => {
  const packed = await packedPaths(join(unpackedFolder('release'), 'resources', 'app.asar'))
  const paths = packed.map(({ path }) => path)
  for (const path of [
    'package.json',
    'out/main/index.js',
    'out/main/engine.js',
    'out/preload/index.cjs',
    'out/renderer/index.html',
    'node_modules/bencode/bencode.js',
    'node_modules/webrtc-polyfill/index.js',
    'node_modules/webtorrent/index.js',
  ]) {
    expect(paths).toContain(path)
  }
  expect(packed.filter(({ link }) => link)).toEqual([])
  expect(paths.filter((path) => !/^(out\/|node_modules\/|package\.json$)/.test(path))).toEqual([])
  expect(paths.filter((path) => /\.(tsx?|map)$/.test(path))).toEqual([])
  // The chain's bundle has of TronWeb what it uses; ethers, axios and the rest of it stay at home.
  expect(paths.filter((path) => /^node_modules\/(tronweb|ethers|axios|google-protobuf)\//.test(path))).toEqual([])
})

test('has every package that its processes load', async () => {
  const packed = await packedPaths(join(unpackedFolder('release'), 'resources', 'app.asar'))
  const paths = packed.map(({ path }) => path)
  const builds = paths.filter((path) => /^out\/main\/.*\.js$/.test(path))
  for (const name of ['index', 'engine', 'wallet', 'chain', 'practice']) {
    expect(builds).toContain(`out/main/${name}.js`)
  }
  const texts = await Promise.all(builds.map((path) => readFile(join(ROOT, path), 'utf8')))
  const loaded = texts.flatMap((text) =>
    [...text.matchAll(/^(?:import|export) (?:.* from )?"((?:@[^/"]+\/)?[^./"][^/"]*)/gm)].map(([, name = '']) => name),
  )
  const packages = new Set(
    loaded.filter((name) => !name.startsWith('node:') && !isBuiltin(name) && name !== 'electron'),
  )
  expect(packages).toContain('webtorrent')
  expect([...packages].filter((name) => !paths.includes(`node_modules/${name}/package.json`))).toEqual([])
})

for (const variant of ['release', 'e2e'] as const satisfies readonly Variant[]) {
  test(`has all nine fuses of the ${variant} variant`, async () => {
    const { version, ...wire } = await getCurrentFuseWire(unpackedProgram(variant))
    const burned = Object.fromEntries(Object.entries(wire).map(([fuse, state]) => [fuse, state === FuseState.ENABLE]))
    expect(version).toBe('1')
    expect(Object.keys(burned)).toHaveLength(9)
    expect(burned).toEqual(fuses(variant))
  })
}

test('starts as a release, draws its window, runs its engine and quits', async ({ profile }) => {
  const said = await smoke(profile, [], {})
  expect(said).toContain('swiftseed: window ready')
  expect(said).toContain('exit 0')
})

test('does not become Node or open to an inspector as a release', async ({ profile }) => {
  const said = await smoke(profile, ['--inspect=0'], {
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: '--require=/nowhere/at-all.js',
  })
  expect(said).toContain('swiftseed: window ready')
  expect(said).not.toMatch(/Debugger listening|at-all\.js/)
})

test('confines its page in a sandbox as a release', async ({ profile }) => {
  test.skip(process.platform !== 'linux', 'looks at processes as Linux shows them')
  const seen = await lookAtRelease(unpackedProgram('release'), profile)
  const pages = seen.filter(({ command }) => command.includes('--type=renderer'))
  // One may be kept ready for the next page.
  expect([...new Set(pages.map(({ seccomp }) => seccomp))]).toEqual([2])
  expect(seen.filter(({ uid, command }) => uid === 0 || command.includes('--no-sandbox'))).toEqual([])
})

test('is driven by Playwright as the e2e variant', async ({ profile }) => {
  const app = await _electron.launch({
    executablePath: unpackedProgram('e2e'),
    args: FLAGS,
    cwd: profile.place,
    env: environment(profile),
    timeout: START_MS,
  })
  try {
    const page = await app.firstWindow()
    await expect(page.locator('#root > *').first()).toBeVisible()
    expect(await app.evaluate((electron) => electron.app.isPackaged)).toBe(true)
    // What is large is parsed on a thread whose program lies in the archive.
    const files = Array.from({ length: 5_000 }, (_, n) => `d6:lengthi1e4:pathl${10 + `${n}`.length}:some file ${n}ee`)
    const info = `d5:filesl${files.join('')}e4:name4:many12:piece lengthi16384e6:pieces20:${'x'.repeat(20)}e`
    const read = await page.evaluate(async (text) => {
      const bytes = new TextEncoder().encode(text)
      const result = await window.swiftseed?.call('add.inspectFile', { bytes, name: 'many.torrent' })
      return result?.ok ? result.value.files?.lengths.length : result?.error
    }, `d4:info${info}e`)
    expect(read).toBe(5_000)
    // The engine came out of an archive; to it no file of a torrent is one.
    await writeFile(join(profile.place, 'x.asar'), 'plain')
    const found = await page.evaluate(addAndAwait, { bytes: [...torrentOf('x.asar', 'plain')], folder: profile.place })
    expect(found).toBe('seeding')
  } finally {
    await app.close()
  }
})
