// The one list of what processes may say to each other: every command with the schema of its input, every event.
// Preload, server, client and test fakes are derived from it. A command is served by main itself, by the engine or by
// the chain process; main validates all of them before anything acts on them. Outputs are typed, not validated: they
// come from our side.

import * as v from 'valibot'
import {
  CreateOptionsSchema,
  type Created,
  type CreationProgress,
  type CreationSource,
  type SourceSurvey,
} from '../creating/creation.ts'
import type { NetworkState } from '../net/network-state.ts'
import type { DetailsUpdate } from '../torrent/details.ts'
import { webUrl } from '../torrent/metainfo-urls.ts'
import { OptionsPatchSchema, type TorrentOptions } from '../torrent/options.ts'
import type { PackedFiles } from '../torrent/packed-files.ts'
import type { Delta, Snapshot, TorrentId } from '../torrent/row.ts'
import { namesPlace } from '../torrent/save-folder.ts'
import { SettingsSchema, type Settings } from '../settings/settings.ts'
import type { Result } from '../result.ts'
import type { Why } from '../supervision/supervision.ts'
import { chainCommands, chainEventNames, type ChainEvents } from './chain-commands.ts'
import { engine, main, nothing, returns } from './command.ts'
import type { AppError } from './errors.ts'
import type { Notice } from './notice.ts'
import { speedCommands, speedEventNames, type SpeedEvents } from './speed-commands.ts'
import { walletPageCommands, walletPageEventNames, type WalletPageEvents } from './wallet-commands.ts'

const MAX_TORRENT_FILE = 10_000_000
const MAX_FILES = 100_000

const Id = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{40}$/),
  v.transform((id) => id as TorrentId),
)
const Ids = v.pipe(v.array(Id), v.minLength(1), v.maxLength(20_000))
const Ref = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER))
const FileIndex = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_FILES - 1))
const PriorityValue = v.picklist([0, 1, 2, 3])
const TrackerUrl = v.pipe(v.string(), v.minLength(1), v.maxLength(2048))
/** In the one spelling that torrents' are kept in. */
const WebSeedUrl = v.pipe(
  v.string(),
  v.check((url) => webUrl(url) === url),
)
const Folder = v.pipe(v.string(), v.minLength(1), v.maxLength(4096))
/** Where it lies must not depend on the folder a program was started in. */
const SaveFolder = v.pipe(Folder, v.check(namesPlace))
const Link = v.pipe(v.string(), v.minLength(1), v.maxLength(65_536))
const Name = v.pipe(v.string(), v.maxLength(1024))
const Bytes = (max: number) =>
  v.pipe(
    v.custom<Uint8Array>((value) => value instanceof Uint8Array),
    v.check((bytes) => bytes.byteLength <= max),
  )
const Nothing = v.undefined()

const { version: _version, ...sections } = SettingsSchema.entries
const partialSections = v.strictObject({
  downloads: v.optional(v.partial(sections.downloads)),
  network: v.optional(v.partial(v.omit(sections.network, ['testBed']))),
  limits: v.optional(v.partial(sections.limits)),
  connections: v.optional(v.partial(sections.connections)),
  queue: v.optional(v.partial(sections.queue)),
  seeding: v.optional(v.partial(sections.seeding)),
  look: v.optional(v.partial(sections.look)),
  desktop: v.optional(v.partial(sections.desktop)),
  layout: v.optional(v.partial(sections.layout)),
  wallet: v.optional(v.partial(v.omit(sections.wallet, ['bookOnly']))),
})

/** What is to be added, before the user has agreed: a parsed .torrent or a magnet link. */
export interface Candidate {
  /** Handle for the other add commands; forgotten after confirm or cancel. */
  readonly ref: number
  readonly id: TorrentId
  readonly name: string
  /** Null while the metadata of a magnet link is not here yet. */
  readonly files: PackedFiles | null
  readonly size: number | null
  readonly isPrivate: boolean
  readonly comment: string | null
  readonly createdBy: string | null
  readonly createdAt: number | null
  readonly trackers: readonly string[]
  readonly webSeeds: readonly string[]
  /** The torrent is in the list already: confirming only merges the trackers it lacks. */
  readonly duplicateOf: string | null
  /** Came from outside (another program, a link): nothing has been contacted for it. */
  readonly fromOutside: boolean
  /** `fetching`: asking peers for the metadata; `idle`: not asked for; `here`: known; `failed`: none came in time. */
  readonly metadata: 'idle' | 'fetching' | 'here' | 'failed'
  /** Also a v2 torrent (hybrid, BEP 52), joined as v1. */
  readonly hybrid: boolean
  /** File names that had to be changed to be safe on this computer. */
  readonly renamed: number
  /** Priorities and folder the source suggests (BEP 53 `so=`), per file; null: everything. */
  readonly suggested: Uint8Array | null
}

export interface SessionStats {
  readonly downRate: number
  readonly upRate: number
  readonly peers: number
  readonly dhtNodes: number | null
  /** The port we listen on; null: not listening. */
  readonly port: number | null
  readonly network: NetworkState
}

export type EngineState =
  | { readonly state: 'starting' | 'running' | 'stopping' }
  | { readonly state: 'restarting'; readonly attempt: number; readonly inMs: number; readonly why: Why }
  | { readonly state: 'failed'; readonly logId: string }

export interface AppInfo {
  readonly version: string
  readonly platform: 'linux' | 'darwin' | 'win32' | 'other'
  readonly electron: string
  readonly isPackaged: boolean
  readonly trayAvailable: boolean
}

/** Something the window should do, asked for by the menu, the tray or the system. */
export type UiRequest =
  | { readonly do: 'open-settings' }
  | { readonly do: 'open-palette' }
  | { readonly do: 'create' }
  | { readonly do: 'ask-close' }
  | { readonly do: 'reveal'; readonly id: TorrentId }
  /** Its Speed tab. */
  | { readonly do: 'reveal-speed'; readonly id: TorrentId }
  | { readonly do: 'open-earnings' }
  /** With play money. */
  | { readonly do: 'try-speed' }

const AddOptions = v.strictObject({
  ref: Ref,
  folder: SaveFolder,
  start: v.boolean(),
  /** One value per file (see Priority), null: everything normal. */
  priorities: v.nullable(
    v.pipe(
      Bytes(MAX_FILES),
      v.check((bytes) => bytes.every((p) => p <= 3)),
    ),
  ),
})
export type AddOptions = v.InferOutput<typeof AddOptions>

export interface Added {
  readonly id: TorrentId
  /** The torrent was there already: how many trackers it learned. Null: it is new. */
  readonly mergedTrackers: number | null
  /** Of a torrent that was there: how many web seeds it learned. */
  readonly mergedWebSeeds?: number
  /** Trackers it could not take: it has as many as a torrent may have. */
  readonly trackersLeftOut?: number
}

/** `path`: within the torrent, with slashes. */
export interface ChangedFile {
  readonly file: number
  readonly path: string
}

/** What skipping files would delete: files that are not complete, and what of their data nothing else needs. */
export interface AtStake {
  readonly files: readonly number[]
  readonly bytes: number
}

/** What would become of the data of torrents. `others`: files of theirs that we did not write, and that stay. */
export interface Removable {
  /** Those we wrote: only these can go. */
  readonly files: number
  readonly bytes: number
  readonly others: number
}

export interface Removed {
  /** Files we wrote that could not be moved to the trash or deleted. */
  readonly leftBehind: number
}

const FileIndexes = v.pipe(v.array(FileIndex), v.maxLength(MAX_FILES))
const Tier = v.pipe(v.array(TrackerUrl), v.maxLength(200))
const OfTorrent = v.strictObject({ id: Id })
const OfTorrents = v.strictObject({ ids: Ids })
const OfCandidate = v.strictObject({ ref: Ref })
const OfFile = v.strictObject({ id: Id, file: v.nullable(FileIndex) })
const Watch = v.strictObject({ id: Id, tab: v.picklist(['overview', 'files', 'peers', 'trackers', 'log']) })

export const commands = {
  'app.info': main(Nothing, returns<AppInfo>()),
  'app.quit': main(Nothing, nothing),
  'app.answerClose': main(v.strictObject({ keepRunning: v.boolean(), remember: v.boolean() }), nothing),
  /** Plain text to the clipboard (the renderer itself may only read it on a paste). */
  'app.copyText': main(v.strictObject({ text: v.pipe(v.string(), v.maxLength(1_000_000)) }), nothing),
  'settings.get': main(Nothing, returns<Settings>()),
  'settings.change': main(partialSections, returns<Settings>()),
  'engine.state': main(Nothing, returns<EngineState>()),
  /** Starts the engine at once when it is waiting to be restarted or was given up. */
  'engine.retry': main(Nothing, nothing),
  /** Makes us the program for magnet links, at the user's wish; false where the system does not let us. */
  'app.handleMagnets': main(Nothing, returns<boolean>()),

  /** Opens the system's dialog; null when it was left without choosing. */
  'disk.chooseFolder': main(v.strictObject({ start: v.nullable(Folder) }), returns<string | null>()),
  /** Free bytes for a save path that need not exist yet: its nearest existing parent counts. */
  'disk.free': main(v.strictObject({ folder: Folder }), returns<number>()),

  /** Opens the system's dialog for .torrent files; what was chosen comes as `add.offered` events. */
  'add.chooseFiles': main(Nothing, nothing),
  'add.inspectFile': engine(v.strictObject({ bytes: Bytes(MAX_TORRENT_FILE), name: Name }), returns<Candidate>()),
  /** A magnet link, a bare infohash (hex or base32), or the http(s) URL of a .torrent. */
  'add.inspectLink': engine(v.strictObject({ link: Link }), returns<Candidate>()),
  /** Asks the swarm for the metadata of a candidate that came from outside. */
  'add.fetchMetadata': engine(OfCandidate, nothing),
  'add.confirm': engine(AddOptions, returns<Added>()),
  'add.cancel': engine(OfCandidate, nothing),
  /** The candidates waiting for the user's answer (a new window asks). */
  'add.pending': engine(Nothing, returns<readonly Candidate[]>()),

  /** Opens the system's dialog for what a torrent is to be made of; null when it was left without choosing. */
  'create.choose': main(v.strictObject({ what: v.picklist(['files', 'folder']) }), returns<CreationSource | null>()),
  /** What fell on the window. Only the preload may say so: it has the paths from the system, not from the page. */
  'create.drop': main(
    v.strictObject({ paths: v.pipe(v.array(Folder), v.minLength(1), v.maxLength(10_000)) }),
    returns<CreationSource>(),
  ),
  /** What is there, without reading it. `hidden`: with what is left out otherwise. */
  'create.survey': main(v.strictObject({ ref: Ref, hidden: v.boolean() }), returns<SourceSurvey>()),
  /** Asks where to save the .torrent, then hashes, saves and adds; null when the dialog was left without choosing. */
  'create.start': main(CreateOptionsSchema, returns<Created | null>()),
  'create.cancel': main(v.strictObject({ ref: Ref }), nothing),
  /** Saves the .torrent made last again, elsewhere; null when the dialog was left without choosing. */
  'create.save': main(v.strictObject({ ref: Ref }), returns<string | null>()),
  /** Shows the .torrent made last in its folder. */
  'create.show': main(v.strictObject({ ref: Ref }), nothing),

  'torrents.snapshot': engine(Nothing, returns<Snapshot>()),
  'torrents.start': engine(OfTorrents, nothing),
  /** Runs whatever the queue's maxima say. */
  'torrents.forceStart': engine(OfTorrents, nothing),
  /** What runs whatever the queue says waits for its turn like the others again. */
  'torrents.backToQueue': engine(OfTorrents, nothing),
  'torrents.stop': engine(OfTorrents, nothing),
  /** The files it stands still for, because they hold what somebody else wrote. */
  'torrents.changed': engine(OfTorrent, returns<readonly ChangedFile[]>()),
  /** Downloads over these of them, and starts. What else would be lost is asked about again. */
  'torrents.writeOver': engine(v.strictObject({ id: Id, files: v.pipe(v.array(FileIndex), v.minLength(1)) }), nothing),
  /** Changes their places in the queue. */
  'torrents.queue': engine(v.strictObject({ ids: Ids, to: v.picklist(['up', 'down', 'top', 'bottom']) }), nothing),
  'torrents.recheck': engine(OfTorrents, nothing),
  /** What the check found so far counts; of the rest, what was known before it does. */
  'torrents.cancelCheck': engine(OfTorrents, nothing),
  'torrents.reannounce': engine(OfTorrents, nothing),
  /** What removing them with their data would take, and what it would leave. */
  'torrents.removable': engine(OfTorrents, returns<Removable>()),
  /** `data`: keep the files, or move those we wrote to the trash, or delete them for good. */
  'torrents.remove': main(
    v.strictObject({ ids: Ids, data: v.picklist(['keep', 'trash', 'delete']) }),
    returns<Removed>(),
  ),
  'torrents.files': engine(OfTorrent, returns<PackedFiles>()),
  /** What would be deleted if these files were skipped. Of unfinished pieces nothing is said. */
  'torrents.atStake': engine(v.strictObject({ id: Id, files: FileIndexes }), returns<AtStake>()),
  /** `keep`: what is there of files that are skipped stays; else what is not complete leaves the disk. */
  'torrents.setPriorities': engine(
    v.strictObject({ id: Id, files: FileIndexes, priority: PriorityValue, keep: v.optional(v.boolean()) }),
    nothing,
  ),
  /** Of those that are there, in the order asked for. */
  'torrents.options': engine(OfTorrents, returns<readonly TorrentOptions[]>()),
  'torrents.setOptions': engine(v.strictObject({ ids: Ids, options: OptionsPatchSchema }), nothing),
  'torrents.magnet': engine(OfTorrent, returns<string>()),
  'torrents.trackers': engine(OfTorrent, returns<readonly (readonly string[])[]>()),
  /** Tiers as in BEP 12; an empty list removes all. */
  'torrents.setTrackers': engine(v.strictObject({ id: Id, tiers: v.pipe(v.array(Tier), v.maxLength(200)) }), nothing),
  /** Servers that hold the torrent's files (BEP 19), http or https; those left out are taken away. */
  'torrents.setWebSeeds': engine(
    v.strictObject({ id: Id, urls: v.pipe(v.array(WebSeedUrl), v.maxLength(100)) }),
    nothing,
  ),
  /** `address` is ip:port, IPv6 in brackets. */
  'torrents.addPeer': engine(v.strictObject({ id: Id, address: v.pipe(v.string(), v.maxLength(64)) }), nothing),
  /** Opens the torrent's file with the program the system has for it; programs and scripts are refused. */
  'files.open': main(OfFile, nothing),
  'files.show': main(OfFile, nothing),
  /** What this window wants `details.update` for; null: nothing. */
  'details.watch': engine(v.nullable(Watch), nothing),

  ...chainCommands,
  ...walletPageCommands,
  ...speedCommands,
} as const

export interface Events extends ChainEvents, WalletPageEvents, SpeedEvents {
  'torrents.delta': Delta
  'session.stats': SessionStats
  'details.update': DetailsUpdate
  /** A candidate the user did not ask for in this window just now, or news of one (metadata arrived or failed). */
  'add.offered': Candidate
  'create.progress': CreationProgress
  'engine.changed': EngineState
  'settings.changed': Settings
  'ui.request': UiRequest
  notice: Notice
}

export type CommandName = keyof typeof commands
export type EventName = keyof Events
export type Input<N extends CommandName> = v.InferOutput<(typeof commands)[N]['input']>
export type Output<N extends CommandName> = (typeof commands)[N]['output']['type']
export type Reply<N extends CommandName> = Promise<Result<Output<N>, AppError>>

/** What the preload puts on `window.swiftseed`, and what fakes implement. */
export interface Api {
  call<N extends CommandName>(name: N, ...input: Input<N> extends undefined ? [] : [input: Input<N>]): Reply<N>
  on<N extends EventName>(name: N, listener: (data: Events[N]) => void): () => void
  /** Files and folders (of a drop) a torrent is to be made of; what the page made up itself is refused. */
  dropped(files: readonly unknown[]): Reply<'create.drop'>
}

export const eventNames = [
  'torrents.delta',
  'session.stats',
  'details.update',
  'add.offered',
  'create.progress',
  'engine.changed',
  'settings.changed',
  'ui.request',
  'notice',
  ...chainEventNames,
  ...walletPageEventNames,
  ...speedEventNames,
] as const satisfies readonly EventName[]

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(commands, name)

/** The checked input, or the path of the first field that is wrong. Unknown fields are refused. */
export const checkInput = <N extends CommandName>(name: N, input: unknown): Result<Input<N>, AppError> => {
  const result = v.safeParse(commands[name].input, input)
  if (result.success) return { ok: true, value: result.output }
  const field = v.getDotPath(result.issues[0]) ?? ''
  return { ok: false, error: { code: 'invalid-argument', field } }
}
