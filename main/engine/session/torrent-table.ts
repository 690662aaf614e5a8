// The list of torrents as rows: one `StoredTorrent` a row, its metadata in a table of its own so that changing a row
// does not write it again. Changes to the list outlive this process when they return; counters wait for `flush`.

import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import type { GoalState } from '../../../app/queue/goals.ts'
import type { Priority } from '../../../app/torrent/details.ts'
import { readOptions } from '../../../app/torrent/options.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { KnownPeer } from '../swarm/swarm.ts'
import type { StoredPatch, StoredTorrent } from './session.ts'
import type { Transactions } from './transaction.ts'

type Column = Exclude<keyof StoredTorrent, 'id' | 'info'>
type Row = Readonly<Record<string, unknown>>

const COLUMNS: Readonly<Record<Column, string>> = {
  name: 'name',
  isPrivate: 'is_private',
  folder: 'folder',
  root: 'root',
  wantsToRun: 'wants_to_run',
  trackers: 'trackers',
  webSeeds: 'web_seeds',
  priorities: 'priorities',
  kept: 'kept',
  addedAt: 'added_at',
  doneAt: 'done_at',
  downloaded: 'downloaded',
  uploaded: 'uploaded',
  activeSeconds: 'active_seconds',
  comment: 'comment',
  createdBy: 'created_by',
  createdAt: 'created_at',
  rank: 'rank',
  forced: 'forced',
  options: 'options',
  seedingSeconds: 'seeding_seconds',
  goal: 'goal',
  check: 'check_state',
  peers: 'peers',
}
/** Torrents read in one go. */
const PAGE = 64

const NAMES = Object.keys(COLUMNS) as readonly Column[]
const COUNTERS: ReadonlySet<string> = new Set([
  'downloaded',
  'uploaded',
  'activeSeconds',
  'seedingSeconds',
  'peers',
] satisfies Column[])

export class TorrentTable {
  readonly #db: DatabaseSync
  readonly #transactions: Transactions
  /** Counters not written yet. */
  readonly #counters = new Map<TorrentId, StoredPatch>()

  constructor(db: DatabaseSync, transactions: Transactions) {
    this.#db = db
    this.#transactions = transactions
  }

  get hasCounters(): boolean {
    return this.#counters.size > 0
  }

  /** The newest first, as a list mostly shows them, a few at a time: metadata of thousands is a lot to have at once. */
  *all(): Generator<StoredTorrent> {
    const sql = `SELECT t.*, m.info, m.sum FROM torrents t LEFT JOIN metainfo m ON m.id = t.id
                 WHERE t.seq < ? ORDER BY t.seq DESC LIMIT ${PAGE}`
    const statement = this.#db.prepare(sql)
    statement.setReadBigInts(true)
    let last: SQLInputValue = Number.MAX_SAFE_INTEGER
    for (;;) {
      const page: readonly Row[] = statement.all(last)
      for (const row of page) {
        const torrent = torrentOf(row)
        yield { ...torrent, ...this.#counters.get(torrent.id) }
      }
      if (page.length < PAGE) return
      last = page.at(-1)?.['seq'] as bigint
    }
  }

  put(torrents: readonly StoredTorrent[]): void {
    const columns = NAMES.map((name) => COLUMNS[name])
    const marks = columns.map(() => '?').join(', ')
    const updates = columns.map((column) => `${column} = excluded.${column}`).join(', ')
    const sql = `INSERT INTO torrents (id, ${columns.join(', ')}) VALUES (?, ${marks})
                 ON CONFLICT (id) DO UPDATE SET ${updates}`
    const statement = this.#db.prepare(sql)
    this.#transactions.run('shortly', () => {
      for (const torrent of torrents) {
        statement.run(torrent.id, ...NAMES.map((name) => valueOf(name, torrent[name])))
        this.#putInfo(torrent.id, torrent.info)
      }
    })
    for (const { id } of torrents) this.#counters.delete(id)
  }

  /** True when the list changed, and not just counters. */
  update(patches: ReadonlyMap<TorrentId, StoredPatch>): boolean {
    const now = [...patches].filter(([, patch]) => !Object.keys(patch).every((name) => COUNTERS.has(name)))
    if (now.length > 0) this.#transactions.run('shortly', () => this.#writeAll(now))
    for (const [id] of now) this.#counters.delete(id)
    const changed = new Set(now.map(([id]) => id))
    for (const [id, patch] of patches)
      if (!changed.has(id)) this.#counters.set(id, { ...this.#counters.get(id), ...patch })
    return changed.size > 0
  }

  /** Within the caller's transaction. */
  remove(id: TorrentId): void {
    this.#db.prepare('DELETE FROM torrents WHERE id = ?').run(id)
    this.#db.prepare('DELETE FROM metainfo WHERE id = ?').run(id)
    this.#counters.delete(id)
  }

  flush(): void {
    if (this.#counters.size === 0) return
    this.#transactions.run('soon', () => {
      for (const [id, patch] of this.#counters) this.#write(id, patch)
    })
    this.#counters.clear()
  }

  #writeAll(patches: readonly (readonly [TorrentId, StoredPatch])[]): void {
    for (const [id, patch] of patches) {
      this.#write(id, { ...this.#counters.get(id), ...patch })
      if (patch.info !== undefined) this.#putInfo(id, patch.info)
    }
  }

  #write(id: TorrentId, patch: StoredPatch): void {
    const names = NAMES.filter((name) => patch[name] !== undefined)
    if (names.length === 0) return
    const sets = names.map((name) => `${COLUMNS[name]} = ?`).join(', ')
    this.#db
      .prepare(`UPDATE torrents SET ${sets} WHERE id = ?`)
      .run(...names.map((name) => valueOf(name, patch[name])), id)
  }

  #putInfo(id: TorrentId, info: Uint8Array | null): void {
    if (info === null) this.#db.prepare('DELETE FROM metainfo WHERE id = ?').run(id)
    else this.#db.prepare('REPLACE INTO metainfo (id, info, sum) VALUES (?, ?, ?)').run(id, info, crc32(info))
  }
}

function valueOf(name: Column, value: StoredTorrent[Column] | undefined): SQLInputValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'object') return value
  return name === 'priorities' ? Uint8Array.from(value as readonly Priority[]) : JSON.stringify(value)
}

function torrentOf(row: Row): StoredTorrent {
  const info = row['info']
  const isWhole = info instanceof Uint8Array && BigInt(crc32(info)) === row['sum']
  return {
    id: text(row['id']) as TorrentId,
    name: text(row['name']),
    // Damaged metadata counts as missing: peers have it.
    info: isWhole ? info : null,
    isPrivate: row['is_private'] === null ? null : row['is_private'] === 1n,
    folder: text(row['folder']),
    root: text(row['root']),
    wantsToRun: row['wants_to_run'] === 1n,
    trackers: lists(row['trackers']),
    webSeeds: strings(parsed(row['web_seeds'])),
    priorities: prioritiesOf(row['priorities']),
    kept: indexes(parsed(row['kept'])),
    addedAt: Number(row['added_at']),
    doneAt: numberOrNull(row['done_at']),
    downloaded: Number(row['downloaded']),
    uploaded: Number(row['uploaded']),
    activeSeconds: Number(row['active_seconds']),
    comment: textOrNull(row['comment']),
    createdBy: textOrNull(row['created_by']),
    createdAt: numberOrNull(row['created_at']),
    rank: Number(row['rank']),
    forced: row['forced'] === 1n,
    options: readOptions(parsed(row['options'])),
    seedingSeconds: Number(row['seeding_seconds']),
    goal: goalOf(row['goal']),
    check: checkOf(row['check_state']),
    peers: peersOf(parsed(row['peers'])),
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const numberOrNull = (value: unknown): number | null => (typeof value === 'bigint' ? Number(value) : null)
const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
const indexes = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter((each): each is number => Number.isSafeInteger(each)) : []
const lists = (value: unknown): string[][] => {
  const tiers = parsed(value)
  return Array.isArray(tiers) ? tiers.map(strings) : []
}

const goalOf = (value: unknown): GoalState =>
  value === 'ratio' || value === 'time' || value === 'overruled' ? value : null

const checkOf = (value: unknown): StoredTorrent['check'] => (value === 'due' || value === 'held' ? value : null)

/** Addresses are judged by whoever calls them. */
function peersOf(value: unknown): KnownPeer[] {
  const given: readonly unknown[] = Array.isArray(value) ? value : []
  return given.flatMap((each) => {
    const { address, source } = (each ?? {}) as Partial<Record<string, unknown>>
    return typeof address === 'string' && isSource(source) ? [{ address, source }] : []
  })
}

const SOURCES = ['tracker', 'dht', 'pex', 'lsd', 'incoming', 'magnet', 'manual'] as const
const isSource = (value: unknown): value is KnownPeer['source'] => SOURCES.some((source) => source === value)

function prioritiesOf(value: unknown): Priority[] | null {
  if (!(value instanceof Uint8Array)) return null
  return [...value].map((each) => (each === 0 || each === 1 || each === 3 ? each : 2))
}

function parsed(value: unknown): unknown {
  try {
    return JSON.parse(text(value))
  } catch {
    return null
  }
}
