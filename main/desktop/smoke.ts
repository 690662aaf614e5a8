// For the test of a packaged build (SWIFTSEED_SMOKE=1): says on standard output that everything that can be missing
// from a package is there (engine running, page drawn) and ends. Fails when that takes too long.

import { app, type BrowserWindow } from 'electron'
import type { Supervisor } from '../supervisor/supervisor.ts'

const PATIENCE_MS = 30_000

/** Runs in the page: resolves once something is drawn in it. */
const DRAWN = `new Promise((resolve) => {
  const look = () => document.querySelector('#root')?.childElementCount
    ? requestAnimationFrame(() => requestAnimationFrame(resolve))
    : setTimeout(look, 50)
  look()
})`

const running = (supervisor: Supervisor): Promise<void> =>
  new Promise((resolve) => {
    if (supervisor.state.state === 'running') resolve()
    supervisor.onState(({ state }) => state === 'running' && resolve())
  })

export const smoke = async (window: BrowserWindow, supervisor: Supervisor, quit: () => void): Promise<void> => {
  const tooLate = setTimeout(() => {
    process.stderr.write('swiftseed: the window was not ready in time\n')
    app.exit(1)
  }, PATIENCE_MS)
  await running(supervisor)
  await window.webContents.executeJavaScript(DRAWN)
  clearTimeout(tooLate)
  process.stdout.write('swiftseed: window ready\n', quit)
}
