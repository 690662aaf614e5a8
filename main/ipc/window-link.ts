// The window as the rest of main talks to it: events go to the page that is there now; what must not be missed waits
// until the page has made its first call, by which time it listens.

import type { CommandName, EventName, Events, Input } from '../../app/ipc/contract.ts'
import type { Port } from '../../app/ipc/port.ts'
import type { Log } from '../log/log.ts'
import type { ChainClient } from '../supervisor/chain-client.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'
import type { EngineMemory } from './engine-memory.ts'
import { serveWindow, type MainHandlers, type WindowServer } from './server.ts'

/** Told once and never again. */
const HELD: ReadonlySet<EventName> = new Set(['notice', 'ui.request'] as const)
const MOST_HELD = 100

interface Deps {
  readonly handlers: MainHandlers
  readonly engine: EngineClient
  readonly chain: ChainClient
  readonly memory: EngineMemory
  readonly log: Log
}

export class WindowLink {
  #server: WindowServer | null = null
  #listening = false
  #held: (() => void)[] = []

  /** A page that has just been loaded, on a port of its own. */
  serve(port: Port, { handlers, engine, chain, memory, log }: Deps): void {
    this.#listening = false
    memory.forgetWatch()
    const onCall = <N extends CommandName>(name: N, input: Input<N>): void => {
      if (name === 'details.watch') memory.noteWatch(input as Input<'details.watch'>)
      this.#listens()
    }
    const onCrash = (cause: unknown, name: string): string => log.error(`serving ${name}`, cause)
    this.#server = serveWindow(port, { handlers, engine, chain, onCrash, onCall })
  }

  emit<N extends EventName>(name: N, data: Events[N]): void {
    if (this.#listening || !HELD.has(name)) this.#server?.emit(name, data)
    else if (this.#held.length < MOST_HELD) this.#held.push(() => this.#server?.emit(name, data))
  }

  #listens(): void {
    if (this.#listening) return
    this.#listening = true
    const held = this.#held
    this.#held = []
    for (const send of held) send()
  }
}
