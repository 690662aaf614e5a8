// What a supervisor needs of a process: a port to talk over, a way to end it, news of its end. Implemented on
// Electron's utility process, and by fakes in tests.

import type { MessagePortMain } from 'electron'
import type { Port } from '../../app/ipc/port.ts'

/** One end of a channel between a process and a window, that main makes and does not listen to. */
export type HandedPort = MessagePortMain

export interface SupervisedProcess {
  readonly port: Port
  /** Gives the process a port of its own, with a message that says what for. */
  hand(message: unknown, port: HandedPort): void
  /** At once, whatever it is doing. `onExit` follows. */
  kill(): void
  /** `what` says how it ended, for the log. Fires once. */
  onExit(listener: (what: string) => void): void
}
