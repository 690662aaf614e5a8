// Who says yes in the practice swarm: makes the throwaway wallet of one of its members and approves all that the member
// asks of it, as a person would in the key window. Invariant: it speaks to the swarm's own wallet processes and to no
// other; what they hold is play money, and their passwords are random and never leave memory.

import { randomBytes } from 'node:crypto'
import type { KeyWindowCommandName, KeyWindowInput, KeyWindowOutput } from '../../../app/ipc/key-window-contract.ts'
import type { Port } from '../../../app/ipc/port.ts'
import { connect } from '../../../app/ipc/rpc.ts'
import type { AppError } from '../../../app/ipc/errors.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { KeyTask } from '../../../app/wallet/key-task.ts'
import type { KeyDesk } from '../../ipc/key-desk.ts'

type Ask = <N extends KeyWindowCommandName>(
  name: N,
  input: KeyWindowInput<N>,
) => Promise<Result<KeyWindowOutput<N>, AppError>>

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

export class HouseOwner implements KeyDesk {
  readonly #password: string
  readonly #line: () => Port | null
  readonly #closed = new Set<(task: KeyTask) => void>()

  /** `line`: to the wallet, as a key window has one; null: it is not there. */
  constructor(line: () => Port | null, password = randomBytes(24).toString('hex')) {
    this.#line = line
    this.#password = password
  }

  show(task: KeyTask): boolean {
    const port = this.#line()
    if (port === null) return false
    void this.#answer(task, port).finally(() => this.#closed.forEach((listener) => listener(task)))
    return true
  }

  close(): void {
    // It answers at once, so nothing stays open.
  }

  onClosed(listener: (task: KeyTask) => void): () => void {
    this.#closed.add(listener)
    return () => this.#closed.delete(listener)
  }

  /** Makes the wallet, or opens the one there is. */
  async open(vault: 'none' | 'locked'): Promise<Result<void, AppError>> {
    const port = this.#line()
    if (port === null) return fail({ code: 'wallet-unavailable' })
    return this.#answer(vault === 'none' ? 'create' : 'unlock', port)
  }

  async #answer(task: KeyTask, port: Port): Promise<Result<void, AppError>> {
    const client = connect(port)
    const ask = ((name: string, input: unknown) => client.call(name, input)) as Ask
    const answer = await this.#say(task, ask)
    client.close()
    return answer.ok ? ok(undefined) : answer
  }

  async #say(task: KeyTask, ask: Ask): Promise<Result<unknown, AppError>> {
    const password = utf8(this.#password)
    switch (task) {
      case 'create':
        return ask('key.create', { password, words: 12, passphrase: null })
      case 'unlock':
        return ask('key.unlock', { password })
      case 'review': {
        const review = await ask('key.review', undefined)
        if (!review.ok || review.value === null) return review
        return ask('key.answer', { token: review.value.token, approve: true })
      }
      case 'allow': {
        const approval = await ask('key.allowance', undefined)
        if (!approval.ok || approval.value === null) return approval
        return ask('key.answerAllowance', { token: approval.value.token, approve: true })
      }
      default:
        return fail({ code: 'not-found' })
    }
  }
}
