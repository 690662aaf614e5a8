// A user of a campaign, from outside: their app started on one folder again and again, asked as a window would ask, and
// killed, as a whole or one of its processes. Invariant: of the user's processes none is left of an earlier app when the
// next one starts.

import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { AppError } from '../../app/ipc/errors.ts'
import { connect, type RpcClient } from '../../app/ipc/rpc.ts'
import { fail, ok, type Result } from '../../app/result.ts'
import type { SettingsPatch } from '../../app/settings/settings.ts'
import type { PracticeNode } from '../../app/wallet/practice-network.ts'
import { systemClock } from '../../main/wallet/clock.ts'
import { openDisk } from '../../main/wallet/vault-disk.ts'
import { Wallet } from '../../main/wallet/wallet.ts'
import type { Address } from '../../app/tron/address.ts'
import type { AppCommandName, AppCommands, AppEvents, AppStart, Look } from './app-words.ts'
import { childPort } from './child-port.ts'
import type { ProcessName } from './process-words.ts'

const script = fileURLToPath(new URL('app-process.ts', import.meta.url))
const PASSWORD = 'correct horse battery'
/** The least that a vault may cost: it is opened again and again. */
const CHEAP_N = 2 ** 15
const HOUR_MS = 3_600_000
const GONE_MS = 10_000
const LOOK_MS = 10
const SAID = 200

export type Victim = ProcessName | 'app'

export interface UserSpec {
  readonly name: string
  readonly folder: string
  readonly practice: PracticeNode
  readonly patch: SettingsPatch
  /** Where compiled code is kept from one start to the next. */
  readonly cache: string
}

const signal = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}

/** One that nobody has waited for yet is gone as well. */
const isAlive = (pid: number): boolean => {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${String(pid)}/stat`, 'latin1'))
  } catch {
    return false
  }
}

export class User {
  readonly name: string
  readonly folder: string
  readonly account: Address
  /** Warnings and errors of its log, the last of them. */
  readonly said: string[] = []
  readonly #start: AppStart
  readonly #cache: string
  readonly #pids = new Map<ProcessName, number>()
  #app: { readonly child: ChildProcess; readonly rpc: RpcClient } | null = null

  private constructor({ name, folder, practice, patch, cache }: UserSpec, account: Address) {
    this.#cache = cache
    this.name = name
    this.folder = folder
    this.account = account
    this.#start = { folder, password: PASSWORD, practice, patch }
  }

  static async make(spec: UserSpec): Promise<User> {
    const folder = join(spec.folder, 'wallet')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const disk = await openDisk(folder)
    const wallet = await Wallet.open({ disk, clock: systemClock, autoLockMs: HOUR_MS, N: CHEAP_N, speedFolder: null })
    const key = crypto.getRandomValues(new Uint8Array(32))
    const kept = { labels: ['Account 1'], checkedAt: null }
    const made = await wallet.keyring.create({ of: 'key', key }, kept, new TextEncoder().encode(PASSWORD))
    const [first] = wallet.state.accounts
    wallet.close()
    if (!made.ok || first === undefined) throw new Error(`no wallet: ${JSON.stringify(made)}`)
    const user = new User(spec, first.address)
    user.start()
    return user
  }

  get walletFolder(): string {
    return join(this.folder, 'wallet')
  }

  get chainFolder(): string {
    return join(this.folder, 'chain')
  }

  start(): void {
    const child = fork(script, [JSON.stringify(this.#start)], {
      serialization: 'advanced',
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_COMPILE_CACHE: this.#cache },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    child.stderr?.on('data', (chunk: Buffer) => this.#say(`stderr ${chunk.toString('utf8')}`))
    const rpc = connect(childPort(child))
    rpc.onEvent((name, data) => this.#hear(name as keyof AppEvents, data))
    this.#app = { child, rpc }
  }

  /** `closed`: it was killed before it answered. */
  async ask<N extends AppCommandName>(
    name: N,
    input: AppCommands[N]['input'],
  ): Promise<Result<AppCommands[N]['output'], AppError>> {
    if (this.#app === null) return fail({ code: 'closed' })
    const answer = await this.#app.rpc.call(name, input)
    return answer.ok ? ok(answer.value as AppCommands[N]['output']) : answer
  }

  async look(): Promise<Look | null> {
    const look = await this.ask('look', undefined)
    return look.ok ? look.value : null
  }

  /** Whether that process of it can be killed now. */
  runs(victim: Victim): boolean {
    if (victim === 'app') return this.#app !== null
    return isAlive(this.#pids.get(victim) ?? 0)
  }

  /** At once; it is gone when it returns. The app starts its processes again by itself; the app itself is `start`ed. */
  async kill(victim: Victim): Promise<void> {
    const pids = victim === 'app' ? [...this.#pids.values()] : [this.#pids.get(victim) ?? 0]
    if (victim === 'app') {
      const app = this.#app
      this.#app = null
      const exit = app && app.child.exitCode === null && app.child.signalCode === null ? once(app.child, 'exit') : null
      app?.child.kill('SIGKILL')
      for (const pid of pids) signal(pid)
      await exit
      this.#pids.clear()
    } else for (const pid of pids) if (pid !== 0) signal(pid)
    await this.#gone(pids)
  }

  async #gone(pids: readonly number[]): Promise<void> {
    const end = performance.now() + GONE_MS
    while (pids.some((pid) => pid !== 0 && isAlive(pid))) {
      if (performance.now() > end) throw new Error('a killed process lives')
      await delay(LOOK_MS)
    }
  }

  #hear(name: keyof AppEvents, data: unknown): void {
    if (name === 'said') this.#say(data as AppEvents['said'])
    if (name !== 'forked') return
    const forked = data as AppEvents['forked']
    this.#pids.set(forked.name, forked.pid)
  }

  #say(text: string): void {
    this.said.push(text)
    if (this.said.length > SAID) this.said.shift()
  }
}
