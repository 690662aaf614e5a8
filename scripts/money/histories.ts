// Histories of intents, one after another, and what they come to: what broke, what was asked of the contract and what
// each said, and how slow the slowest moment was. Leaves what happens in them to the wallet's speed-world.ts.

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forgeries } from '../../main/wallet/testing/speed-forgery.ts'
import { randomOf } from '../../main/wallet/testing/speed-random.ts'
import { noTally, type Asked, type Tally } from '../../main/wallet/testing/speed-scene.ts'
import { SpeedWorld } from '../../main/wallet/testing/speed-world.ts'
import { VaultOfIntents } from './vault-of-intents.ts'

const AUDIT_EVERY = 250

/** Of each kind some must have been asked about, and none may be taken. */
export const REFUSED = [
  'a proof, forged',
  'ours at other-vault',
  'ours at other-chain',
  ...forgeries.map((how) => `ours, ${how}`),
  ...forgeries.map((how) => `received, ${how}`),
  'received, a signer no more',
  'received, a stranger',
  'received, from us',
  'received, made out to another',
  'received, of another length',
  'received, signed for other-chain',
  'received, signed for other-vault',
]

/** Likewise, and all must be taken. */
export const TAKEN = [
  'a proof, good',
  'held',
  'received, its former signer',
  'received, its signer',
  'received, the payer',
  'signed by the account',
  'signed by the voucher key',
]

/**
 * Does it in a folder that is gone afterwards, in memory where there is such a place: what disks keep through a cut is
 * shown elsewhere, and waiting for them would take most of the time.
 */
export const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'swiftseed-intents-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export class Histories {
  readonly total: Tally = noTally()
  readonly wrong: string[] = []
  readonly disagreements: string[] = []
  readonly asked = new Map<string, Asked>()
  played = 0
  slowestMs = 0
  longestTurnMs = 0
  /** Of a hundred intents of one history that was not cut short, how many vouchers were signed at least. */
  fewestSigned = Infinity

  get failed(): boolean {
    return this.wrong.length + this.disagreements.length > 0
  }

  get vouchersAsked(): number {
    return [...this.asked.values()].reduce((sum, { taken, refused }) => sum + taken + refused, 0)
  }

  /** Of so many steps, or until there were so many intents. */
  play(seed: number, steps: number, intents = Infinity): Promise<void> {
    return inFolder(async (folder) => {
      const random = randomOf(seed)
      const world = new SpeedWorld(folder, await VaultOfIntents.open(random), random)
      const { scene } = world
      const isFine = (): boolean => scene.wrong.length + scene.disagreements.length === 0
      try {
        await world.begin()
        while (scene.tally.steps < steps && isFine() && scene.tally.intents < intents) {
          const at = performance.now()
          await world.step()
          this.slowestMs = Math.max(this.slowestMs, performance.now() - at)
          if (scene.tally.steps % AUDIT_EVERY === 0) await world.check()
        }
        await world.check()
      } finally {
        this.longestTurnMs = Math.max(this.longestTurnMs, world.close())
      }
      this.#count(seed, world, scene.tally.steps === steps)
    })
  }

  #count(seed: number, { scene: { tally, wrong, disagreements, asked } }: SpeedWorld, whole: boolean): void {
    this.played++
    for (const name of Object.keys(tally) as (keyof Tally)[]) this.total[name] += tally[name]
    this.wrong.push(...wrong.map((what) => `seed ${seed}, ${what}`))
    this.disagreements.push(...disagreements.map((what) => `seed ${seed}, ${what}`))
    if (whole) this.fewestSigned = Math.min(this.fewestSigned, (100 * tally.signed) / Math.max(1, tally.intents))
    for (const [kind, { taken, refused }] of asked) {
      const before = this.asked.get(kind) ?? { taken: 0, refused: 0 }
      this.asked.set(kind, { taken: before.taken + taken, refused: before.refused + refused })
    }
  }
}
