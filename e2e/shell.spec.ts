// What the shell owes the user when something under it breaks: a hung engine is replaced, a hung engine does not keep
// the app from quitting, a crashed page comes back, and the window opens where it was.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { QUIT_MS } from '../app/quit/quit.ts'
import { launchApp } from './app.ts'
import { test } from './attacked.ts'
import { expect } from './fixtures.ts'

const isRunning = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const result = await window.swiftseed?.call('engine.state')
    return result?.ok === true && result.value.state === 'running'
  })

test('replaces an engine that hangs, and keeps the window meanwhile', async ({ attacked: { page, enginePid } }) => {
  await expect.poll(() => isRunning(page)).toBe(true)
  const hung = await enginePid()
  process.kill(hung, 'SIGSTOP')
  const states = await page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const seen: string[] = []
        window.swiftseed?.on('engine.changed', (engine) => {
          seen.push(engine.state === 'restarting' ? `restarting, ${engine.why}` : engine.state)
          if (engine.state === 'running') resolve(seen)
        })
        setTimeout(resolve, 20_000, seen)
      }),
  )
  expect(new Set(states)).toEqual(new Set(['restarting, hung', 'running']))
  expect(await enginePid()).not.toBe(hung)
  await expect(page.getByRole('main')).toBeVisible()
})

test('quits within its deadline although the engine hangs', async ({ attacked: { page, quit, enginePid } }) => {
  await expect.poll(() => isRunning(page)).toBe(true)
  process.kill(await enginePid(), 'SIGSTOP')
  const asked = performance.now()
  await quit()
  expect(performance.now() - asked).toBeLessThan(QUIT_MS + 1_500)
})

test('brings a crashed page back with its list', async ({ attacked: { electron, page } }) => {
  const reloaded = electron.evaluate(
    ({ webContents }) =>
      new Promise<boolean>((resolve) => {
        const contents = webContents.getAllWebContents()[0]
        contents?.once('did-finish-load', () => resolve(true))
        contents?.forcefullyCrashRenderer()
      }),
  )
  expect(await reloaded).toBe(true)
  const answers = (): Promise<unknown> =>
    electron.evaluate(({ webContents }) => {
      const script = `window.swiftseed.call('torrents.snapshot').then(({ ok }) => ok)`
      return webContents.getAllWebContents()[0]?.executeJavaScript(script)
    })
  await expect.poll(answers).toBe(true)
  expect(page.isClosed()).toBe(false)
})

test('opens where it was, as large and as near as it was', async ({ profile }) => {
  const bounds = { x: 130, y: 90, width: 1010, height: 640 }
  {
    await using first = await launchApp(profile)
    await first.electron.evaluate(({ BrowserWindow }, wanted) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.setBounds(wanted)
      window?.webContents.setZoomLevel(1)
    }, bounds)
    await first.quit()
  }
  expect(JSON.parse(await readFile(join(profile.folder, 'window.json'), 'utf8'))).toMatchObject({ zoom: 1 })
  await using second = await launchApp(profile)
  const found = await second.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    return { ...window?.getBounds(), zoom: window?.webContents.getZoomLevel() }
  })
  expect(found).toEqual({ ...bounds, zoom: 1 })
})
