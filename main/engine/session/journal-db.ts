// The journal on the session database, with the suspect log and the unfinished pieces beside it. Leaves deciding to
// the stores. Invariant: a bit is set in the database only by `durable` and `replace`, after the piece's bytes are
// synced. A power loss in the moment before the row is on disk costs fetching those pieces again, nothing else.

import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { PartialPiece } from '../storage/store.ts'
import type { PartialsFolder } from './partials-file.ts'
import type { CheckState, FileStamp, Journal, JournalState, Settled } from './session.ts'
import type { SuspectLog } from './suspect-log.ts'
import type { Durability, Transactions } from './transaction.ts'

interface JournalOptions {
  readonly db: DatabaseSync
  readonly transactions: Transactions
  readonly suspects: SuspectLog
  readonly partials: PartialsFolder
}

export class JournalDb implements Journal {
  readonly #options: JournalOptions
  readonly #statements: ReturnType<typeof statementsOf>
  /** The bits as in the database, of torrents in use. */
  readonly #durable = new Map<TorrentId, Uint8Array>()

  constructor(options: JournalOptions) {
    this.#options = options
    this.#statements = statementsOf(options.db)
  }

  state(id: TorrentId): JournalState {
    const row = this.#statements.state.get(id)
    const durable = this.#bits(id)
    const { ours, renaming, stamps } = filesOf(this.#statements.files.all(id))
    return {
      durable: durable?.slice() ?? null,
      suspect: this.#options.suspects.of(id).filter((piece) => durable === null || !isSet(durable, piece)),
      partials: this.#options.partials.load(id),
      ours,
      renaming,
      stamps,
      aside: this.aside(id),
      rootMade: row?.['root_made'] === 1n,
      clean: row === undefined || row['clean'] === 1n,
    }
  }

  /** Reads the bits of all torrents in one go, for when all are asked for. */
  recall(): void {
    for (const row of this.#statements.allBits.all()) {
      const [id, bits] = [row['id'] as TorrentId, row['durable']]
      if (bits instanceof Uint8Array && BigInt(crc32(bits)) === row['sum']) this.#durable.set(id, bits)
    }
  }

  pieces(id: TorrentId): Uint8Array | null {
    return this.#bits(id)?.slice() ?? null
  }

  aside(id: TorrentId): ReadonlySet<number> {
    return new Set(this.#statements.aside.all(id).map((each) => Number(each['piece'])))
  }

  writing(id: TorrentId, piece: number): void {
    this.#options.suspects.writing(id, piece)
  }

  durable(id: TorrentId, pieces: readonly number[], settled: Settled): void {
    const bits = this.#bits(id)?.slice() ?? new Uint8Array((settled.count + 7) >> 3)
    for (const piece of pieces) bits[piece >> 3] = (bits[piece >> 3] ?? 0) | (0x80 >> (piece & 7))
    this.#store(id, bits, () => this.#put(id, bits, settled), 'shortly')
    this.#options.suspects.settled(id, pieces)
  }

  placed(id: TorrentId, pieces: readonly number[]): void {
    this.#options.transactions.run('kept', () => this.#notAside(id, pieces))
  }

  lost(id: TorrentId, pieces: readonly number[]): void {
    const bits = this.#bits(id)?.slice()
    this.#options.suspects.dropped(id, pieces)
    if (bits === undefined) return
    for (const piece of pieces) bits[piece >> 3] = (bits[piece >> 3] ?? 0) & ~(0x80 >> (piece & 7))
    this.#store(id, bits, () => {
      this.#statements.bits.run(id, bits, crc32(bits), null)
      this.#notAside(id, pieces)
    })
  }

  replace(id: TorrentId, durable: Uint8Array, settled: Settled): void {
    const bits = durable.slice()
    this.#store(id, bits, () => {
      this.#statements.forgetStamps.run(id)
      this.#statements.forgetAside.run(id)
      this.#put(id, bits, settled)
    })
    this.#options.suspects.droppedAll(id)
  }

  savePartials(id: TorrentId, partials: readonly PartialPiece[]): void {
    this.#options.partials.save(id, partials)
  }

  ours(id: TorrentId, names: ReadonlyMap<number, string>): void {
    this.#options.transactions.run('soon', () => {
      for (const [file, name] of names) this.#statements.name.run(id, file, name)
    })
  }

  async renaming(id: TorrentId, names: ReadonlyMap<number, string>): Promise<void> {
    const { transactions } = this.#options
    transactions.run('soon', () => {
      for (const [file, name] of names) this.#statements.next.run(id, file, name)
    })
    await transactions.lasting()
  }

  notOurs(id: TorrentId, files: readonly number[]): void {
    this.#options.transactions.run('soon', () => {
      for (const file of files) this.#statements.name.run(id, file, null)
    })
  }

  rootMade(id: TorrentId): void {
    this.#flag(() => this.#statements.rootMade.run(id))
  }

  rootUnmade(id: TorrentId): void {
    this.#flag(() => this.#statements.rootUnmade.run(id))
  }

  lasting(): Promise<void> {
    return this.#options.transactions.lasting()
  }

  opened(id: TorrentId): void {
    this.#flag(() => this.#statements.clean.run(id, 0))
  }

  closed(id: TorrentId): void {
    this.#flag(() => this.#statements.clean.run(id, 1))
    this.#options.suspects.droppedAll(id)
    this.#durable.delete(id)
  }

  check(id: TorrentId): CheckState | null {
    const row = this.#statements.check.get(id)
    const [done, good] = [row?.['done'], row?.['good']]
    if (!(done instanceof Uint8Array) || !(good instanceof Uint8Array)) return null
    return row?.['sum'] === BigInt(sumOf(done, good)) ? { done, good, at: Number(row['at']) } : null
  }

  /** After a power loss more of it is done again. */
  saveCheck(id: TorrentId, state: CheckState | null): void {
    this.#options.transactions.run('soon', () => {
      if (state === null) this.#statements.forgetCheck.run(id)
      else this.#statements.saveCheck.run(id, state.done, state.good, state.at, sumOf(state.done, state.good))
    })
  }

  /** Within the caller's transaction; the files beside the database go as well. */
  remove(id: TorrentId): void {
    this.#statements.remove.run(id)
    this.#statements.removeFiles.run(id)
    this.#statements.forgetAside.run(id)
    this.#statements.forgetCheck.run(id)
    this.#durable.delete(id)
    this.#options.suspects.droppedAll(id)
    this.#options.partials.remove(id)
  }

  #flag(set: () => void): void {
    this.#options.transactions.run('soon', set)
  }

  #bits(id: TorrentId): Uint8Array | null {
    const known = this.#durable.get(id)
    if (known !== undefined) return known
    const row = this.#statements.state.get(id)
    const bits = row?.['durable']
    // Bits that were damaged would claim pieces nobody has: better to look at the disk.
    if (!(bits instanceof Uint8Array) || BigInt(crc32(bits)) !== row?.['sum']) return null
    this.#durable.set(id, bits)
    return bits
  }

  #store(id: TorrentId, bits: Uint8Array, work: () => void, durability: Durability = 'kept'): void {
    this.#options.transactions.run(durability, work)
    this.#durable.set(id, bits)
  }

  #put(id: TorrentId, bits: Uint8Array, { count, stamps, aside }: Settled): void {
    this.#statements.bits.run(id, bits, crc32(bits), count)
    for (const [file, { size, mtimeMs }] of stamps) this.#statements.stamp.run(id, file, size, mtimeMs)
    for (const piece of aside) this.#statements.isAside.run(id, piece)
  }

  #notAside(id: TorrentId, pieces: readonly number[]): void {
    for (const piece of pieces) this.#statements.notAside.run(id, piece)
  }
}

function statementsOf(db: DatabaseSync) {
  const prepare = (sql: string): StatementSync => {
    const statement = db.prepare(sql)
    statement.setReadBigInts(true)
    return statement
  }
  return {
    state: prepare('SELECT durable, sum, root_made, clean FROM journal WHERE id = ?'),
    allBits: prepare('SELECT id, durable, sum FROM journal'),
    files: prepare('SELECT file, name, next, size, mtime FROM journal_files WHERE id = ?'),
    bits: prepare(
      `INSERT INTO journal (id, durable, sum, pieces, clean) VALUES (?1, ?2, ?3, coalesce(?4, 0), 0)
       ON CONFLICT (id) DO UPDATE SET durable = ?2, sum = ?3, pieces = coalesce(?4, pieces)`,
    ),
    stamp: prepare(
      `INSERT INTO journal_files (id, file, size, mtime) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (id, file) DO UPDATE SET size = ?3, mtime = ?4`,
    ),
    forgetStamps: prepare('UPDATE journal_files SET size = NULL, mtime = NULL WHERE id = ?'),
    name: prepare(
      `INSERT INTO journal_files (id, file, name) VALUES (?1, ?2, ?3)
       ON CONFLICT (id, file) DO UPDATE SET name = ?3, next = NULL`,
    ),
    next: prepare('UPDATE journal_files SET next = ?3 WHERE id = ?1 AND file = ?2'),
    aside: prepare('SELECT piece FROM journal_aside WHERE id = ?'),
    isAside: prepare('INSERT OR IGNORE INTO journal_aside (id, piece) VALUES (?, ?)'),
    notAside: prepare('DELETE FROM journal_aside WHERE id = ? AND piece = ?'),
    forgetAside: prepare('DELETE FROM journal_aside WHERE id = ?'),
    rootMade: prepare(
      `INSERT INTO journal (id, root_made) VALUES (?1, 1) ON CONFLICT (id) DO UPDATE SET root_made = 1`,
    ),
    rootUnmade: prepare('UPDATE journal SET root_made = 0 WHERE id = ?'),
    clean: prepare(`INSERT INTO journal (id, clean) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET clean = ?2`),
    check: prepare('SELECT done, good, at, sum FROM journal_checks WHERE id = ?'),
    saveCheck: prepare('REPLACE INTO journal_checks (id, done, good, at, sum) VALUES (?, ?, ?, ?, ?)'),
    forgetCheck: prepare('DELETE FROM journal_checks WHERE id = ?'),
    remove: prepare('DELETE FROM journal WHERE id = ?'),
    removeFiles: prepare('DELETE FROM journal_files WHERE id = ?'),
  }
}

function filesOf(rows: readonly Record<string, unknown>[]): {
  ours: Map<number, string>
  renaming: Map<number, string>
  stamps: Map<number, FileStamp>
} {
  const ours = new Map<number, string>()
  const renaming = new Map<number, string>()
  const stamps = new Map<number, FileStamp>()
  for (const row of rows) {
    const file = Number(row['file'])
    if (typeof row['name'] === 'string') ours.set(file, row['name'])
    if (typeof row['next'] === 'string') renaming.set(file, row['next'])
    if (typeof row['size'] === 'bigint' && typeof row['mtime'] === 'number') {
      stamps.set(file, { size: Number(row['size']), mtimeMs: row['mtime'] })
    }
  }
  return { ours, renaming, stamps }
}

const isSet = (bits: Uint8Array, piece: number): boolean => ((bits[piece >> 3] ?? 0) & (0x80 >> (piece & 7))) !== 0

const sumOf = (done: Uint8Array, good: Uint8Array): number => crc32(good, crc32(done))
