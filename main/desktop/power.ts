// The computer's sleep: kept off while something downloads, if the user wants that; noted when it happened.

import { powerMonitor, powerSaveBlocker } from 'electron'

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
