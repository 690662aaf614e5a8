// The settings as this window knows them. A change shows at once and is then replaced by what was really stored; a
// refused one goes back. Null until they have arrived: nothing is drawn before.

import { create } from 'zustand'
import { patchSettings, type Settings, type SettingsPatch } from '../../app/settings/settings.ts'
import type { Input } from '../../app/ipc/contract.ts'
import { act } from './api.ts'

interface SettingsState {
  readonly settings: Settings | null
}

export const useSettingsStore = create<SettingsState>(() => ({ settings: null }))

export const receiveSettings = (settings: Settings): void => useSettingsStore.setState({ settings })

/** Only for what is drawn below the shell, which waits for the settings. */
export const settingsNow = (): Settings => {
  const { settings } = useSettingsStore.getState()
  if (settings === null) throw new Error('The settings have not arrived.')
  return settings
}

/** Once they have arrived: for what main asks of a window that is still filling its stores. */
export const settingsHere = (): Promise<Settings> =>
  new Promise((resolve) => {
    const { settings } = useSettingsStore.getState()
    if (settings !== null) return resolve(settings)
    const off = useSettingsStore.subscribe(({ settings: come }) => {
      if (come === null) return
      off()
      resolve(come)
    })
  })

export const useSettings = <T>(select: (settings: Settings) => T): T =>
  useSettingsStore(({ settings }) => {
    if (settings === null) throw new Error('The settings have not arrived.')
    return select(settings)
  })

/** True when it was stored. */
export const changeSettings = async (patch: SettingsPatch): Promise<boolean> => {
  const before = settingsNow()
  receiveSettings(patchSettings(before, patch))
  const stored = await act('settings.change', patch as Input<'settings.change'>)
  if (stored) receiveSettings(stored.value)
  else receiveSettings(before)
  return stored !== null
}
