// Tells the engine what Speed is to do: the newest orders, once, and again when it was started anew. Leaves what they
// are to app/speed. Invariant: what the engine was told last is what was ordered last, as soon as it can be told.

import type { SpeedOrders } from '../../app/ipc/speed-desk.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Result } from '../../app/result.ts'
import type { Clock } from '../supervisor/clock.ts'
import { fingerprint } from './fingerprint.ts'

interface Deps {
  readonly tell: (orders: SpeedOrders) => Promise<Result<void, AppError>>
  readonly clock: Pick<Clock, 'after'>
}

const AGAIN_MS = 1_000

export class EngineOrders {
  readonly #deps: Deps
  #running = false
  #orders: SpeedOrders | null = null
  #told = ''

  constructor(deps: Deps) {
    this.#deps = deps
  }

  order(orders: SpeedOrders): void {
    this.#orders = orders
    this.#tell()
  }

  /** It knows nothing of what a former run was told. */
  engineRuns(running: boolean): void {
    this.#running = running
    this.#told = ''
    this.#tell()
  }

  #tell(): void {
    const orders = this.#orders
    if (!this.#running || orders === null) return
    const text = fingerprint(orders)
    if (text === this.#told) return
    this.#told = text
    void this.#deps.tell(orders).then((done) => {
      if (!done.ok && this.#told === text) this.#again(text)
    })
  }

  #again(text: string): void {
    this.#deps.clock.after(AGAIN_MS, () => {
      if (this.#told !== text) return
      this.#told = ''
      this.#tell()
    })
  }
}
