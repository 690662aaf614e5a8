// When the wallet locks without being told: when nobody touched Swiftseed for a while, and at once when the computer
// sleeps or its screen is locked. The wallet process keeps the time; here it hears of what people do.

import { app, powerMonitor, type WebContents } from 'electron'
import type { WalletClient } from '../../app/ipc/wallet-contract.ts'
import type { Clock } from '../supervisor/clock.ts'

/** ms in which further touches say nothing new. */
const TOUCH_MS = 10_000
const LOOK_MS = 15_000

interface Deps {
  readonly wallet: WalletClient
  readonly clock: Clock
  /** Whether there is anything to lock. */
  readonly unlocked: () => boolean
  readonly idleMs: () => number
}

export const keepLocked = ({ wallet, clock, unlocked, idleMs }: Deps): void => {
  let touchedAt = -Infinity
  const lock = (): void => {
    if (unlocked()) void wallet.call('wallet.lock', undefined)
  }
  const touch = (): void => {
    const now = clock.now()
    if (!unlocked() || now - touchedAt < TOUCH_MS) return
    touchedAt = now
    void wallet.call('wallet.touch', undefined)
  }
  const watch = (contents: WebContents): void => {
    contents.on('input-event', (_event, { type }) => {
      if (type === 'mouseDown' || type === 'rawKeyDown' || type === 'keyDown' || type === 'touchStart') touch()
    })
  }
  app.on('web-contents-created', (_event, contents) => watch(contents))
  powerMonitor.on('suspend', lock)
  powerMonitor.on('lock-screen', lock)
  if (process.platform === 'darwin') powerMonitor.on('user-did-resign-active', lock)
  // Where the system knows that nobody is there, it counts too: events can be made up.
  clock.every(LOOK_MS, () => {
    if (unlocked() && powerMonitor.getSystemIdleTime() * 1000 >= idleMs()) lock()
  })
}
