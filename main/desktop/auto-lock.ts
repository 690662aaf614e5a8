// When the wallet locks without being told: when nobody touched Swiftseed for a while, and at once when the computer
// sleeps or its screen is locked. The wallet process keeps the time; here it hears of what people do, and of what the
// system knows of them (power.ts).

import type { WalletClient } from '../../app/ipc/wallet-contract.ts'
import type { Clock } from '../supervisor/clock.ts'

/** ms in which further touches say nothing new. */
const TOUCH_MS = 10_000
const LOOK_MS = 15_000

/** Somebody at the computer, or nobody. */
export interface Person {
  /** A key or a button was pressed in a window of ours. */
  onTouch(listener: () => void): void
  /** The computer sleeps, its screen is locked, or somebody else sits down. */
  onAway(listener: () => void): void
  /** ms since anybody touched the computer, as far as the system knows. */
  idleMs(): number
}

interface Deps {
  readonly wallet: Pick<WalletClient, 'call'>
  readonly clock: Pick<Clock, 'now' | 'every'>
  readonly person: Person
  /** Whether the wallet's process runs: nobody has to start it to lock it. */
  readonly running: () => boolean
  /** Whether there is anything to lock. */
  readonly unlocked: () => boolean
  readonly idleMs: () => number
}

export const keepLocked = ({ wallet, clock, person, running, unlocked, idleMs }: Deps): void => {
  let touchedAt = -Infinity
  const lock = (): void => {
    if (unlocked()) void wallet.call('wallet.lock', undefined)
  }
  person.onTouch(() => {
    const now = clock.now()
    if (!unlocked() || now - touchedAt < TOUCH_MS) return
    touchedAt = now
    void wallet.call('wallet.touch', undefined)
  })
  // Not only when we know that it is open: it may be opening at this moment.
  person.onAway(() => {
    if (running()) void wallet.call('wallet.lock', undefined)
  })
  // Where the system knows that nobody is there, it counts too: events can be made up.
  clock.every(LOOK_MS, () => {
    if (person.idleMs() >= idleMs()) lock()
  })
}
