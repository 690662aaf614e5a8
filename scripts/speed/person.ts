// The person at the wallet's own window: types the password, and says yes or no to what it asks.

import type { KeyWindowCommandName, KeyWindowInput, KeyWindowOutput } from '../../app/ipc/key-window-contract.ts'
import type { RpcClient } from '../../app/ipc/rpc.ts'
import type { KeyTask } from '../../app/wallet/key-task.ts'
import type { KeyDesk } from '../../main/ipc/key-desk.ts'
import { valueOf } from './waiting.ts'

const PASSWORD = 'correct horse battery'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

type AskKeys = <N extends KeyWindowCommandName>(name: N, input: KeyWindowInput<N>) => Promise<KeyWindowOutput<N>>

/** Types and answers what a person would in the wallet's own window. */
const answerTask = async (task: KeyTask, ask: AskKeys, says: () => boolean): Promise<void> => {
  const state = await ask('key.state', undefined)
  if (task !== 'create' && state.vault.is === 'locked') await ask('key.unlock', { password: utf8(PASSWORD) })
  if (task === 'create') await ask('key.create', { password: utf8(PASSWORD), words: 12, passphrase: null })
  if (task === 'review') {
    const review = await ask('key.review', undefined)
    if (review !== null) await ask('key.answer', { token: review.token, approve: says() })
  }
  if (task === 'allow') {
    const approval = await ask('key.allowance', undefined)
    if (approval !== null) await ask('key.answerAllowance', { token: approval.token, approve: says() })
  }
}

export class Person implements KeyDesk {
  readonly #window: () => RpcClient
  readonly #closed = new Set<(task: KeyTask) => void>()
  readonly tasks: KeyTask[] = []
  says = true

  constructor(window: () => RpcClient) {
    this.#window = window
  }

  show(task: KeyTask): boolean {
    this.tasks.push(task)
    void this.do(task).finally(() => this.#closed.forEach((listener) => listener(task)))
    return true
  }

  close(): void {
    // A person who is quick has answered already.
  }

  onClosed(listener: (task: KeyTask) => void): () => void {
    this.#closed.add(listener)
    return () => this.#closed.delete(listener)
  }

  async do(task: KeyTask): Promise<void> {
    const rpc = this.#window()
    const ask = (async (name: string, input: unknown) => valueOf(await rpc.call(name, input))) as AskKeys
    await answerTask(task, ask, () => this.says)
    rpc.close()
  }
}
