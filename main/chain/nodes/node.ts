// One node: asks it, checks the shape of what it says, and keeps how it is doing. A node that fails or asks to be left
// alone is not asked again before its time, twice as long each time; one of another network, or one that was caught
// lying, not for minutes, and then as if for the first time. Leaves choosing between nodes to pool.ts. Invariant:
// asking never rejects.

import * as v from 'valibot'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { NodeCondition, NodeStatus } from '../../../app/wallet/chain-state.ts'
import type { ChainNode } from '../../../app/wallet/networks-choice.ts'
import { openNode, type NodeClient, type NodeFault } from '../tronweb/node-client.ts'
import { BlockAnswer } from './answers.ts'
import { blockOf, type Block } from './block.ts'

export type Asked<T> = Result<T, NodeFault>

const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 60_000
/** A head older than this says nothing of now: 20 blocks. */
const LAGGING_MS = 60_000
/** Blocks of later than that are of no time this computer knows: what they date would be taken for the newest for ever. */
const MOST_AHEAD_MS = 86_400_000
/** What a node was caught at may have been a moment's mistake, of it or of who set it up. */
const OUTCAST_MS = 120_000

const conditionOf = (fault: NodeFault): NodeCondition => {
  if (fault.why === 'limited') return 'limited'
  if (fault.why === 'refused') return 'refused'
  return fault.why === 'bad-answer' ? 'bad-answers' : 'unreachable'
}

export class Node {
  readonly #client: NodeClient
  readonly #now: () => number
  #condition: NodeCondition = 'unknown'
  #failures = 0
  #retryAt: number | null = null
  /** When its head was asked for last: it answers, but of a time that is over. */
  #isBehind = false
  #head: Block | null = null
  #solid: Block | null = null
  #outcast: { readonly why: 'wrong-chain' | 'lying'; readonly until: number } | null = null
  #chainId: number | null = null

  constructor(node: ChainNode, now: () => number, timeoutMs?: number) {
    this.#client = openNode(node, timeoutMs)
    this.#now = now
  }

  get status(): NodeStatus {
    return {
      host: this.#client.host,
      condition: this.#outcast?.why ?? (this.#condition === 'ok' && this.#isBehind ? 'lagging' : this.#condition),
      headNumber: this.#head?.number ?? null,
      solidNumber: this.#solid?.number ?? null,
      headAt: this.#head?.at ?? null,
      retryAt: this.#outcast?.until ?? this.#retryAt,
    }
  }

  get solid(): Block | null {
    return this.#solid
  }

  /** Of its genesis block, once read. */
  get chainId(): number | null {
    return this.#chainId
  }

  /** May be asked now. */
  get ready(): boolean {
    const again = this.#outcast?.until ?? this.#retryAt
    return again === null || again <= this.#now()
  }

  get isOutcast(): boolean {
    return this.#outcast !== null
  }

  castOut(why: 'wrong-chain' | 'lying'): void {
    this.#outcast = { why, until: this.#now() + OUTCAST_MS }
    this.#head = null
    this.#solid = null
    this.#chainId = null
  }

  async post<S extends v.GenericSchema>(
    side: 'full' | 'solid',
    name: string,
    body: Readonly<Record<string, unknown>>,
    schema: S,
  ): Promise<Asked<v.InferOutput<S>>> {
    return this.#checked(await this.#client.post(side, name, body), schema)
  }

  async grid<S extends v.GenericSchema>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: S,
  ): Promise<Asked<v.InferOutput<S>>> {
    return this.#checked(await this.#client.get(path, query), schema)
  }

  /** The head block, or the one that is settled for good. */
  async block(side: 'full' | 'solid'): Promise<Asked<Block>> {
    const answer = await this.post(side, 'getblock', { detail: false }, BlockAnswer)
    if (!answer.ok) return answer
    const block = blockOf(answer.value)
    if (block === null) return this.#lies()
    if (block.at > this.#now() + MOST_AHEAD_MS) return this.#failed({ why: 'bad-answer' })
    const before = side === 'full' ? this.#head : this.#solid
    // What is settled never goes back, and the same number is always the same block.
    if (side === 'solid' && before !== null && block.number === before.number && block.id !== before.id)
      return this.#lies()
    if (side === 'full') this.#head = block
    else if (before === null || block.number >= before.number) this.#solid = block
    if (side === 'full') this.#isBehind = block.at < this.#now() - LAGGING_MS
    return ok(block)
  }

  async readChainId(): Promise<Asked<number>> {
    if (this.#chainId !== null) return ok(this.#chainId)
    this.#outcast = null
    const answer = await this.post('full', 'getblockbynum', { num: 0 }, BlockAnswer)
    if (!answer.ok) return answer
    if (!answer.value.blockID.startsWith('0'.repeat(16))) return this.#lies()
    this.#chainId = Number.parseInt(answer.value.blockID.slice(-8), 16)
    return ok(this.#chainId)
  }

  close(): void {
    this.#client.close()
  }

  #lies(): Asked<never> {
    this.castOut('lying')
    return fail({ why: 'bad-answer' })
  }

  #checked<S extends v.GenericSchema>(answer: Asked<unknown>, schema: S): Asked<v.InferOutput<S>> {
    if (!answer.ok) return this.#failed(answer.error)
    const parsed = v.safeParse(schema, answer.value)
    if (!parsed.success) return this.#failed({ why: 'bad-answer' })
    this.#failures = 0
    this.#retryAt = null
    this.#condition = 'ok'
    return ok(parsed.output)
  }

  #failed(fault: NodeFault): Asked<never> {
    if (fault.why === 'closed') return fail(fault)
    this.#condition = conditionOf(fault)
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures)
    this.#failures++
    this.#retryAt = this.#now() + (fault.why === 'limited' ? Math.max(fault.waitMs ?? 0, wait) : wait)
    return fail(fault)
  }
}
