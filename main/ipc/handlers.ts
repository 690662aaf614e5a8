// All commands that main serves itself, put together from their parts.

import type { Intake } from '../desktop/intake.ts'
import type { SettingsStore } from '../settings/store.ts'
import type { EngineClient } from '../supervisor/engine-client.ts'
import { addCommands } from './add-commands.ts'
import { appCommands, type AppControl } from './app-commands.ts'
import { chainCommands, type ChainDeps } from './chain-commands.ts'
import { createCommands } from './create-commands.ts'
import { diskCommands } from './disk-commands.ts'
import { fileCommands } from './file-commands.ts'
import { removeCommand } from './remove-command.ts'
import type { Removals } from './removals.ts'
import type { MainHandlers } from './server.ts'
import { settingsCommands } from './settings-commands.ts'
import type { Shell } from './shell.ts'
import { speedCommands, type SpeedDeps } from './speed-commands.ts'
import { walletCommands, type WalletDeps } from './wallet-commands.ts'

interface Deps {
  readonly engine: EngineClient
  readonly removals: Pick<Removals, 'during'>
  readonly settings: SettingsStore
  readonly intake: Intake
  readonly shell: Shell
  readonly control: AppControl
  readonly speed: Omit<SpeedDeps, 'shell'>
  readonly money: { readonly chainDeps: Omit<ChainDeps, 'shell'>; readonly walletDeps: WalletDeps }
  /** Folders that must outlive every torrent, besides the download folder of now. */
  readonly keptFolders: readonly string[]
}

export const mainHandlers = ({
  engine,
  removals,
  settings,
  intake,
  shell,
  control,
  speed,
  money,
  keptFolders,
}: Deps): MainHandlers => ({
  ...appCommands(control, shell),
  ...settingsCommands(settings),
  ...diskCommands(shell),
  ...addCommands(intake, shell),
  ...createCommands(engine, shell),
  ...fileCommands(engine, shell),
  ...chainCommands({ ...money.chainDeps, shell }),
  ...walletCommands(money.walletDeps),
  ...speedCommands({ ...speed, shell }),
  ...removeCommand({
    engine,
    removals,
    speed: speed.speed,
    shell,
    kept: () => [...keptFolders, settings.get().downloads.folder],
  }),
})
