// Brings sends that are on disk to an end: broadcasts the same bytes to the nodes that do not have them until they do,
// follows them into a settled block, and says so when they can no longer happen. Leaves the judgement to verdict.ts.
// Invariant: nothing is broadcast here that is not on disk, and nothing new is ever signed in place of it.

import { createHash } from 'node:crypto'
import { fateOf, mildestOf, refusalOf, type RefusalCode } from '../../../app/tron/refusal.ts'
import { ok } from '../../../app/result.ts'
import { BroadcastAnswer, ReceiptAnswer, TransactionAnswer } from '../nodes/answers.ts'
import type { Asked, Node } from '../nodes/node.ts'
import type { Pool, Said } from '../nodes/pool.ts'
import type { Send, Sends } from '../store/sends.ts'
import { isToBeTold, verdictOf, type Testimony } from './verdict.ts'

interface Deps {
  readonly pool: Pool
  readonly sends: Sends
  readonly now: () => number
  /** Where a test ends the process; nothing in the app. */
  readonly pass?: (step: DeliveryStep) => void
}

export type DeliveryStep = 'saved' | 'broadcast' | 'answered' | 'noted' | 'asked' | 'settled'

/** How often a node is told again of what it refused for want of something, or another node has. */
const SELDOM_MS = 15_000

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** Null: taken, or there already. Never believed further than that: only a receipt says what happened. */
const broadcast = async (node: Node, send: Send): Promise<Asked<RefusalCode | null>> => {
  const answer = await node.post('full', 'broadcasthex', { transaction: hexOf(send.signed) }, BroadcastAnswer)
  if (!answer.ok) return answer
  const { result, code, message, txid } = answer.value
  // It speaks of another transaction than ours.
  if (txid !== '' && txid.toLowerCase() !== send.txId) return ok('other')
  const refusal = result && (code === '' || code === 'SUCCESS') ? null : refusalOf(code, message)
  return ok(refusal === 'duplicate' ? null : refusal)
}

const receipt = async (node: Node, side: 'full' | 'solid', txId: string): Promise<Asked<ReceiptAnswer | null>> => {
  const answer = await node.post(side, 'gettransactioninfobyid', { value: txId }, ReceiptAnswer)
  return answer.ok ? ok(answer.value.id === undefined ? null : answer.value) : answer
}

/** The bytes it shows under the id are those the id is of. */
const isOf = (rawDataHex: string, txId: string): boolean =>
  createHash('sha256').update(Buffer.from(rawDataHex, 'hex')).digest('hex') === txId

/**
 * The settled head first: what is asked afterwards is at least as new. A receipt of a block beyond it may be of one
 * that was settled meanwhile: then the head is asked for again.
 */
const testimony = async (node: Node, { txId }: Send): Promise<Asked<Testimony>> => {
  const before = await node.block('solid')
  if (!before.ok) return before
  const settled = await receipt(node, 'solid', txId)
  if (!settled.ok) return settled
  const isNewer = (settled.value?.blockNumber ?? 0n) > BigInt(before.value.number)
  const solid = isNewer ? await node.block('solid') : before
  if (!solid.ok) return solid
  const there = await node.post('solid', 'gettransactionbyid', { value: txId }, TransactionAnswer)
  if (!there.ok) return there
  const mined = await receipt(node, 'full', txId)
  if (!mined.ok) return mined
  const found = await node.post('full', 'gettransactionbyid', { value: txId }, TransactionAnswer)
  if (!found.ok) return found
  const isThere = there.value.txID === txId && isOf(there.value.raw_data_hex, txId)
  return ok({
    solid: solid.value,
    settled: settled.value,
    settledRet: isThere ? (there.value.ret[0]?.contractRet ?? '') : null,
    mined: mined.value,
    known: found.value.txID !== undefined || there.value.txID !== undefined || settled.value !== null,
  })
}

export class Delivery {
  readonly #deps: Deps
  #disagreeing = false
  /** When each send is broadcast again at the earliest; none: with the next round. */
  readonly #againAt = new Map<string, number>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Nodes said about some send what cannot be. */
  get disagreeing(): boolean {
    return this.#disagreeing
  }

  /** The first broadcast of a send that was saved just now: to every node, as what one drops another has. */
  async first(send: Send): Promise<void> {
    const { pool, pass } = this.#deps
    pass?.('saved')
    await this.#broadcast(send, await pool.usable(), false)
  }

  /** One round over all that is underway; true when something changed. */
  async round(chain: number): Promise<boolean> {
    let changed = false
    let disagreeing = false
    for (const send of this.#deps.sends.underway(chain)) {
      const { verdict, noted } = await this.#look(send)
      changed ||= noted
      disagreeing ||= verdict === 'disagreement'
    }
    changed ||= disagreeing !== this.#disagreeing
    this.#disagreeing = disagreeing
    return changed
  }

  async #look(send: Send): Promise<{ verdict: 'progress' | 'disagreement'; noted: boolean }> {
    const { pool, sends, now, pass } = this.#deps
    const said = await pool.all((node) => testimony(node, send))
    pass?.('asked')
    const testimonies = said.map(({ value }) => value)
    const verdict = verdictOf(send, testimonies, now(), pool.quorum)
    const progress = verdict.is === 'progress' ? verdict.progress : null
    const ended = progress !== null && ['final', 'failed', 'not-sent'].includes(progress.state)
    if (ended) {
      pass?.('settled')
      this.#againAt.delete(send.txId)
    }
    const noted = progress !== null && differs(send, progress)
    if (noted) sends.note(send.txId, progress)
    if (!ended) await this.#tell({ ...send, ...progress }, said)
    return { verdict: verdict.is, noted }
  }

  /** Those that do not have it, while it can still happen and there is hope that they take it. */
  async #tell(send: Send, said: readonly Said<Testimony>[]): Promise<void> {
    const untold = said.filter(({ value }) => isToBeTold(send, value)).map(({ node }) => node)
    const hopeless = send.refusal !== null && fateOf(send.refusal) === 'hopeless'
    if (untold.length === 0 || hopeless || this.#deps.now() < (this.#againAt.get(send.txId) ?? 0)) return
    await this.#broadcast(send, untold, said.length > untold.length)
  }

  /** `elsewhere`: another node has it, so what these say is no news of its fate. */
  async #broadcast(send: Send, nodes: readonly Node[], elsewhere: boolean): Promise<void> {
    const { sends, pass, now } = this.#deps
    pass?.('broadcast')
    const answers = await Promise.all(nodes.map((node) => broadcast(node, send)))
    pass?.('answered')
    const said = answers.flatMap((answer) => (answer.ok ? [answer.value] : []))
    const taken = elsewhere || said.includes(null)
    const refusal = taken ? null : mildestOf(said.filter((one) => one !== null))
    // That its time is over is no reason why it was not taken before.
    const reason = refusal === 'expired' ? (send.refusal ?? refusal) : refusal
    const seldom = elsewhere || (refusal !== null && fateOf(refusal) === 'held')
    this.#againAt.set(send.txId, seldom ? now() + SELDOM_MS : 0)
    const kept = sends.get(send.txId)
    if (kept === null || (kept.state !== 'sending' && kept.state !== 'pooled') || said.length === 0) return
    sends.note(send.txId, { ...kept, state: taken ? 'pooled' : kept.state, refusal: reason })
    pass?.('noted')
  }
}

const differs = (send: Send, progress: Partial<Send>): boolean =>
  (Object.keys(progress) as (keyof Send)[]).some((name) => progress[name] !== send[name])
