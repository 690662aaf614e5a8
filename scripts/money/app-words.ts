// What a campaign asks of an app it kills, and hears of it. The app is main's own parts in a process of its own; the
// questions are those a window would ask, and one look over everything.

import type { AppError } from '../../app/ipc/errors.ts'
import type { Amount } from '../../app/money/amount.ts'
import type { Result } from '../../app/result.ts'
import type { SettingsPatch } from '../../app/settings/settings.ts'
import type { Allowance } from '../../app/speed/allowance.ts'
import type { SpeedState } from '../../app/speed/speed-state.ts'
import type { VaultOrder } from '../../app/speed/vault-order.ts'
import type { TorrentId } from '../../app/torrent/row.ts'
import type { Address } from '../../app/tron/address.ts'
import type { PracticeNode } from '../../app/wallet/practice-network.ts'
import type { ProcessName } from './process-words.ts'

/** The app's argument, as JSON. */
export interface AppStart {
  readonly folder: string
  readonly password: string
  readonly practice: PracticeNode
  readonly patch: SettingsPatch
}

/** How a torrent is in the list, and in Speed. */
export interface Seen {
  readonly id: TorrentId
  readonly progress: number
  readonly status: string
  /** Null: nothing may be spent on it, or that is not known now. */
  readonly budget: Amount | null
}

export interface Look {
  /** Null: the wallet was not open yet. */
  readonly account: Address | null
  /** Where the engine listens; null: it does not run. */
  readonly port: number | null
  readonly torrents: readonly Seen[]
  /** Null: the wallet was not open yet. */
  readonly speed: SpeedState | null
}

type Reply<T> = Result<T, AppError>

export interface AppCommands {
  look: { input: undefined; output: Look }
  add: { input: { readonly bytes: Uint8Array; readonly folder: string }; output: TorrentId }
  remove: { input: TorrentId; output: unknown }
  addPeer: { input: { readonly id: TorrentId; readonly address: string }; output: void }
  buy: { input: { readonly id: TorrentId; readonly budget: Amount }; output: void }
  sell: { input: Amount; output: void }
  allow: { input: Allowance; output: boolean }
  order: { input: VaultOrder; output: { readonly ids: readonly string[] } }
}
export type AppCommandName = keyof AppCommands
export type AppHandlers = {
  [N in AppCommandName]: (input: AppCommands[N]['input']) => Promise<Reply<AppCommands[N]['output']>>
}

export interface AppEvents {
  /** A process of its own begins. */
  forked: { readonly name: ProcessName; readonly pid: number }
  /** Of its log, warnings and errors. */
  said: string
}
