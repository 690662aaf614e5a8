// The folders of `npm run demo`: one of its own for each run, and away with those whose run was killed before it could
// clear up. Invariant: a folder is removed only when nothing lives that may use it: neither the run that made it, nor what
// that started, nor the app; and only one that is the user's own, by its name and on this computer.

import {
  lstatSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const NAME = /^swiftseed-demo-(\d+)-\w+$/
/** Of what the run started, in its folder. */
const STARTED = 'demo.pid'
/** Chromium's mark of who uses the folder: a link to the computer's name and the process's number. */
const APP = 'SingletonLock'

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's is one, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** @param {() => string} read @returns {number | null} the number at the end of what is read, where anything is */
function numberAtEnd(read) {
  try {
    const digits = /(\d+)\s*$/.exec(read())?.[1]
    return digits === undefined ? null : Number(digits)
  } catch {
    return null
  }
}

/** @param {string} folder @param {number} maker */
function isUsed(folder, maker) {
  const started = numberAtEnd(() => readFileSync(join(folder, STARTED), 'utf8'))
  const app = numberAtEnd(() => readlinkSync(join(folder, APP)))
  return [maker, started, app].some((pid) => pid !== null && lives(pid))
}

/** @param {string} folder */
function isOwn(folder) {
  const found = lstatSync(folder)
  return found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid())
}

/** @param {string} folder */
export function removeProfile(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** @param {string} folder @param {number} maker */
function clear(folder, maker) {
  if (!isOwn(folder) || isUsed(folder, maker)) return
  // Where files that are open cannot be removed, this refuses before anything is gone.
  const gone = `${folder}gone`
  renameSync(folder, gone)
  removeProfile(gone)
}

/** @param {string} [within] */
export function clearLeftovers(within = tmpdir()) {
  for (const name of readdirSync(within)) {
    const maker = NAME.exec(name)?.[1]
    if (maker === undefined) continue
    try {
      clear(join(within, name), Number(maker))
    } catch {
      // In use after all, or gone meanwhile: the next run looks again.
    }
  }
}

/** @param {string} [within] */
export function makeProfile(within = tmpdir()) {
  return mkdtempSync(join(within, `swiftseed-demo-${process.pid}-`))
}

/** @param {string} folder @param {number | undefined} pid of what uses it besides this process */
export function noteStarted(folder, pid) {
  if (pid !== undefined) writeFileSync(join(folder, STARTED), `${pid}\n`)
}
