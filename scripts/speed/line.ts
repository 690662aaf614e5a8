// The line from main to one process: what is asked while nobody is there is refused, as the supervisor refuses it.

import type { AppError } from '../../app/ipc/errors.ts'
import type { RpcClient } from '../../app/ipc/rpc.ts'
import { fail, type Result } from '../../app/result.ts'

/** What a process of ours is to main: a client that may be gone. */
export class Line {
  #client: RpcClient | null = null
  readonly #listeners = new Set<(name: string, data: unknown) => void>()
  readonly #away: AppError

  constructor(away: AppError) {
    this.#away = away
  }

  get runs(): boolean {
    return this.#client !== null
  }

  begin(client: RpcClient): void {
    this.#client = client
    client.onEvent((name, data) => {
      if (this.#client === client) for (const listener of this.#listeners) listener(name, data)
    })
  }

  end(): void {
    const client = this.#client
    this.#client = null
    client?.close()
  }

  call = async (name: string, input: unknown): Promise<Result<unknown, AppError>> => {
    const client = this.#client
    if (client === null) return fail(this.#away)
    const answer = await client.call(name, input)
    return !answer.ok && answer.error.code === 'closed' ? fail(this.#away) : answer
  }

  onEvent = (listener: (name: string, data: unknown) => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
