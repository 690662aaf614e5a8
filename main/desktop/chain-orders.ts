// What the chain process was told to do last. Invariant: it is told again until it says that it has done so, so that no
// window shows one network's name over what another one told.

import type { ChainConfig } from '../../app/ipc/chain-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Result } from '../../app/result.ts'
import type { Clock } from '../supervisor/clock.ts'

interface Deps {
  readonly configure: (config: ChainConfig) => Promise<Result<void, AppError>>
  readonly clock: Pick<Clock, 'after'>
}

const AGAIN_MS = 2_000

export class ChainOrders {
  readonly #deps: Deps
  #told = ''

  constructor(deps: Deps) {
    this.#deps = deps
  }

  tell(config: ChainConfig): void {
    const text = JSON.stringify(config)
    if (text !== this.#told) void this.#tell(config, text)
  }

  /** It was started anew and knows nothing. */
  forget(): void {
    this.#told = ''
  }

  async #tell(config: ChainConfig, text: string): Promise<void> {
    this.#told = text
    const done = await this.#deps.configure(config)
    if (done.ok || this.#told !== text) return
    this.#deps.clock.after(AGAIN_MS, () => {
      if (this.#told === text) void this.#tell(config, text)
    })
  }
}
