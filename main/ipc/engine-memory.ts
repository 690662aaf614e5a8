// What the engine forgets when it is started anew and is told again: how often to send, and what details the window
// looks at.

import type { Input } from '../../app/ipc/contract.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'

export class EngineMemory {
  readonly #engine: EngineClient
  #pace: 'visible' | 'hidden' = 'visible'
  #watch: Input<'details.watch'> = null

  constructor(engine: EngineClient) {
    this.#engine = engine
  }

  setVisible(visible: boolean): void {
    const pace = visible ? 'visible' : 'hidden'
    if (pace === this.#pace) return
    this.#pace = pace
    void this.#engine.call('engine.pace', pace)
  }

  /** The window has told the engine itself. */
  noteWatch(watch: Input<'details.watch'>): void {
    this.#watch = watch
  }

  /** The page that watched is gone. */
  forgetWatch(): void {
    if (this.#watch === null) return
    this.#watch = null
    void this.#engine.call('details.watch', null)
  }

  /** The engine has just been started. */
  async restore(): Promise<void> {
    await this.#engine.call('engine.pace', this.#pace)
    if (this.#watch !== null) await this.#engine.call('details.watch', this.#watch)
  }
}
