// What closing the window means is the user's choice.

import { once } from 'node:events'
import { english as words } from '../renderer/messages/en/english.ts'
import type { App } from './app.ts'
import { expect, test } from './fixtures.ts'

const closeWindow = ({ electron }: App): Promise<void> =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

const isShown = ({ electron }: App): Promise<boolean> =>
  electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    return window !== undefined && window.isVisible() && !window.isMinimized()
  })

/** The test screen has no window manager, and without one nothing is ever minimised: this takes its part. */
const manageWindows = ({ electron }: App): Promise<void> =>
  electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    if (window) window.minimize = () => window.hide()
  })

const exited = ({ electron }: App): Promise<unknown> =>
  once(electron.process(), 'exit', { signal: AbortSignal.timeout(15_000) })

test.describe('quit', () => {
  test('ends the app', async ({ app }) => {
    const gone = exited(app)
    await closeWindow(app).catch(() => undefined)
    await gone
  })
})

test.describe('ask', () => {
  test.use({ settings: { desktop: { onClose: 'ask' } } })
  test('asks first, runs on when told to, and comes back at the next start', async ({ app }) => {
    // A window that was not drawn yet can ask nothing, and closing it ends the app.
    await expect.poll(() => isShown(app)).toBe(true)
    await manageWindows(app)
    await closeWindow(app)
    const question = app.page.getByRole('dialog', { name: words.closing.title })
    await question.getByRole('button', { name: words.closing.keep }).click()
    await expect.poll(() => isShown(app)).toBe(false)
    await app.openAgain()
    await expect.poll(() => isShown(app)).toBe(true)
    await closeWindow(app)
    const gone = exited(app)
    await question.getByRole('button', { name: words.closing.quit }).click()
    await gone
  })
})

test.describe('background', () => {
  test.use({ settings: { desktop: { onClose: 'background' } } })
  test('runs on without asking', async ({ app }) => {
    await manageWindows(app)
    await closeWindow(app)
    await expect.poll(() => isShown(app)).toBe(false)
    expect(app.electron.process().exitCode).toBeNull()
    await app.openAgain()
    await expect.poll(() => isShown(app)).toBe(true)
  })
})
