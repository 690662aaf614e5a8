// The test suites and how each is run: unit tests in Electron as Node, end-to-end tests by Playwright on a virtual screen.
// Leaves counting to report.mjs. Invariant: a suite brings up what it needs itself and leaves nothing running.

import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuild } from './build.mjs'
import { run } from './child.mjs'
import { openScreen } from './display.mjs'
import { ensureElectron, runtimeNote } from './electron-runtime.mjs'
import { ensurePackages } from './packages.mjs'
import { root, say } from './place.mjs'
import { ensureSystem } from './system-packages.mjs'

/** @typedef {import('./electron-runtime.mjs').Runtime} Runtime */
/** @typedef {import('./child.mjs').Outcome} Outcome */

/**
 * @typedef {object} SuiteOptions
 * @property {number} [limitMs]
 * @property {string} [report] where a machine-readable report goes
 */

/** @returns {Promise<Runtime>} the Electron to test in, with everything in place */
export async function prepare() {
  await ensurePackages()
  const electron = await ensureElectron()
  say(runtimeNote(electron))
  await ensureSystem(['app', 'tests'], electron.executable)
  return electron
}

/** @param {Runtime} electron @returns {NodeJS.ProcessEnv} */
const environment = (electron) => ({ ...process.env, SWIFTSEED_ELECTRON: electron.executable })

/** @param {Runtime} electron @param {string[]} args @param {SuiteOptions} [options] */
export function runInElectronAsNode(electron, args, options = {}) {
  const env = { ...environment(electron), ELECTRON_RUN_AS_NODE: '1' }
  return run(electron.executable, args, { cwd: root, env, ...(options.limitMs && { limitMs: options.limitMs }) })
}

/** @param {Runtime} electron @param {string[]} args @param {SuiteOptions} [options] */
export function unit(electron, args, options = {}) {
  const reporters = options.report
    ? ['--reporter=default', '--reporter=json', `--outputFile.json=${options.report}`]
    : []
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  return runInElectronAsNode(electron, [vitest, 'run', ...reporters, ...args], options)
}

/** How many end-to-end tests run at once: they wait far more than they compute. */
const E2E_AT_ONCE = 2

/**
 * Each screen is one of its own, as windows on one would take the keyboard from each other; DISPLAY is the first.
 * @param {(env: NodeJS.ProcessEnv) => Promise<Outcome>} action
 * @param {NodeJS.ProcessEnv} env
 * @param {number} [count] of screens
 */
async function withScreen(action, env, count = 1) {
  if (process.platform !== 'linux') return action(env)
  const screens = await Promise.all(Array.from({ length: count }, openScreen))
  const displays = screens.map(({ display }) => display)
  try {
    return await action({
      ...env,
      DISPLAY: displays[0],
      SWIFTSEED_DISPLAYS: displays.join(','),
      WAYLAND_DISPLAY: '',
    })
  } finally {
    for (const screen of screens) screen.close()
  }
}

/** Runs a script as the main process of an Electron of its own. @param {Runtime} electron @param {string} script */
export function inElectron(electron, script) {
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return withScreen((env) => run(electron.executable, [...flags, script], { cwd: root, env }), environment(electron))
}

/** @param {Runtime} electron @param {string[]} args @param {SuiteOptions} [options] */
export async function e2e(electron, args, options = {}) {
  await ensureBuild()
  const reporters = options.report ? ['--reporter=list,json'] : []
  const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  const env = { ...environment(electron), ...(options.report && { PLAYWRIGHT_JSON_OUTPUT_FILE: options.report }) }
  return withScreen(
    (screenEnv) =>
      run(process.execPath, [playwright, 'test', ...reporters, ...args], {
        cwd: root,
        env: screenEnv,
        ...(options.limitMs && { limitMs: options.limitMs }),
      }),
    env,
    E2E_AT_ONCE,
  )
}

/** A fresh folder for reports. */
export function reportFolder() {
  const folder = join(root, '.cache', 'reports')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

/**
 * Runs one program of a folder by its name, as TypeScript, in Electron as Node.
 * @param {Runtime} electron
 * @param {string} folder
 * @param {string[]} args the name and what the program gets
 */
export async function program(electron, folder, [name, ...args]) {
  const names = readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.d.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
  if (name === undefined || !names.includes(name)) {
    say(`Which one? ${names.join(', ')}`)
    return { code: 2, late: false, output: '' }
  }
  const env = { ...environment(electron), ELECTRON_RUN_AS_NODE: '1' }
  const script = join(root, folder, `${name}.ts`)
  return withScreen((screenEnv) => run(electron.executable, [script, ...args], { cwd: root, env: screenEnv }), env)
}
