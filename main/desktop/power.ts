// The computer's sleep: kept off while something downloads, if the user wants that; noted when it happened. And whether
// anybody is at the computer.

import { app, powerMonitor, powerSaveBlocker } from 'electron'
import type { Person } from './auto-lock.ts'

export class Wakefulness implements Disposable {
  #blocker: number | null = null

  /** The screen may still go dark. */
  set awake(awake: boolean) {
    if (awake === (this.#blocker !== null)) return
    if (this.#blocker !== null) powerSaveBlocker.stop(this.#blocker)
    this.#blocker = awake ? powerSaveBlocker.start('prevent-app-suspension') : null
  }

  [Symbol.dispose](): void {
    this.awake = false
  }
}

export const onResume = (listener: () => void): void => void powerMonitor.on('resume', listener)

const TOUCHES: ReadonlySet<string> = new Set(['mouseDown', 'rawKeyDown', 'keyDown', 'touchStart'])

export const somebody: Person = {
  onTouch: (listener) =>
    void app.on('web-contents-created', (_event, contents) => {
      contents.on('input-event', (_input, { type }) => {
        if (TOUCHES.has(type)) listener()
      })
    }),
  onAway: (listener) => {
    powerMonitor.on('suspend', listener)
    powerMonitor.on('lock-screen', listener)
    if (process.platform === 'darwin') powerMonitor.on('user-did-resign-active', listener)
  },
  idleMs: () => powerMonitor.getSystemIdleTime() * 1000,
}
