// The nodes of the network chosen, in the order of the user's list. Asks the first that can answer, or all that can, so
// that what they say can be compared. Invariant: a node that is not of this network is found out before it is asked
// anything else.

import { fail, ok, type Result } from '../../../app/result.ts'
import type { ChainFault } from '../../../app/wallet/chain-fault.ts'
import type { NodeStatus } from '../../../app/wallet/chain-state.ts'
import type { ChainNode } from '../../../app/wallet/networks-choice.ts'
import type { NodeFault } from '../tronweb/node-client.ts'
import { Node, type Asked } from './node.ts'

export const chainFaultOf = (fault: NodeFault): ChainFault => {
  if (fault.why === 'limited') return 'limited'
  if (fault.why === 'refused') return 'refused'
  return fault.why === 'bad-answer' ? 'bad-answer' : 'offline'
}

export class Pool {
  readonly #nodes: readonly Node[]
  #chainId: number | null

  /** `chainId` null: that of the first node that answers, and then of all. */
  constructor(nodes: readonly ChainNode[], chainId: number | null, now: () => number, timeoutMs?: number) {
    this.#nodes = nodes.map((node) => new Node(node, now, timeoutMs))
    this.#chainId = chainId
  }

  get chainId(): number | null {
    return this.#chainId
  }

  get statuses(): readonly NodeStatus[] {
    return this.#nodes.map((node) => node.status)
  }

  /** Those that may be asked now and are of this network. */
  async usable(): Promise<readonly Node[]> {
    const checked = await Promise.all(this.#nodes.map(async (node) => ((await this.#belongs(node)) ? node : null)))
    return checked.filter((node) => node !== null)
  }

  /** The first answer there is. */
  async first<T>(ask: (node: Node) => Promise<Asked<T>>): Promise<Result<T, ChainFault>> {
    let fault: ChainFault = this.#nodes.some(({ isOutcast }) => !isOutcast) ? 'offline' : 'wrong-chain'
    for (const node of this.#nodes) {
      if (!(await this.#belongs(node))) continue
      const answer = await ask(node)
      if (answer.ok) return ok(answer.value)
      fault = chainFaultOf(answer.error)
    }
    return fail(fault)
  }

  /** Every answer there is, with who gave it. */
  async all<T>(ask: (node: Node) => Promise<Asked<T>>): Promise<readonly { readonly node: Node; readonly value: T }[]> {
    const answers = await Promise.all(
      (await this.usable()).map(async (node) => {
        const answer = await ask(node)
        return answer.ok ? { node, value: answer.value } : null
      }),
    )
    return answers.filter((answer) => answer !== null)
  }

  close(): void {
    for (const node of this.#nodes) node.close()
  }

  async #belongs(node: Node): Promise<boolean> {
    if (!node.ready) return false
    const read = await node.readChainId()
    if (!read.ok) return false
    this.#chainId ??= read.value
    if (read.value !== this.#chainId) node.castOut('wrong-chain')
    return read.value === this.#chainId
  }
}
