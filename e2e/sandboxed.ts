// A packaged release run by somebody who is not root, for Chromium has no sandbox for root: as `nobody` when root runs
// the tests, else as who does. Its processes are looked at from outside, as the kernel knows them.

import { spawn, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { environment } from './app.ts'
import { treeOf } from './peers/process-tree.ts'
import { until } from './peers/until.ts'
import type { Profile } from './profile.ts'

const NOBODY = 65_534
const START_MS = 60_000
const isRoot = process.getuid?.() === 0
const AS_NOBODY = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : []

export interface Seen {
  readonly uid: number
  readonly command: string
  /** 2: a filter decides on every system call (man 5 proc). */
  readonly seccomp: number
}

const look = (pid: number): Seen | null => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return { uid: field('Uid'), command, seccomp: field('Seccomp') }
  } catch {
    return null
  }
}

const canReach = (program: string): boolean => {
  try {
    execFileSync('setpriv', [...AS_NOBODY.slice(1), 'test', '-x', program])
    return true
  } catch {
    return false
  }
}

/** The program where nobody can run it: the folders above a checkout may be closed to others. */
const within = (program: string, place: string): string => {
  if (!isRoot || canReach(program)) return program
  const copy = join(place, 'unpacked')
  execFileSync('cp', ['-r', dirname(program), copy])
  return join(copy, 'swiftseed')
}

/** Starts the release and says what its processes are, once its page has one, and each of a page is confined; ends it then. */
export const lookAtRelease = async (program: string, profile: Profile): Promise<readonly Seen[]> => {
  const reachable = within(program, profile.place)
  if (isRoot) {
    chmodSync(profile.place, 0o755)
    execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, profile.home, profile.folder, profile.temporary])
  }
  const [command, ...args] = [...AS_NOBODY, reachable]
  const child = spawn(command, args, { cwd: '/', env: environment(profile), stdio: 'ignore' })
  const gone = once(child, 'exit')
  const seen = (): Seen[] => treeOf(child.pid ?? 0).flatMap((pid) => look(pid) ?? [])
  const confined = (): readonly Seen[] | null => {
    const all = seen()
    const pages = all.filter(({ command: said }) => said.includes('--type=renderer'))
    return pages.length > 0 && pages.every(({ seccomp }) => seccomp === 2) ? all : null
  }
  try {
    return await until('a confined page', confined, { withinMs: START_MS, everyMs: 100 }).catch(seen)
  } finally {
    for (const pid of treeOf(child.pid ?? 0)) kill(pid)
    await gone
  }
}

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone with its parent.
  }
}
