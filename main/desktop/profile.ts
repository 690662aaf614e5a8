// Where this installation keeps what is its own: settings, session, window, logs. Tests and people with several
// profiles name another folder in SWIFTSEED_PROFILE, an absolute path; everything below then lies there, the
// single-instance lock too.

import { mkdirSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { app } from 'electron'

export interface Profile {
  readonly folder: string
  readonly settingsFile: string
  readonly placementFile: string
  readonly engineFolder: string
  readonly walletFolder: string
  readonly chainFolder: string
  readonly practiceFolder: string
  readonly logFolder: string
  /** Of a trial of Speed while it runs; else not there. */
  readonly trialFolder: string
}

/** The user's own, or one in the home folder where the system knows of none and names the home folder itself. */
export const downloadFolder = (): string => {
  const folder = app.getPath('downloads')
  return folder === app.getPath('home') ? join(folder, 'Downloads') : folder
}

/** Before anything asks Electron for a path. */
export const useProfile = (): Profile => {
  const named = process.env['SWIFTSEED_PROFILE']
  if (named !== undefined && isAbsolute(named)) app.setPath('userData', named)
  const folder = app.getPath('userData')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return {
    folder,
    settingsFile: join(folder, 'settings.json'),
    placementFile: join(folder, 'window.json'),
    engineFolder: join(folder, 'engine'),
    walletFolder: join(folder, 'wallet'),
    chainFolder: join(folder, 'chain'),
    practiceFolder: join(folder, 'practice'),
    logFolder: join(folder, 'logs'),
    trialFolder: join(folder, 'practice-swarm'),
  }
}
