// The built app in real Electron, as a resource: started on a profile, asked to quit or killed, never left behind.
// What goes wrong in its window is collected, so that a test can insist that nothing did.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { electronPath } from './electron.ts'
import { treeOf } from './peers/process-tree.ts'
import { until } from './peers/until.ts'
import type { Profile } from './profile.ts'

const ROOT = join(import.meta.dirname, '..')
const START_MS = 30_000
const QUIT_MS = 15_000
const OWN_FLAGS = process.getuid?.() === 0 ? ['--no-sandbox'] : []

export interface App extends AsyncDisposable {
  readonly electron: ElectronApplication
  readonly page: Page
  readonly profile: Profile
  /** What the window complained about: console errors, uncaught exceptions, crashes. */
  readonly complaints: readonly string[]
  /** Starts the app a second time with these arguments; it hands them over and ends. */
  openAgain(...args: string[]): Promise<void>
  enginePid(): Promise<number>
  /** Asks it to quit and waits until it has. */
  quit(): Promise<void>
  /** SIGKILL for the app and everything it started. */
  kill(): Promise<void>
}

export const environment = ({ home, folder, temporary }: Profile): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  DISPLAY: process.env['DISPLAY'] ?? '',
  LANG: 'C.UTF-8',
  HOME: home,
  TMPDIR: temporary,
  XDG_CONFIG_HOME: join(home, '.config'),
  XDG_DATA_HOME: join(home, '.local/share'),
  XDG_CACHE_HOME: join(home, '.cache'),
  SWIFTSEED_PROFILE: folder,
})

/** Errors of the page itself; what a test expects it may take out again. */
const listenForComplaints = (page: Page): string[] => {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.stack ?? error.message}`))
  page.on('crash', () => complaints.push('the page crashed'))
  return complaints
}

const openAgain = async (profile: Profile, args: readonly string[]): Promise<void> => {
  const child = spawn(electronPath(), [...OWN_FLAGS, ROOT, ...args], {
    env: environment(profile),
    stdio: 'ignore',
    timeout: START_MS,
    killSignal: 'SIGKILL',
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`the second instance ended with ${code}`)
}

const engineOf = (electron: ElectronApplication): Promise<number> =>
  until(
    'the engine process',
    () =>
      electron.evaluate(({ app }) => {
        const engine = app.getAppMetrics().find(({ type, name }) => type === 'Utility' && name === 'Swiftseed engine')
        return engine?.pid ?? null
      }),
    { withinMs: 10_000 },
  )

const kill = async (main: ChildProcess): Promise<void> => {
  if (main.pid === undefined || main.exitCode !== null || main.signalCode !== null) return
  const gone = once(main, 'exit')
  for (const pid of treeOf(main.pid)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Gone with its parent.
    }
  }
  await gone
}

const quit = async (electron: ElectronApplication, main: ChildProcess): Promise<void> => {
  const gone = once(main, 'exit', { signal: AbortSignal.timeout(QUIT_MS) })
  // The answer is lost when the app ends before it is sent.
  electron.evaluate(({ app }) => app.quit()).catch(() => undefined)
  await gone.catch((error: unknown) => {
    throw new Error(`the app did not quit within ${QUIT_MS} ms`, { cause: error })
  })
}

/**
 * Playwright's launch never ends now and then, although both its connections to the app are open and the app is up. Only
 * then it is tried once more, and says so; an app that does not come up fails the test as ever.
 */
const attached = async (launch: () => Promise<ElectronApplication>): Promise<ElectronApplication> => {
  try {
    return await launch()
  } catch (error) {
    if (!/<ws connected> ws:\S+\/devtools\/browser\//.test(String(error))) throw error
    console.warn('Playwright did not finish attaching to the app; trying once more.')
    return launch()
  }
}

export const launchApp = async (profile: Profile, ...args: string[]): Promise<App> => {
  const electron = await attached(() =>
    _electron.launch({
      executablePath: electronPath(),
      args: [...OWN_FLAGS, ROOT, ...args],
      cwd: profile.place,
      env: environment(profile),
      timeout: START_MS,
    }),
  )
  // Asked for now: the handle is no good any more once the app has ended.
  const main = electron.process()
  const page = await electron.firstWindow({ timeout: START_MS })
  const complaints = listenForComplaints(page)
  // By its element: a dialog that is open at the start hides it from roles.
  await page.locator('main').waitFor({ timeout: START_MS })
  return {
    electron,
    page,
    profile,
    complaints,
    openAgain: (...more) => openAgain(profile, more),
    enginePid: () => engineOf(electron),
    quit: () => quit(electron, main),
    kill: () => kill(main),
    [Symbol.asyncDispose]: () => kill(main),
  }
}
