// The chain as one node of the network sees it: up to date, or some blocks behind, in which case it knows no pool. What
// it calls solid is as far behind for it. Everything an answer says is read through a view.

import type { Block } from '../node/block.ts'
import type { Chain } from '../node/chain.ts'
import type { Recorded } from '../node/history.ts'

export class View {
  readonly chain: Chain
  readonly lag: number

  constructor(chain: Chain, lag = 0) {
    this.chain = chain
    this.lag = lag
  }

  get head(): number {
    return Math.max(1, this.chain.history.height - this.lag)
  }

  get solid(): number {
    return Math.max(0, this.chain.solid - this.lag)
  }

  top(solid: boolean): number {
    return solid ? this.solid : this.head
  }

  /** How deep to read the state; undefined is all of it, the pool's doing included. */
  depth(solid: boolean): number | undefined {
    return !solid && this.lag === 0 ? undefined : this.chain.depthAt(this.top(solid))
  }

  block(number: number, solid = false): Block | undefined {
    return number <= this.top(solid) ? this.chain.history.block(number) : undefined
  }

  blockById(id: string, solid = false): Block | undefined {
    const number = this.chain.history.numberOf(id)
    return number === undefined ? undefined : this.block(number, solid)
  }

  recorded(id: string, solid: boolean): Recorded | undefined {
    const recorded = this.chain.history.recorded(id)
    if (!recorded || recorded.block === null) return solid || this.lag > 0 ? undefined : recorded
    return recorded.block <= this.top(solid) ? recorded : undefined
  }

  /** Everything in blocks, the oldest first. */
  mined(): Recorded[] {
    return this.chain.history.mined.flatMap((id) => this.recorded(id, false) ?? [])
  }
}
