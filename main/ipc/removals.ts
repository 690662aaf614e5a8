// Torrents whose data is being taken off the disk right now. Stands in front of the engine's client and passes
// everything on, but has whoever adds such a torrent again wait: the engine has forgotten it by then, and would find
// files that vanish under it. Leaves what is taken to whoever takes it.

import type { Input } from '../../app/ipc/contract.ts'
import type { EngineCommandName } from '../../app/ipc/engine-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Cancellation } from '../../app/ipc/rpc.ts'
import type { Result } from '../../app/result.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { Asked, EngineClient, EngineServed, Told } from '../supervisor/engine-client.ts'

interface Removal {
  readonly ids: readonly TorrentId[]
  /** Never rejects. */
  readonly over: Promise<unknown>
}

export class Removals implements EngineClient {
  readonly #engine: EngineClient
  readonly #running = new Set<Removal>()

  constructor(engine: EngineClient) {
    this.#engine = engine
  }

  async call<N extends EngineCommandName | EngineServed>(
    name: N,
    input: Asked<N>,
    cancellation?: Cancellation,
  ): Promise<Result<Told<N>, AppError>> {
    if (name === 'add.confirm' && this.#running.size > 0) await this.#await((input as Input<'add.confirm'>).ref)
    return this.#engine.call(name, input, cancellation)
  }

  /** While `work` runs, it takes away the data of these. */
  async during<T>(ids: readonly TorrentId[], work: () => Promise<T>): Promise<T> {
    const working = work()
    const removal = { ids, over: working.catch(() => undefined) }
    this.#running.add(removal)
    try {
      return await working
    } finally {
      this.#running.delete(removal)
    }
  }

  async #await(ref: number): Promise<void> {
    const pending = await this.#engine.call('add.pending', undefined)
    const id = pending.ok ? pending.value.find((candidate) => candidate.ref === ref)?.id : undefined
    if (id === undefined) return
    const inTheWay = (): Removal | undefined => [...this.#running].find(({ ids }) => ids.includes(id))
    for (let removal = inTheWay(); removal; removal = inTheWay()) await removal.over
  }
}
