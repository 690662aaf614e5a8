// Runs one child process to its end and tells how it went.
// Leaves to the caller what the outcome means. Invariant: no child outlives its time limit or this process; on POSIX a
// child leads its own process group, so that what it started ends with it.

import { spawn } from 'node:child_process'

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [limitMs] after this the child and all it started are ended
 * @property {boolean} [capture] collect the output instead of showing it
 */

/**
 * @typedef {object} Outcome
 * @property {number} code exit code; 1 when ended by a signal or never started
 * @property {boolean} late ended because its time was up
 * @property {string} output what it wrote, when captured
 */

const posix = process.platform !== 'win32'
const graceMs = 5_000

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return
  try {
    if (posix) process.kill(-child.pid, signal)
    else child.kill(signal)
  } catch {
    // It ended by itself in the meantime.
  }
}

/** @param {NodeJS.Signals} signal */
function endAll(signal) {
  for (const child of running) signalGroup(child, 'SIGTERM')
  process.exit(signal === 'SIGINT' ? 130 : 143)
}

const endings = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/** @param {import('node:child_process').ChildProcess} child */
function watch(child) {
  if (running.size === 0) for (const signal of endings) process.on(signal, endAll)
  running.add(child)
}

/** @param {import('node:child_process').ChildProcess} child */
function unwatch(child) {
  running.delete(child)
  if (running.size === 0) for (const signal of endings) process.off(signal, endAll)
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome>}
 */
export function run(command, args, options = {}) {
  const streams = options.capture ? 'pipe' : 'inherit'
  const { cwd, env = process.env, limitMs } = options
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', streams, streams], detached: posix })
  watch(child)
  const outcome = { code: 1, late: false, output: '' }
  child.stdout?.on('data', (chunk) => (outcome.output += chunk))
  child.stderr?.on('data', (chunk) => (outcome.output += chunk))
  const expire = () => {
    outcome.late = true
    signalGroup(child, 'SIGTERM')
    setTimeout(signalGroup, graceMs, child, 'SIGKILL').unref()
  }
  const deadline = limitMs === undefined ? undefined : setTimeout(expire, limitMs)

  return new Promise((resolve) => {
    const finish = (/** @type {number | null} */ code) => {
      clearTimeout(deadline)
      unwatch(child)
      resolve({ ...outcome, code: code ?? 1 })
    }
    child.once('error', (error) => {
      outcome.output += error.message
      finish(1)
    })
    // What the child left behind would hold the pipes open.
    child.once('exit', () => signalGroup(child, 'SIGKILL'))
    child.once('close', finish)
  })
}

/**
 * npm itself: the one that started us if there is one, else the one on the path.
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export function npm(args, options) {
  const script = process.env['npm_execpath']
  if (script !== undefined && /npm-cli\.c?js$/.test(script)) return run(process.execPath, [script, ...args], options)
  return posix ? run('npm', args, options) : run('cmd.exe', ['/d', '/s', '/c', 'npm', ...args], options)
}
