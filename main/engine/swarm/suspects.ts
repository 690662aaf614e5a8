// Who lied about a piece that several peers sent. Of a piece that fails, a hash of each block is kept with its sender;
// once the piece comes in good, whoever sent another block than the good one is a liar, and nobody else is. Bounded:
// the oldest failures are forgotten first.

import { createHash } from 'node:crypto'
import { BLOCK } from '../../../app/swarm/picker.ts'
import type { Sender } from './bans.ts'

/** Block hashes kept, of all pieces together. */
const MAX_KEPT = 65_536
/** Blocks hashed in one go. */
const BATCH = 128

interface Testimony {
  readonly sender: Sender
  readonly block: number
  readonly digest: string
}

const digestOf = (data: Uint8Array, block: number): string =>
  createHash('sha1')
    .update(data.subarray(block * BLOCK, (block + 1) * BLOCK))
    .digest('base64')

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export class Suspects {
  readonly #pieces = new Map<number, { fails: number; readonly heard: Testimony[] }>()
  #kept = 0
  /** One after the other. */
  #work: Promise<void> = Promise.resolve()

  /** How often the piece failed. */
  fails(piece: number): number {
    return this.#pieces.get(piece)?.fails ?? 0
  }

  get kept(): number {
    return this.#kept
  }

  /** The piece failed; `senders` by block, null where it is not known. `data` is looked at until the promise resolves. */
  failed(piece: number, data: Uint8Array, senders: readonly (Sender | null)[]): Promise<void> {
    const record = this.#pieces.get(piece) ?? { fails: 0, heard: [] }
    this.#pieces.set(piece, record)
    record.fails++
    this.#work = this.#work.then(() => this.#hear(record.heard, data, senders))
    return this.#work
  }

  /** The piece is good: who lied about it. `data` is looked at until the promise resolves. */
  async verified(piece: number, data: Uint8Array): Promise<ReadonlySet<Sender>> {
    const liars = new Set<Sender>()
    if (!this.#pieces.has(piece)) return liars
    await this.#work
    const heard = this.#pieces.get(piece)?.heard ?? []
    this.#forget(piece)
    const good = new Map<number, string>()
    for (const [at, { sender, block, digest }] of heard.entries()) {
      if (at % BATCH === BATCH - 1) await breathe()
      const right = good.get(block) ?? digestOf(data, block)
      good.set(block, right)
      if (digest !== right) liars.add(sender)
    }
    return liars
  }

  async #hear(heard: Testimony[], data: Uint8Array, senders: readonly (Sender | null)[]): Promise<void> {
    for (const [block, sender] of senders.entries()) {
      if (block % BATCH === BATCH - 1) await breathe()
      if (!sender) continue
      heard.push({ sender, block, digest: digestOf(data, block) })
      this.#kept++
    }
    this.#shrink()
  }

  #shrink(): void {
    for (const piece of this.#pieces.keys()) {
      if (this.#kept <= MAX_KEPT) return
      this.#forget(piece)
    }
  }

  #forget(piece: number): void {
    this.#kept -= this.#pieces.get(piece)?.heard.length ?? 0
    this.#pieces.delete(piece)
  }
}
