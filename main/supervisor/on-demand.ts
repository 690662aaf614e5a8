// A process that is started when it is first needed: who has no wallet has no process for one. From then on it is
// supervised like any other, until it is sent to rest. Leaves what it may be asked to the typed clients made of it.

import type { EngineState } from '../../app/ipc/contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Cancellation } from '../../app/ipc/rpc.ts'
import type { Result } from '../../app/result.ts'
import type { HandedPort } from './process.ts'
import type { Supervisor } from './supervisor.ts'

export class OnDemand {
  readonly #supervisor: Supervisor
  #begun = false
  /** The end of a process that was sent to rest, while it takes place. */
  #resting: Promise<void> | null = null
  #wanted = false

  constructor(supervisor: Supervisor) {
    this.#supervisor = supervisor
  }

  get begun(): boolean {
    return this.#begun
  }

  /** `off`: nobody needed it yet. */
  get state(): EngineState['state'] | 'off' {
    return this.#begun ? this.#supervisor.state.state : 'off'
  }

  /** What it said when it was started; null while it does not run. */
  get started(): unknown {
    return this.#supervisor.started
  }

  begin(): void {
    this.#wanted = true
    if (this.#begun || this.#resting !== null) return
    this.#begun = true
    this.#supervisor.start()
  }

  /** Nobody needs it any more, for now: it ends, and is started anew when it is needed again. */
  async rest(): Promise<void> {
    this.#wanted = false
    if (!this.#begun || this.#resting !== null) return this.#resting ?? undefined
    this.#begun = false
    // Set first: whoever hears that it stops may need it again at once.
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#resting = promise
    await this.#supervisor.stop()
    this.#resting = null
    resolve()
    if (this.#wanted) this.begin()
  }

  /** A call to one that is starting waits until it has; the supervisor knows how long that may take. */
  async call(name: string, input: unknown, cancellation?: Cancellation): Promise<Result<unknown, AppError>> {
    this.begin()
    await this.#settled()
    return this.#supervisor.call(name, input, cancellation)
  }

  onEvent(listener: (name: string, data: unknown) => void): () => void {
    return this.#supervisor.onEvent(listener)
  }

  onState(listener: () => void): () => void {
    return this.#supervisor.onState(listener)
  }

  hand(message: unknown, port: HandedPort): boolean {
    return this.#supervisor.hand(message, port)
  }

  retry(): void {
    this.#supervisor.retry()
  }

  async stop(): Promise<void> {
    this.#wanted = false
    await this.#resting
    if (this.#begun) await this.#supervisor.stop()
  }

  #settled(): Promise<void> {
    if (this.#supervisor.state.state !== 'starting') return Promise.resolve()
    return new Promise((resolve) => {
      const off = this.#supervisor.onState(({ state }) => {
        if (state === 'starting') return
        off()
        resolve()
      })
    })
  }
}
