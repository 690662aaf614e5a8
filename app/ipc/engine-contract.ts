// What main says to the engine beyond the commands it passes on from a window. Both ends are ours and trusted with
// the types; what the engine says back about torrents is data for screens, never for decisions about keys or files
// outside `root`.

import type { CreateOptions, NewTorrent, SourceSurvey } from '../creating/creation.ts'
import type { Settings } from '../settings/settings.ts'
import type { SpeedTick } from '../speed/speed-tick.ts'
import type { TorrentId } from '../torrent/row.ts'
import type { Candidate, Events } from './contract.ts'
import type { DeskAsk, DeskReply, SpeedOrders } from './speed-desk.ts'

/** The part of the settings the engine acts on. */
export type EngineSettings = Pick<Settings, 'network' | 'limits' | 'connections' | 'queue' | 'seeding'>

/** Started once, first thing: nothing else is served before. `stateFolder` exists and is ours alone. */
export interface EngineStart {
  readonly stateFolder: string
  readonly settings: EngineSettings
  readonly version: string
}

/** What of a removed torrent is on disk and was written by us; absolute paths inside `root`, which is its own. */
export interface Leftovers {
  readonly id: TorrentId
  readonly name: string
  readonly root: string
  readonly files: readonly string[]
  /** Folders we made, deepest first; to be removed only when empty. */
  readonly folders: readonly string[]
}

/** What a torrent is made of: one file, one folder, or several things in one folder. Absolute paths. */
export type SourcePaths = readonly string[]

export interface EngineCommands {
  'engine.start': { input: EngineStart; output: void }
  'engine.configure': { input: EngineSettings; output: void }
  /** Heartbeat; answered from the event loop, so a blocked loop does not answer. */
  'engine.ping': { input: undefined; output: void }
  /** Saves everything and closes all; the process may exit after the answer. */
  'engine.shutdown': { input: undefined; output: void }
  /** A file or link handed over by the system: becomes an `add.offered` event; nothing is contacted for it. */
  'engine.offer': {
    input: { kind: 'file'; bytes: Uint8Array; name: string } | { kind: 'link'; link: string }
    output: Candidate
  }
  /** Stops and forgets torrents; what they left on disk is for the caller to deal with. */
  'engine.remove': { input: { ids: readonly TorrentId[] }; output: readonly Leftovers[] }
  /** Absolute path of a file of a torrent (null: of its root), if it exists on disk. */
  'engine.path': { input: { id: TorrentId; file: number | null }; output: string }
  /** 'visible': deltas twice a second; 'hidden': every two seconds. */
  'engine.pace': { input: 'visible' | 'hidden'; output: void }
  'engine.survey': { input: { paths: SourcePaths; hidden: boolean }; output: SourceSurvey }
  /** Hashes; tells `create.progress` meanwhile. */
  'engine.create': { input: CreateOptions & { paths: SourcePaths }; output: NewTorrent }
  'engine.cancelCreate': { input: { ref: number }; output: void }
  'engine.stopAll': { input: undefined; output: void }
  'engine.startAll': { input: undefined; output: void }
  /** All that Speed is to do from now on. Before the first one, and after a restart, it is off. */
  'engine.speed': { input: SpeedOrders; output: void }
  'engine.speedAnswer': { input: DeskReply; output: void }
  /** The torrent whose peers `speed.tick` names; null: none. */
  'engine.speedLook': { input: { id: TorrentId | null }; output: void }
}

export type EngineCommandName = keyof EngineCommands

/** Events of the engine; those that main makes something of itself stand below, the rest go to windows as they are. */
export interface EngineEvents extends Pick<
  Events,
  'torrents.delta' | 'session.stats' | 'details.update' | 'add.offered' | 'create.progress' | 'notice'
> {
  /** A torrent became complete. */
  'engine.finished': { id: TorrentId; name: string }
  /** A line for the log file: already free of secrets and of the user's paths. */
  'engine.log': { level: 'info' | 'warn' | 'error'; text: string; logId?: string }
  /** Answered by `engine.speedAnswer`. */
  'speed.ask': DeskAsk
  /** At most once a second, and only when something in it changed. */
  'speed.tick': SpeedTick
}
