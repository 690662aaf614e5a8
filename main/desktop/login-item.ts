// Carries the setting to start with the session to the system, at every start and every change. Leaves the file of
// Linux to autostart.ts.

import { join } from 'node:path'
import { app } from 'electron'
import { setLinuxAutostart } from './autostart.ts'

export const applyLoginItem = async (on: boolean): Promise<void> => {
  if (!app.isPackaged) return
  if (process.platform !== 'linux') return app.setLoginItemSettings({ openAtLogin: on })
  // An AppImage runs from a mount that is gone tomorrow; the file it came from is named here.
  const executable = process.env['APPIMAGE'] ?? process.execPath
  await setLinuxAutostart(join(app.getPath('appData'), 'autostart'), executable, on)
}
