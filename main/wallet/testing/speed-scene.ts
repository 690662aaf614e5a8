// What the parts of a history of intents share: the wallet, the chain, chance, and what they find to be wrong. Counts
// also what the wallet and the contract each said of vouchers, kind by kind.

import type { SpeedChain } from './speed-chain.ts'
import type { SpeedRig } from './speed-rig.ts'

export interface Tally {
  steps: number
  intents: number
  signed: number
  refused: number
  received: number
  restarts: number
  faults: number
  jumps: number
}

export const noTally = (): Tally => ({
  steps: 0,
  intents: 0,
  signed: 0,
  refused: 0,
  received: 0,
  restarts: 0,
  faults: 0,
  jumps: 0,
})

/** Vouchers that both were asked about. */
export interface Asked {
  taken: number
  refused: number
}

export class Scene {
  readonly rig: SpeedRig
  readonly chain: SpeedChain
  readonly random: (below: number) => number
  readonly tally = noTally()
  /** Broken rules. */
  readonly wrong: string[] = []
  /** Vouchers that one takes and the other does not, without a reason of its own. */
  readonly disagreements: string[] = []
  /** Of which kind, how many the contract took and refused, and the wallet with it. */
  readonly asked = new Map<string, Asked>()

  constructor(rig: SpeedRig, chain: SpeedChain, random: (below: number) => number) {
    this.rig = rig
    this.chain = chain
    this.random = random
  }

  say(what: string): void {
    this.wrong.push(`step ${this.tally.steps}: ${what}`)
  }

  /** What each makes of a voucher of this kind. */
  compare(kind: string, wallet: boolean, contract: boolean, why = ''): void {
    const count = this.asked.get(kind) ?? { taken: 0, refused: 0 }
    count[contract ? 'taken' : 'refused']++
    this.asked.set(kind, count)
    if (wallet === contract) return
    const [one, other] = wallet ? ['the wallet', 'the contract'] : ['the contract', 'the wallet']
    this.disagreements.push(`step ${this.tally.steps}, ${kind}: ${one} takes what ${other} refuses${why && `: ${why}`}`)
  }

  chance(of: number): boolean {
    return this.random(of) === 0
  }

  pick<T>(list: readonly T[]): T {
    const one = list[this.random(list.length)]
    if (one === undefined) throw new Error('nothing to pick from')
    return one
  }
}
