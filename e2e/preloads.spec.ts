// What a preload may load, and that one that fails is found in the log.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { NO_API } from '../app/ipc/channel.ts'
import type { App } from './app.ts'
import { test as story } from './fixtures.ts'
import type { Profile } from './profile.ts'

const folder = join(import.meta.dirname, '../out/preload')

test('a preload requires nothing but Electron, for a sandboxed one can have nothing else', () => {
  const preloads = readdirSync(folder).filter((name) => name.endsWith('.cjs'))
  expect(preloads.toSorted()).toEqual(['index.cjs', 'keys.cjs'])
  for (const name of preloads) {
    const required = readFileSync(join(folder, name), 'utf8').matchAll(/\brequire\(["'`]([^"'`]*)/g)
    expect([...required].map(([, what]) => what)).toEqual(['electron'])
  }
})

const logOf = (profile: Profile): string => {
  const logs = join(profile.folder, 'logs')
  return readdirSync(logs)
    .map((name) => readFileSync(join(logs, name), 'utf8'))
    .join('\n')
}

/** Another window of the app on its page, with this preload or none; the page's own complaints are not the story's. */
const openPage = ({ electron }: App, preload: string | null): Promise<void> =>
  electron.evaluate(async ({ BrowserWindow, session }, path) => {
    const guarded = session.fromPartition('swiftseed', { cache: false })
    const webPreferences = { session: guarded, sandbox: true, ...(path !== null && { preload: path }) }
    const window = new BrowserWindow({ show: false, webPreferences })
    for (let n = 0; n < 2; n++) await window.loadURL('app://swiftseed/index.html')
    window.destroy()
  }, preload)

story('a preload that fails is in the log, once, with its cause', async ({ app, place, profile }) => {
  const broken = join(place, 'broken.cjs')
  writeFileSync(broken, `throw new Error('cannot read the contract')`)
  await openPage(app, broken)
  await expect.poll(() => logOf(profile)).toContain('the preload broken.cjs failed')
  expect(logOf(profile)).toContain('cannot read the contract')
  expect(logOf(profile).split('the preload broken.cjs failed')).toHaveLength(2)
})

story('a page without its API is in the log, once', async ({ app, profile }) => {
  await openPage(app, null)
  await expect.poll(() => logOf(profile)).toContain(NO_API)
  expect(logOf(profile).split(NO_API)).toHaveLength(2)
})
