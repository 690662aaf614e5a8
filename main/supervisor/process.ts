// What a supervisor needs of a process: a port to talk over, a way to end it, news of its end. Implemented on
// Electron's utility process, and by fakes in tests.

import type { Port } from '../../app/ipc/port.ts'

export interface SupervisedProcess {
  readonly port: Port
  /** At once, whatever it is doing. `onExit` follows. */
  kill(): void
  /** `what` says how it ended, for the log. Fires once. */
  onExit(listener: (what: string) => void): void
}
