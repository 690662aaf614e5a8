// The settings as a window reads and changes them. Who else has to know of a change listens to the store.

import { homedir } from 'node:os'
import { isAbsolute } from 'node:path'
import type { Input, Reply } from '../../app/ipc/contract.ts'
import type { SettingsPatch } from '../../app/settings/settings.ts'
import { fail, ok } from '../../app/result.ts'
import { expandHome } from '../../app/torrent/save-folder.ts'
import type { SettingsStore } from '../settings/store.ts'
import { onDisk } from './disk-error.ts'
import type { MainHandlers } from './server.ts'

export const settingsCommands = (store: SettingsStore) => {
  const change = (patch: Input<'settings.change'>): Reply<'settings.change'> =>
    onDisk(() => store.change(patch as SettingsPatch), 'state-disk')
  return {
    'settings.get': () => Promise.resolve(ok(store.get())),
    'settings.change': async (patch) => {
      const { downloads } = patch
      if (downloads?.folder === undefined) return change(patch)
      const folder = expandHome(downloads.folder, homedir())
      if (!isAbsolute(folder)) return fail({ code: 'invalid-argument', field: 'downloads.folder' })
      return change({ ...patch, downloads: { ...downloads, folder } })
    },
  } satisfies Partial<MainHandlers>
}
