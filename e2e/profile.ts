// What the app keeps between two starts, in a folder of the test's own: settings written beforehand, downloads, a home
// in which the trash is. Nothing of the user who runs the tests is read or touched.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultSettings, patchSettings, type Settings, type SettingsPatch } from '../app/settings/settings.ts'
import { freePort } from './peers/ports.ts'

export interface Profile {
  /** Holds everything below. */
  readonly place: string
  /** The app's own folder. */
  readonly folder: string
  readonly home: string
  /** For what a killed app leaves lying about. */
  readonly temporary: string
  readonly downloads: string
  /** Where the app listens for peers. */
  readonly port: number
}

/** Loopback only: no DHT, nothing said to the local network or its router; nothing is asked when the window is closed. */
const quiet: SettingsPatch = {
  network: { dht: false, lsd: false, upnp: false, natPmp: false },
  desktop: { onClose: 'quit' },
}

export const makeProfile = async (place: string, patch: SettingsPatch = {}): Promise<Profile> => {
  const folder = join(place, 'profile')
  const home = join(place, 'home')
  const downloads = join(place, 'downloads')
  const temporary = join(place, 'tmp')
  for (const path of [folder, home, downloads, temporary]) await mkdir(path, { recursive: true })
  const port = await freePort()
  const settings = patchSettings(patchSettings(defaultSettings({ folder: downloads, port }), quiet), patch)
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings))
  return { place, folder, home, temporary, downloads, port }
}

export const storedSettings = async ({ folder }: Profile): Promise<Settings> =>
  JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8')) as Settings
