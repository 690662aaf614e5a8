// A foreign program as a resource. It runs in a process group of its own under `timeout`, so it ends when it is
// disposed of, when this process exits, and at the latest when its lifetime is over, even if this process was killed.
// It gets a bare environment: no proxies, a UTF-8 locale, and a home folder of its own.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const OUTPUT_KEPT = 16_384
const GRACE_MS = 4_000

export interface ProgramOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly home: string
  readonly lifetimeSeconds: number
  /** What it prints on stdout is for a program to read, and not kept for people. */
  readonly talksOnStdout?: boolean
}

export interface Program extends AsyncDisposable {
  /** Of the program's group; the program itself is below it. */
  readonly pid: number
  readonly child: ChildProcess
  /** The end of what it printed, for error messages. */
  output(): string
  hasExited(): boolean
}

const groups = new Set<number>()
const folders = new Set<string>()
const signal = (group: number, name: NodeJS.Signals): void => {
  try {
    process.kill(-group, name)
  } catch {
    // It is gone already.
  }
}
process.on('exit', () => {
  for (const group of groups) signal(group, 'SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
// Asked to end, Node leaves without its exit handlers unless somebody listens.
for (const name of ['SIGTERM', 'SIGHUP'] as const) process.once(name, () => process.exit(1))

const stop = async (child: ChildProcess, group: number): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) {
    signal(group, 'SIGTERM')
    const insist = setTimeout(() => signal(group, 'SIGKILL'), GRACE_MS)
    await once(child, 'exit')
    clearTimeout(insist)
  }
  signal(group, 'SIGKILL')
  groups.delete(group)
}

export const startProgram = async (options: ProgramOptions): Promise<Program> => {
  const { command, args, home, lifetimeSeconds } = options
  const child = spawn('timeout', ['--kill-after=5', `${lifetimeSeconds}`, command, ...args], {
    cwd: home,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LANG: 'C.UTF-8', HOME: home },
  })
  await once(child, 'spawn')
  const group = child.pid ?? 0
  groups.add(group)
  let output = ''
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-OUTPUT_KEPT)
  }
  if (!options.talksOnStdout) child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.stdin.on('error', () => {})
  return {
    pid: group,
    child,
    output: () => output,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    [Symbol.asyncDispose]: () => stop(child, group),
  }
}

export interface Folder extends AsyncDisposable {
  readonly path: string
}

/** A folder of our own under `parent`, removed with everything in it. */
export const temporaryFolder = async (label: string, parent = tmpdir()): Promise<Folder> => {
  const path = await mkdtemp(join(parent, `swiftseed-${label}-`))
  folders.add(path)
  const remove = async (): Promise<void> => {
    await rm(path, { recursive: true, force: true, maxRetries: 3 })
    folders.delete(path)
  }
  return { path, [Symbol.asyncDispose]: remove }
}

export interface Stack extends AsyncDisposable {
  /** Takes something over to end it with the rest. */
  use<T extends AsyncDisposable>(one: T): T
}

/** Ends what it was given, the last first. Node 20, which runs the stories, has no AsyncDisposableStack. */
export const stack = (): Stack => {
  const held: AsyncDisposable[] = []
  return {
    use: (one) => {
      held.push(one)
      return one
    },
    [Symbol.asyncDispose]: async () => {
      for (const one of held.splice(0).toReversed()) await one[Symbol.asyncDispose]()
    },
  }
}
