// The app as its window may ask about it and steer it.

import { app } from 'electron'
import type { AppInfo } from '../../app/ipc/contract.ts'
import type { AppControl } from '../ipc/app-commands.ts'
import type { SettingsStore } from '../settings/store.ts'
import type { Supervisor } from '../supervisor/supervisor.ts'
import type { Quitting } from './quitting.ts'

interface Parts {
  readonly quitting: Quitting
  readonly settings: SettingsStore
  readonly supervisor: Supervisor
  readonly tray: boolean
}

const info = (trayAvailable: boolean): AppInfo => ({
  version: app.getVersion(),
  platform: (['linux', 'darwin', 'win32'] as const).find((each) => each === process.platform) ?? 'other',
  electron: process.versions['electron'] ?? '',
  isPackaged: app.isPackaged,
  trayAvailable,
})

export const appControl = ({ quitting, settings, supervisor, tray }: Parts): AppControl => ({
  info: info(tray),
  quit: () => quitting.quit(),
  answerClose: async ({ keepRunning, remember }) => {
    // The answer counts even where it cannot be remembered.
    if (remember)
      await settings.change({ desktop: { onClose: keepRunning ? 'background' : 'quit' } }).catch(() => undefined)
    quitting.answer(keepRunning)
  },
  engineState: () => supervisor.state,
  retryEngine: () => supervisor.retry(),
})
