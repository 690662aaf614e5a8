// The nodes of the network chosen, in the order of the user's list. Asks the first that can answer, or all that can, so
// that what they say can be compared. Invariants: a node that is not of this network is found out before it is asked
// anything else; `quorum` counts the nodes that were named, not those that happen to answer.

import { fail, ok, type Result } from '../../../app/result.ts'
import type { ChainFault } from '../../../app/wallet/chain-fault.ts'
import type { NodeStatus } from '../../../app/wallet/chain-state.ts'
import { quorumOf, type ChainNode } from '../../../app/wallet/networks-choice.ts'
import type { NodeFault } from '../tronweb/node-client.ts'
import { Node, type Asked } from './node.ts'

export const chainFaultOf = (fault: NodeFault): ChainFault => {
  if (fault.why === 'limited') return 'limited'
  if (fault.why === 'refused') return 'refused'
  return fault.why === 'bad-answer' ? 'bad-answer' : 'offline'
}

export interface Said<T> {
  readonly node: Node
  readonly value: T
}

export class Pool {
  readonly #nodes: readonly Node[]
  readonly #given: number | null
  #found: number | null = null
  #answering = 0

  /** `chainId` null: that of the genesis block which a quorum has, and then of all. */
  constructor(nodes: readonly ChainNode[], chainId: number | null, now: () => number, timeoutMs?: number) {
    this.#nodes = nodes.map((node) => new Node(node, now, timeoutMs))
    this.#given = chainId
  }

  get chainId(): number | null {
    return this.#given ?? this.#found
  }

  /** How many have to say the same before it is believed: one that lies must not decide because others are away. */
  get quorum(): number {
    return quorumOf(this.#nodes.length)
  }

  get statuses(): readonly NodeStatus[] {
    return this.#nodes.map((node) => node.status)
  }

  /** Time of the newest settled block that any of them has shown, ms since 1970; null: none has. */
  get settledAt(): number | null {
    const times = this.#nodes.flatMap(({ solid }) => (solid === null ? [] : [solid.at]))
    return times.length === 0 ? null : Math.max(...times)
  }

  /** How many said, when last asked, of which network they are. */
  get answering(): number {
    return this.#answering
  }

  get named(): number {
    return this.#nodes.length
  }

  /** Those that may be asked now and are of this network. */
  async usable(): Promise<readonly Node[]> {
    const read = await Promise.all(
      this.#nodes.map(async (node) => {
        const id = node.ready ? await node.readChainId() : null
        return id?.ok === true ? [{ node, id: id.value }] : []
      }),
    )
    const there = read.flat()
    this.#answering = there.length
    this.#found ??= there.find(({ id }) => there.filter((one) => one.id === id).length >= this.quorum)?.id ?? null
    const { chainId } = this
    if (chainId === null) return []
    for (const { node, id } of there) if (id !== chainId) node.castOut('wrong-chain')
    return there.filter(({ id }) => id === chainId).map(({ node }) => node)
  }

  /** The first answer there is. */
  async first<T>(ask: (node: Node) => Promise<Asked<T>>): Promise<Result<T, ChainFault>> {
    let fault: ChainFault = this.#nodes.some(({ isOutcast }) => !isOutcast) ? 'offline' : 'wrong-chain'
    for (const node of await this.usable()) {
      const answer = await ask(node)
      if (answer.ok) return ok(answer.value)
      fault = chainFaultOf(answer.error)
    }
    return fail(fault)
  }

  /** Every answer there is, with who gave it. */
  async all<T>(ask: (node: Node) => Promise<Asked<T>>): Promise<readonly Said<T>[]> {
    const answers = await Promise.all(
      (await this.usable()).map(async (node) => {
        const answer = await ask(node)
        return answer.ok ? [{ node, value: answer.value }] : []
      }),
    )
    return answers.flat()
  }

  /** As `all`, but a failure when fewer than a quorum answered: what is to be believed is asked this way. */
  async most<T>(ask: (node: Node) => Promise<Asked<T>>): Promise<Result<readonly Said<T>[], ChainFault>> {
    const said = await this.all(ask)
    if (said.length >= this.quorum) return ok(said)
    return said.length > 0 ? fail('too-few-nodes') : fail(this.#silence())
  }

  close(): void {
    for (const node of this.#nodes) node.close()
  }

  /** Why nobody answered. */
  #silence(): ChainFault {
    const conditions = new Set(this.statuses.map(({ condition }) => condition))
    if (conditions.has('limited')) return 'limited'
    if (conditions.has('refused')) return 'refused'
    if (conditions.has('bad-answers') || conditions.has('ok')) return 'bad-answer'
    return this.#nodes.every(({ isOutcast }) => isOutcast) ? 'wrong-chain' : 'offline'
  }
}
