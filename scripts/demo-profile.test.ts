import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { clearLeftovers, makeProfile, noteStarted } from './demo-profile.mjs'
import { root } from './place.mjs'

let within = ''
beforeEach(() => {
  within = mkdtempSync(join(tmpdir(), 'swiftseed-demos-'))
})
afterEach(() => rmSync(within, { recursive: true, force: true }))

const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
const names = (): readonly string[] => readdirSync(within).toSorted()

/** Of no process: beyond what any system gives. */
const NOBODY = 1_999_999_999
let given = 0
const deadPid = (): number => NOBODY - ++given

const folderOf = (pid: number): string => {
  const folder = join(within, `swiftseed-demo-${pid}-AbC123`)
  mkdirSync(join(folder, 'wallet'), { recursive: true })
  writeFileSync(join(folder, 'wallet', 'speed.db'), 'books')
  return folder
}

it('clears up after a run that was killed, and not while it lives', async () => {
  const module = pathToFileURL(join(root, 'scripts', 'demo-profile.mjs')).href
  const script = `import { makeProfile } from ${JSON.stringify(module)}
    process.stdout.write(makeProfile(${JSON.stringify(within)}))
    setInterval(() => {}, 1_000)`
  const run = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(run, 'exit')
  await once(run.stdout, 'data')
  clearLeftovers(within)
  expect(names()).toHaveLength(1)
  run.kill('SIGKILL')
  await ended
  clearLeftovers(within)
  expect(names()).toEqual([])
})

it('leaves its own folder, and those of runs whose app outlived them', () => {
  const own = makeProfile(within)
  const started = folderOf(deadPid())
  noteStarted(started, process.pid)
  const app = folderOf(deadPid())
  noteStarted(app, deadPid())
  symlinkSync(`some-computer-${process.pid}`, join(app, 'SingletonLock'))
  clearLeftovers(within)
  expect(names()).toEqual([own, started, app].map((folder) => folder.slice(within.length + 1)).toSorted())
  rmSync(join(app, 'SingletonLock'))
  clearLeftovers(within)
  expect(names()).toHaveLength(2)
})

it('touches nothing but folders of that name, and follows no link', () => {
  const pid = deadPid()
  writeFileSync(join(within, `swiftseed-demo-${pid}-file`), 'kept')
  mkdirSync(join(within, 'swiftseed-demo-AbC123'))
  mkdirSync(join(within, `other-demo-${pid}-AbC123`))
  const target = join(within, 'elsewhere')
  mkdirSync(target)
  symlinkSync(target, join(within, `swiftseed-demo-${pid}-link`))
  const before = names()
  clearLeftovers(within)
  expect(names()).toEqual(before)
})
