// Every way in which the user or the system ends the app leads to Quitting, and nothing ends it past that: closing
// the window, a menu, a signal, the end of the session. What is stopped on the way, and in which order, stands here.

import { app, powerMonitor } from 'electron'
import type { WindowLink } from '../ipc/window-link.ts'
import type { Log } from '../log/log.ts'
import type { SettingsStore } from '../settings/store.ts'
import type { Clock } from '../supervisor/clock.ts'
import type { Supervisor } from '../supervisor/supervisor.ts'
import type { MainWindow } from './main-window.ts'
import { Quitting } from './quitting.ts'

interface Parts {
  readonly main: MainWindow
  readonly link: WindowLink
  readonly settings: SettingsStore
  readonly engine: Pick<Supervisor, 'stop'>
  readonly money: { stop(): Promise<void> }
  readonly tray: boolean
  readonly log: Log
  readonly clock: Clock
}

const routeEndings = (main: MainWindow, quitting: Quitting): void => {
  main.onCloseWish(() => quitting.closeWindow())
  main.window.on('session-end', () => quitting.quit())
  powerMonitor.on('shutdown', () => quitting.quit())
  app.on('before-quit', (event) => {
    event.preventDefault()
    quitting.quit()
  })
  app.on('window-all-closed', () => undefined)
}

export const createQuitting = ({ main, link, settings, engine, money, tray, log, clock }: Parts): Quitting => {
  const quitting = new Quitting({
    circumstances: () => ({
      onClose: settings.get().desktop.onClose,
      outlivesWindows: process.platform === 'darwin',
      tray,
      canAsk: main.canAsk,
    }),
    ask: () => link.emit('ui.request', { do: 'ask-close' }),
    hide: () => main.hide(),
    minimise: () => main.minimise(),
    // Engine and wallet have the most to save; neither waits for the other.
    stop: [() => Promise.all([engine.stop(), money.stop()]).then(() => undefined), () => main.rememberPlacement()],
    exit: () => app.exit(0),
    log,
    clock,
  })
  routeEndings(main, quitting)
  return quitting
}
