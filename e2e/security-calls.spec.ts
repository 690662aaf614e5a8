// Whom main listens to: its own page, top frame, in the window it registered. And what that page may say: calls of
// the contract with inputs of its schemas; everything else is refused as a value and changes nothing.

import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { ORIGIN, PAGE, test } from './attacked.ts'
import { expect } from './fixtures.ts'
import { storedSettings } from './profile.ts'

const PRELOAD = join(import.meta.dirname, '..', 'out', 'preload', 'index.cjs')

/** Calls from a window of our session with our preload, which nobody registered. */
const callFromStrangeWindow = (electron: ElectronApplication, url: string): Promise<unknown> =>
  electron.evaluate(
    async ({ BrowserWindow, webContents }, [address, preload]) => {
      const [page] = webContents.getAllWebContents().toSorted((a, b) => a.id - b.id)
      if (!page) throw new Error('no page')
      const { session } = page
      const window = new BrowserWindow({ show: false, webPreferences: { session, preload, sandbox: true } })
      await window.loadURL(address)
      const answer: unknown = await window.webContents.executeJavaScript(
        `Promise.race([
          window.swiftseed.call('settings.change', { look: { theme: 'dark' } }),
          new Promise((resolve) => setTimeout(resolve, 500, 'no answer')),
        ])`,
      )
      window.destroy()
      return answer
    },
    [url, PRELOAD] as const,
  )

/** Posts calls that say they come from other frames of our window. Gives the replies, to calls from our own too. */
const callFromForgedFrames = (electron: ElectronApplication): Promise<unknown[]> =>
  electron.evaluate(
    async ({ ipcMain, webContents }, [origin, url]) => {
      // The first there was: a window that was destroyed a moment ago may still be among them, in any place.
      const [sender] = webContents.getAllWebContents().toSorted((a, b) => a.id - b.id)
      if (!sender) throw new Error('no page')
      const { mainFrame } = sender
      const replies: unknown[] = []
      const send = sender.send.bind(sender)
      // Calls are answered in turn: once the last has its answer, the others would have theirs.
      const answered = new Promise<void>((resolve) => {
        sender.send = (channel, ...args: unknown[]) => {
          replies.push(args[0])
          send(channel, ...args)
          if ((args[0] as { id?: number }).id === 8_888) resolve()
        }
      })
      const call = (id: number) => ({ t: 'call', id, name: 'settings.change', input: { look: { theme: 'dark' } } })
      const frames = [
        null,
        { origin, url, parent: mainFrame },
        { origin, url, parent: null },
        { origin: 'null', url, parent: null },
      ]
      for (const senderFrame of frames) ipcMain.emit('swiftseed:to-main', { sender, senderFrame }, call(9_999))
      const harmless = { t: 'call', id: 8_888, name: 'settings.get', input: undefined }
      ipcMain.emit('swiftseed:to-main', { sender, senderFrame: mainFrame }, harmless)
      await answered
      await new Promise((resolve) => setTimeout(resolve, 300))
      return replies.map((reply) => (reply as { id?: number }).id).filter((id) => id === 9_999 || id === 8_888)
    },
    [ORIGIN, PAGE] as const,
  )

test('main listens to its own page in its own window, and to nobody else', async ({ attacked, profile }) => {
  const { electron } = attacked
  const before = await storedSettings(profile)
  expect(await callFromStrangeWindow(electron, PAGE)).toBe('no answer')
  expect(await callFromStrangeWindow(electron, 'about:blank')).toBe('no answer')
  expect(await callFromForgedFrames(electron)).toEqual([8_888])
  expect(await storedSettings(profile)).toEqual(before)
})

/** Runs in the page. */
const callWrongly = async (): Promise<unknown[]> => {
  const call = window.swiftseed?.call as unknown as (name: unknown, input?: unknown) => Promise<unknown>
  const id = 'c12fe1c06bba254a9dc9f519b335aa7c1367a88a'
  const calls: [unknown, unknown?][] = [
    ['nonsense'],
    ['__proto__'],
    ['constructor', {}],
    [['app.quit']],
    [{ toString: () => 'app.quit' }],
    [null],
    ['engine.remove', { ids: [id] }],
    ['engine.shutdown'],
    ['engine.path', { id, file: null }],
    ['app.quit', { force: true }],
    ['settings.change', JSON.parse('{"__proto__":{"look":{"theme":"dark"}}}')],
    ['settings.change', { look: { theme: 'dark', more: 1 } }],
    ['settings.change', { look: { theme: 'black' } }],
    ['settings.change', { downloads: { folder: 'relative' } }],
    ['settings.change', [{ look: { theme: 'dark' } }]],
    ['settings.change', { version: 3 }],
    ['settings.change', () => 1],
    ['settings.change', new Map([['look', { theme: 'dark' }]])],
    ['disk.free', { folder: 'relative' }],
    ['disk.free', { folder: '/\0' }],
    ['torrents.remove', { ids: [], data: 'delete' }],
    ['torrents.remove', { ids: ['../../etc'], data: 'delete' }],
    ['torrents.remove', { ids: Array.from({ length: 20_001 }, () => id), data: 'delete' }],
    ['files.open', { id, file: -1 }],
    ['files.open', { id: '/etc/passwd', file: null }],
    ['add.inspectFile', { bytes: 'text', name: 'x' }],
    ['add.inspectFile', { bytes: new Uint8Array(10_000_001), name: 'x' }],
    ['add.confirm', { ref: 1, folder: '/', start: 'yes', priorities: null }],
  ]
  const result = async ([name, input]: [unknown, unknown?]): Promise<unknown> => {
    try {
      return await call(name, input)
    } catch (error) {
      return { ok: false, thrown: String(error) }
    }
  }
  return Promise.all(calls.map(result))
}

test('malformed calls are refused as values and change nothing', async ({ attacked: { page }, profile }) => {
  const before = await storedSettings(profile)
  const results = await page.evaluate(callWrongly)
  expect(results.length).toBeGreaterThan(20)
  for (const [index, result] of results.entries()) {
    expect(result, `call ${index}`).toMatchObject({ ok: false })
    expect(JSON.stringify(result)).not.toMatch(/internal|at .*\.js/)
  }
  expect(await storedSettings(profile)).toEqual(before)
  const listening = page.evaluate(() => window.swiftseed?.on('nonsense' as 'notice', () => undefined))
  await expect(listening).rejects.toThrow('no such event')
})
