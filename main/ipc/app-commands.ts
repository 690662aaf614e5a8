// The app itself: what it is, ending it, the answer to the question on closing, the clipboard, and
// its engine.

import type { AppInfo, EngineState } from '../../app/ipc/contract.ts'
import { ok } from '../../app/result.ts'
import type { MainHandlers } from './server.ts'
import type { Shell } from './shell.ts'

export interface AppControl {
  readonly info: AppInfo
  quit(): void
  answerClose(answer: { keepRunning: boolean; remember: boolean }): Promise<void>
  engineState(): EngineState
  retryEngine(): void
}

const done = ok(undefined)

export const appCommands = (control: AppControl, shell: Shell) =>
  ({
    'app.info': () => Promise.resolve(ok(control.info)),
    'app.quit': () => {
      control.quit()
      return Promise.resolve(done)
    },
    'app.answerClose': async (answer) => {
      await control.answerClose(answer)
      return done
    },
    'app.copyText': async ({ text }) => {
      await shell.copyText(text)
      return done
    },
    'app.handleMagnets': () => Promise.resolve(ok(shell.handleMagnets())),
    'engine.state': () => Promise.resolve(ok(control.engineState())),
    'engine.retry': () => {
      control.retryEngine()
      return Promise.resolve(done)
    },
  }) satisfies Partial<MainHandlers>
