// What a change of the settings sets in motion outside the store. Only what changed is touched.

import type { EngineSettings } from '../../app/ipc/engine-contract.ts'
import type { Settings } from '../../app/settings/settings.ts'
import type { WindowLink } from '../ipc/window-link.ts'
import type { Log } from '../log/log.ts'
import type { SettingsStore } from '../settings/store.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'
import { applyLoginItem } from './login-item.ts'
import { applyTheme } from './theme.ts'

export const engineSettings = ({ network, limits, connections, queue, seeding }: Settings): EngineSettings => ({
  network,
  limits,
  connections,
  queue,
  seeding,
})

interface Affected {
  readonly engine: EngineClient
  readonly link: WindowLink
  readonly log: Log
}

const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b)

export const followSettings = (store: SettingsStore, { engine, link, log }: Affected): void => {
  const startAtLogin = ({ desktop }: Settings): void =>
    void applyLoginItem(desktop.startAtLogin).catch((cause: unknown) => log.error('starting with the session', cause))

  store.onChange((now, before) => {
    if (differ(engineSettings(now), engineSettings(before))) void engine.call('engine.configure', engineSettings(now))
    if (now.look.theme !== before.look.theme) applyTheme(now)
    if (now.desktop.startAtLogin !== before.desktop.startAtLogin) startAtLogin(now)
    link.emit('settings.changed', now)
  })
  // The app may have moved since: say again where it is.
  if (store.get().desktop.startAtLogin) startAtLogin(store.get())
  if (store.resetKeptAs !== null) link.emit('notice', { kind: 'settings-reset', keptAs: store.resetKeptAs })
}
