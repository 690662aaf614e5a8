// What the user can set, with its bounds and defaults. The schema is the truth: what it refuses is never stored.
// Stored by main/settings; migrations in migrate.ts bring older files up.

import * as v from 'valibot'
import { defaultSpeedSettings, SpeedSettingsSchema } from '../speed/speed-settings.ts'
import { MinutesSchema, RatioSchema } from '../torrent/options.ts'
import { defaultWalletSettings, WalletSettingsSchema } from '../wallet/networks-choice.ts'

/** Bytes per second; null is no limit. */
const Rate = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(10_000_000_000)))
const AbsolutePath = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(4096),
  v.check((path) => !path.includes('\0')),
)
const Count = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))

const Column = v.strictObject({
  key: v.pipe(v.string(), v.maxLength(32)),
  width: Count(40, 2000),
  visible: v.boolean(),
})

const UdpPort = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))

/** Stands in for the internet and the router in tests. Written in the settings' file only: no window may change it. */
const TestBed = v.strictObject({
  /** Nodes to enter the DHT by, host:port. */
  dhtNodes: v.array(v.string()),
  /** Where a router is asked; null: nowhere. */
  router: v.nullable(v.strictObject({ address: v.pipe(v.string(), v.ip()), natPmpPort: UdpPort, ssdpPort: UdpPort })),
  /** Addresses of the interfaces that count as the local network. */
  interfaces: v.array(v.pipe(v.string(), v.ip())),
  /** ms between two blocks of the Practice network, which has one every 3 s by itself. */
  practiceBlockMs: v.optional(Count(100, 3_000)),
})

export const SettingsSchema = v.strictObject({
  version: v.literal(3),
  downloads: v.strictObject({
    folder: AbsolutePath,
    startWhenAdded: v.boolean(),
  }),
  network: v.strictObject({
    /** 0 lets the system choose a free one at each start. */
    port: v.pipe(
      v.number(),
      v.integer(),
      v.check((port) => port === 0 || (port >= 1024 && port <= 65534)),
    ),
    dht: v.boolean(),
    pex: v.boolean(),
    utp: v.boolean(),
    /** Local peer discovery (BEP 14). */
    lsd: v.boolean(),
    /** Asking the router for our port, by UPnP, and by PCP or NAT-PMP. */
    upnp: v.boolean(),
    natPmp: v.boolean(),
    /** How connections to peers are made; trackers and the DHT are not covered. */
    encryption: v.picklist(['off', 'allow', 'prefer', 'require']),
    /** Torrents may name trackers on the user's own network. */
    localTrackers: v.boolean(),
    testBed: v.nullable(TestBed),
  }),
  limits: v.strictObject({
    down: Rate,
    up: Rate,
    /** Turtle: the alternative limits are in force. */
    alternative: v.boolean(),
    alternativeDown: Rate,
    alternativeUp: Rate,
    /** How many peers are uploaded to at a time; null: as many as suit the line. */
    slots: v.nullable(Count(2, 1_000)),
    /** How many of them one torrent may have; null: any number. */
    slotsPerTorrent: v.nullable(Count(1, 1_000)),
  }),
  queue: v.strictObject({
    /** Most torrents active at once, of each kind and all in all; null: no maximum. */
    downloads: v.nullable(Count(1, 10_000)),
    seeds: v.nullable(Count(1, 10_000)),
    total: v.nullable(Count(1, 10_000)),
    /** Torrents that move next to nothing do not count. */
    ignoreSlow: v.boolean(),
  }),
  /** When a torrent has seeded enough, unless it has goals of its own; null: never. */
  seeding: v.strictObject({
    ratio: v.nullable(RatioSchema),
    minutes: v.nullable(MinutesSchema),
    action: v.picklist(['stop', 'remove']),
  }),
  wallet: WalletSettingsSchema,
  speed: SpeedSettingsSchema,
  connections: v.strictObject({
    total: Count(2, 10_000),
    perTorrent: Count(2, 2_000),
  }),
  look: v.strictObject({
    theme: v.picklist(['system', 'light', 'dark']),
    language: v.picklist(['en']),
    density: v.picklist(['comfortable', 'compact']),
    units: v.picklist(['binary', 'decimal']),
  }),
  desktop: v.strictObject({
    onClose: v.picklist(['ask', 'background', 'quit']),
    startAtLogin: v.boolean(),
    startHidden: v.boolean(),
    notifyWhenDone: v.boolean(),
    /** Of money: who owes us may soon be unable to pay, paying stopped. */
    notifyOfMoney: v.optional(v.boolean(), true),
    keepAwakeWhileDownloading: v.boolean(),
  }),
  layout: v.strictObject({
    columns: v.pipe(v.array(Column), v.maxLength(64)),
    sort: v.strictObject({ key: v.pipe(v.string(), v.maxLength(32)), descending: v.boolean() }),
    detailsOpen: v.boolean(),
    detailsHeight: Count(120, 2000),
    sidebarWidth: Count(160, 480),
  }),
})

export type Settings = v.InferOutput<typeof SettingsSchema>

/** One section at a time may be changed; fields left out stay as they are. */
export type SettingsPatch = { readonly [S in Exclude<keyof Settings, 'version'>]?: Partial<Settings[S]> }

/** `folder` is the system's download folder, `port` one picked at random on the first start: app knows neither. */
export const defaultSettings = ({ folder, port }: { folder: string; port: number }): Settings => ({
  version: 3,
  downloads: { folder, startWhenAdded: true },
  network: {
    port,
    dht: true,
    pex: true,
    utp: true,
    lsd: true,
    upnp: true,
    natPmp: true,
    encryption: 'allow',
    localTrackers: false,
    testBed: null,
  },
  limits: {
    down: null,
    up: null,
    alternative: false,
    alternativeDown: 1_048_576,
    alternativeUp: 262_144,
    slots: null,
    slotsPerTorrent: null,
  },
  queue: { downloads: 5, seeds: null, total: null, ignoreSlow: true },
  seeding: { ratio: null, minutes: null, action: 'stop' },
  connections: { total: 300, perTorrent: 60 },
  wallet: defaultWalletSettings,
  speed: defaultSpeedSettings,
  look: { theme: 'system', language: 'en', density: 'comfortable', units: 'binary' },
  desktop: {
    onClose: 'ask',
    startAtLogin: false,
    startHidden: false,
    notifyWhenDone: true,
    notifyOfMoney: true,
    keepAwakeWhileDownloading: true,
  },
  layout: {
    columns: [],
    sort: { key: 'addedAt', descending: true },
    detailsOpen: true,
    detailsHeight: 280,
    sidebarWidth: 208,
  },
})

/** The limits in force now, alternative or not. */
export const effectiveLimits = (limits: Settings['limits']): { down: number | null; up: number | null } =>
  limits.alternative ? { down: limits.alternativeDown, up: limits.alternativeUp } : { down: limits.down, up: limits.up }

/** The settings with a patch laid over them; unchecked: validate what comes out. */
export const patchSettings = (settings: Settings, patch: SettingsPatch): Settings => {
  const next: Record<string, unknown> = { ...settings }
  for (const section of Object.keys(patch) as (keyof SettingsPatch)[]) {
    next[section] = { ...settings[section], ...patch[section] }
  }
  return next as Settings
}
