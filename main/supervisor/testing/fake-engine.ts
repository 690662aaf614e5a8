// Stands in for a supervised process: the real RPC over an in-memory port, with a life a test can end or freeze.

import { memoryPortPair, type Port } from '../../../app/ipc/port.ts'
import { serve, type Handler, type RpcServer } from '../../../app/ipc/rpc.ts'
import { ok } from '../../../app/result.ts'
import type { SupervisedProcess } from '../process.ts'

export class FakeEngine implements SupervisedProcess {
  readonly port: Port
  readonly calls: { readonly name: string; readonly input: unknown }[] = []
  /** What came with ports. */
  readonly handed: unknown[] = []
  readonly #server: RpcServer
  readonly #engineEnd: Port
  #onExit: (what: string) => void = () => undefined
  /** A frozen event loop: nothing is answered any more. */
  frozen = false
  alive = true
  kills = 0
  /** Answers for commands; the rest is answered with nothing. */
  readonly answers: Record<string, Handler> = {}

  constructor() {
    const [mainEnd, engineEnd] = memoryPortPair(setImmediate, structuredClone)
    this.port = mainEnd
    this.#engineEnd = engineEnd
    this.#server = serve(engineEnd, (name, input, cancellation) => this.#answer(name, input, cancellation), String)
  }

  hand(message: unknown): void {
    this.handed.push(message)
  }

  kill(): void {
    this.kills++
    this.exit('killed')
  }

  /** The process ends by itself. */
  exit(what: string): void {
    if (!this.alive) return
    this.alive = false
    this.#engineEnd.close()
    setImmediate(() => this.#onExit(what))
  }

  onExit(listener: (what: string) => void): void {
    this.#onExit = listener
  }

  emit(name: string, data: unknown): void {
    this.#server.emit(name, data)
  }

  #answer: Handler = (name, input, cancellation) => {
    this.calls.push({ name, input })
    if (this.frozen) return new Promise(() => undefined)
    return this.answers[name]?.(name, input, cancellation) ?? Promise.resolve(ok(undefined))
  }
}
