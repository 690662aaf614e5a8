// `npm start`: brings the app up from whatever state the clone is in, and starts it at once when all is in place.
// Written with Node's built-ins only, because it runs before anything is installed.

import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuild } from './build.mjs'
import { openScreen } from './display.mjs'
import { ensureElectron, runtimeNote } from './electron-runtime.mjs'
import { ensurePackages } from './packages.mjs'
import { root, say } from './place.mjs'
import { ensureSystem } from './system-packages.mjs'

const linux = process.platform === 'linux'
const asRoot = linux && process.getuid?.() === 0
const hasDisplay = !linux || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
const virtualScreen = !hasDisplay && (asRoot || Boolean(process.env['CI'] || process.env['SWIFTSEED_XVFB']))

/** @param {string} file */
const isOn = (file) => existsSync(file) && readFileSync(file, 'utf8').trim() === '1'

/** @param {string} dist */
function sandboxNote(dist) {
  if (!linux || asRoot) return
  const refused =
    isOn('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') ||
    (existsSync('/proc/sys/kernel/unprivileged_userns_clone') && !isOn('/proc/sys/kernel/unprivileged_userns_clone'))
  const helper = join(dist, 'chrome-sandbox')
  if (!refused || !existsSync(helper)) return
  const { uid, mode } = statSync(helper)
  if (uid === 0 && (mode & 0o4000) !== 0) return
  say('This system may refuse the sandbox to Electron. If no window appears, allow its helper once:')
  say(`  sudo chown root "${helper}" && sudo chmod 4755 "${helper}"`)
}

/** @returns {Promise<NodeJS.ProcessEnv>} the environment of the app */
async function environment() {
  const env = { ...process.env }
  delete env['ELECTRON_RUN_AS_NODE']
  if (!virtualScreen) return env
  const screen = await openScreen()
  say(`No display here: the app runs on the virtual screen ${screen.display}, where nobody sees it.`)
  return { ...env, DISPLAY: screen.display }
}

/** @param {string} executable @param {NodeJS.ProcessEnv} env @returns {Promise<number>} the exit code */
function launch(executable, env) {
  const flags = asRoot ? ['--no-sandbox'] : []
  if (asRoot) say('Running as root, where Chromium has no sandbox: --no-sandbox. Use an ordinary user for real work.')
  const child = spawn(executable, [...flags, root, ...process.argv.slice(2)], {
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    env,
    stdio: 'inherit',
  })
  // Ctrl-C reaches the app by itself; it quits in good order and this process follows.
  process.on('SIGINT', () => {})
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGTERM' ? 143 : 1)))
  })
}

async function start() {
  await ensurePackages()
  const electron = await ensureElectron()
  say(runtimeNote(electron))
  const [complete] = await Promise.all([
    ensureSystem(virtualScreen ? ['app', 'screen'] : ['app'], electron.executable),
    ensureBuild(),
  ])
  if (!hasDisplay && !virtualScreen) {
    say('There is no display. Start this from a desktop session, or set SWIFTSEED_XVFB=1 for a virtual screen.')
    return 1
  }
  if (!complete) return 1
  sandboxNote(electron.dist)
  return launch(electron.executable, await environment())
}

try {
  process.exitCode = await start()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
// The virtual screen, if any, ends with this process.
process.exit()
