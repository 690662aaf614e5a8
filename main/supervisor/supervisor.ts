// Keeps one process of ours running, the engine or the wallet: carries out what app/supervision decides, passes calls
// and events through, and says in which state it is. Callers need not know of restarts: a call made during a short one
// waits for it. What the process is and is started with comes from outside; each serves `start`, `ping`, `shutdown`.
// Invariant: every call ends, and `stop` ends within its deadline whatever the process does.

import type { EngineState } from '../../app/ipc/contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import { connect, type Cancellation, type RpcClient } from '../../app/ipc/rpc.ts'
import { fail, type Result } from '../../app/result.ts'
import { BEAT_MS, begin, step, type Effect, type Happening, type Step } from '../../app/supervision/supervision.ts'
import type { Log } from '../log/log.ts'
import type { Clock } from './clock.ts'
import type { HandedPort, SupervisedProcess } from './process.ts'

/** How long a call waits for a process that is starting. */
export const PATIENCE_MS = 2_000
/** From the answer to `shutdown` to the kill: all is saved by then. */
const LEAVE_MS = 500

interface Deps {
  /** What it is: `engine` is served `engine.start`, and so the log calls it. */
  readonly name: 'engine' | 'wallet' | 'chain' | 'practice'
  /** What a call comes to while it is away. */
  readonly away: AppError
  readonly fork: () => SupervisedProcess
  /** What it is started with, asked for anew at every start. */
  readonly startWith: () => unknown
  readonly log: Log
  readonly clock: Clock
}

interface Child {
  readonly process: SupervisedProcess
  readonly client: RpcClient
}

type Answer = Result<unknown, AppError>

export class Supervisor implements AsyncDisposable {
  readonly #deps: Deps
  #supervision = begin().next
  #state: EngineState = { state: 'starting' }
  #child: Child | null = null
  #started: unknown = null
  #cancelTimer: () => void = () => undefined
  #stopBeating: () => void = () => undefined
  #pinging = false
  readonly #stateListeners = new Set<(state: EngineState) => void>()
  readonly #eventListeners = new Set<(name: string, data: unknown) => void>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  start(): void {
    this.#take(begin())
  }

  get state(): EngineState {
    return this.#state
  }

  /** What it said when it was started; null while it does not run. */
  get started(): unknown {
    return this.#runningChild() === null ? null : this.#started
  }

  onState(listener: (state: EngineState) => void): () => void {
    this.#stateListeners.add(listener)
    return () => this.#stateListeners.delete(listener)
  }

  onEvent(listener: (name: string, data: unknown) => void): () => void {
    this.#eventListeners.add(listener)
    return () => this.#eventListeners.delete(listener)
  }

  /** Never rejects. `away` when the process is not there, or goes away before it answers. */
  async call(name: string, input: unknown, cancellation?: Cancellation): Promise<Answer> {
    const child = this.#runningChild() ?? (await this.#comingChild())
    if (!child) return fail(this.#deps.away)
    const result = await child.client.call(name, input, cancellation)
    return !result.ok && result.error.code === 'closed' ? fail(this.#deps.away) : result
  }

  /** Passes on an end of a channel, whose other end somebody else has. False: the process is not there. */
  hand(message: unknown, port: HandedPort): boolean {
    const child = this.#runningChild()
    child?.process.hand(message, port)
    return child !== null
  }

  /** Start at once what is waiting or was given up. */
  retry(): void {
    this.#happen({ it: 'retry' })
  }

  /** Ends the process in order, or by force when it does not end in time. */
  stop(): Promise<void> {
    this.#happen({ it: 'stop' })
    return new Promise((resolve) => {
      if (this.#supervision.phase === 'stopped') return resolve()
      this.#stateListeners.add(() => this.#supervision.phase === 'stopped' && resolve())
    })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  #happen(happening: Happening): void {
    this.#take(step(this.#supervision, happening))
  }

  #take({ next, effects }: Step): void {
    const before = this.#supervision
    this.#supervision = next
    if (next.phase !== 'running') this.#stopBeating()
    else if (before.phase !== 'running') this.#beat()
    for (const effect of effects) this.#carryOut(effect)
    if (before.phase !== next.phase || effects.some((effect) => effect.do === 'fork')) this.#announce()
  }

  #carryOut(effect: Effect): void {
    switch (effect.do) {
      case 'fork':
        return this.#fork()
      case 'kill':
        return this.#child?.process.kill()
      case 'ask-to-stop':
        return void this.#askToStop()
      case 'timer':
        this.#cancelTimer()
        this.#cancelTimer = this.#deps.clock.after(effect.ms, () => this.#happen({ it: 'timeout', at: this.#now() }))
    }
  }

  #fork(): void {
    this.#cancelTimer()
    const process = this.#deps.fork()
    const child = { process, client: connect(process.port) }
    this.#child = child
    this.#pinging = false
    child.client.onEvent((name, data) => {
      if (this.#child === child) for (const listener of this.#eventListeners) listener(name, data)
    })
    process.onExit((what) => this.#exited(child, what))
    void this.#begin(child)
  }

  async #begin(child: Child): Promise<void> {
    const result = await child.client.call(`${this.#deps.name}.start`, this.#deps.startWith())
    if (this.#child !== child) return
    if (result.ok) {
      this.#started = result.value
      return this.#happen({ it: 'started', at: this.#now() })
    }
    const { error } = result
    this.#deps.log.error(
      `the ${this.#deps.name} did not start: ${error.code}${'fault' in error ? `, ${error.fault}` : ''}`,
    )
    if (error.code !== 'disk' && error.code !== 'wallet-disk') return child.process.kill()
    this.#happen({ it: 'refused', why: error.fault === 'full' ? 'disk-full' : 'disk-refuses' })
  }

  #exited(child: Child, what: string): void {
    if (this.#child !== child) return
    this.#child = null
    this.#cancelTimer()
    child.client.close()
    if (this.#supervision.phase !== 'stopping') this.#deps.log.warn(`the ${this.#deps.name} ended: ${what}`)
    this.#happen({ it: 'exit', at: this.#now() })
  }

  async #askToStop(): Promise<void> {
    const child = this.#child
    if (!child) return
    await child.client.call(`${this.#deps.name}.shutdown`, undefined)
    this.#deps.clock.after(LEAVE_MS, () => this.#child === child && child.process.kill())
  }

  #beat(): void {
    this.#cancelTimer()
    this.#stopBeating()
    this.#stopBeating = this.#deps.clock.every(BEAT_MS, () => {
      this.#happen({ it: 'beat', at: this.#now() })
      if (!this.#pinging) void this.#ping()
    })
  }

  async #ping(): Promise<void> {
    const child = this.#child
    if (!child) return
    this.#pinging = true
    const result = await child.client.call(`${this.#deps.name}.ping`, undefined)
    if (this.#child !== child) return
    this.#pinging = false
    // An error is an answer too: the loop is alive.
    if (result.ok || result.error.code !== 'closed') this.#happen({ it: 'answer', at: this.#now() })
  }

  #runningChild(): Child | null {
    return this.#supervision.phase === 'running' ? this.#child : null
  }

  #comingChild(): Promise<Child | null> {
    const { phase } = this.#supervision
    const soon = phase === 'starting' || (phase === 'waiting' && this.#supervision.inMs < PATIENCE_MS)
    if (!soon) return Promise.resolve(null)
    return new Promise((resolve) => {
      const end = (): void => {
        forget()
        cancel()
        resolve(this.#runningChild())
      }
      const forget = this.onState((state) => state.state === 'restarting' || end())
      const cancel = this.#deps.clock.after(PATIENCE_MS, end)
    })
  }

  #announce(): void {
    this.#state = this.#describe()
    for (const listener of this.#stateListeners) listener(this.#state)
  }

  #describe(): EngineState {
    const now = this.#supervision
    switch (now.phase) {
      case 'starting':
        return now.why === null
          ? { state: 'starting' }
          : { state: 'restarting', attempt: now.failures, inMs: 0, why: now.why }
      case 'running':
        return { state: 'running' }
      case 'waiting':
        return { state: 'restarting', attempt: now.failures, inMs: now.inMs, why: now.why }
      case 'failed':
        return {
          state: 'failed',
          logId: this.#deps.log.error(`the ${this.#deps.name} ${now.why} too often and was given up`),
        }
      default:
        return { state: 'stopping' }
    }
  }

  #now(): number {
    return this.#deps.clock.now()
  }
}
