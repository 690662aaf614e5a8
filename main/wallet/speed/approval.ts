// An allowance that waits for a person in a key window. Invariants: one waits at a time; it ends with time, with a lock
// and with the next; it is taken when a person says yes, for the books it was composed for, and by nothing else.

import { randomBytes } from 'node:crypto'
import type { Allowance } from '../../../app/speed/allowance.ts'
import { approvedNetwork, type Approval } from '../../../app/speed/approval.ts'
import type { NetworkId } from '../../../app/tron/networks.ts'
import type { WalletClock } from '../clock.ts'
import { REVIEW_MS, type Answer } from '../reviews.ts'
import type { Allowed } from './allowance-table.ts'
import type { Owner } from './book.ts'

interface Waiting {
  readonly approval: Approval
  readonly owner: Owner
  readonly since: number
}

interface Deps {
  readonly clock: WalletClock
  readonly onAnswer: (token: string, answer: Answer) => void
  /** What `current` says has changed. */
  readonly onChange: () => void
}

export class Approvals {
  readonly #deps: Deps
  #waiting: Waiting | null = null

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The one that waits for an answer. */
  get current(): Approval | null {
    return this.#alive()?.approval ?? null
  }

  /** `said`: what the asker calls the network. */
  ask(owner: Owner, said: NetworkId | null, { allowance: now, spent }: Allowed, next: Allowance): string {
    this.end()
    const token = randomBytes(16).toString('hex')
    const { vault, account } = owner
    const { chainId } = vault
    const network = approvedNetwork(chainId, said)
    const approval = { token, chainId, network, vault: vault.address, account, now, spent, next }
    this.#waiting = { approval, owner, since: this.#deps.clock.now() }
    this.#deps.onChange()
    return token
  }

  /** What is to be taken, and nothing more waits; null: it waits no more. */
  approved(token: string): { readonly owner: Owner; readonly next: Allowance } | null {
    const waiting = this.#alive()
    if (waiting?.approval.token !== token) return null
    this.#waiting = null
    return { owner: waiting.owner, next: waiting.approval.next }
  }

  /** After it was taken or refused. */
  answered(token: string, answer: Answer): void {
    if (this.#waiting?.approval.token === token) this.#waiting = null
    this.#deps.onAnswer(token, answer)
    this.#deps.onChange()
  }

  end(): void {
    const token = this.#waiting?.approval.token
    if (token !== undefined) this.answered(token, 'ended')
  }

  #alive(): Waiting | null {
    if (this.#waiting && this.#deps.clock.now() - this.#waiting.since > REVIEW_MS) this.end()
    return this.#waiting
  }
}
