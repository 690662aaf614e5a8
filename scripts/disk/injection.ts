// Makes a running process meet errors in its system calls, with strace attached to it: the process itself is the real
// one and knows nothing. Leaves which calls and files to its user. Linux only.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'

export interface Injection {
  /** System calls, as strace names them. */
  readonly calls: readonly string[]
  /** An errno's name. */
  readonly error: string
  /** Only calls on these files; none: all. */
  readonly paths: readonly string[]
}

export const hasStrace = (): boolean => {
  try {
    execFileSync('strace', ['-o', '/dev/null', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const ATTACH_MS = 10_000

/** While it lives, the calls fail. */
export class Injected implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #log: string
  #over = false

  private constructor(child: ChildProcess, log: string) {
    this.#child = child
    this.#log = log
  }

  /** Resolves when every thread of the process is held. `log`: a file for what strace sees. */
  static async attach(pid: number, { calls, error, paths }: Injection, log: string): Promise<Injected> {
    const list = calls.join(',')
    const args = ['-f', '-ttt', '-o', log, '-e', `trace=${list}`, '-e', `inject=${list}:error=${error}`]
    const child = spawn('strace', [...args, ...paths.flatMap((path) => ['-P', path]), '-p', `${pid}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const injected = new Injected(child, log)
    let said = ''
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`strace did not attach: ${said}`)), ATTACH_MS)
      child.stderr?.on('data', (text) => {
        said += String(text)
        if (!said.includes(' attached')) return
        clearTimeout(late)
        resolve()
      })
      child.once('exit', () => reject(new Error(`strace ended: ${said}`)))
    })
    return injected
  }

  /** When the first call was refused, in ms of `performance.now`; null: none was yet. */
  firstRefusal(): number | null {
    const seconds = /(\d+\.\d+) .*\(INJECTED\)/.exec(readFileSync(this.#log, 'utf8'))?.[1]
    return seconds === undefined ? null : Number(seconds) * 1_000 - performance.timeOrigin
  }

  async end(): Promise<void> {
    if (this.#over) return
    this.#over = true
    const gone = once(this.#child, 'exit')
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.kill('SIGINT')
    await gone
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end()
    await rm(this.#log, { force: true })
  }
}
