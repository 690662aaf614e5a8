// What a wallet's ledger has on disk at one moment, read by SQLite and nothing of ours, whoever else has it open.

import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'

type Row = Record<string, unknown>

export interface KeptVoucher {
  readonly lane: bigint
  readonly other: string
  readonly cumulative: bigint
  readonly paid: bigint
  readonly signature: Uint8Array | null
}

export interface KeptLine {
  readonly kind: string
  readonly direction: string
  readonly amount: bigint
  readonly reference: string | null
}

export interface KeptLedger {
  /** The voucher key's; null: none was ever used. */
  readonly signer: string | null
  readonly device: number
  readonly out: readonly KeptVoucher[]
  readonly in: readonly KeptVoucher[]
  readonly lines: readonly KeptLine[]
  readonly torrents: readonly { readonly id: string; readonly spent: bigint; readonly budget: bigint }[]
  /** Null: nothing was allowed yet. */
  readonly allowed: {
    readonly perDay: bigint
    readonly perPeer: bigint
    readonly total: bigint
    readonly spent: bigint
    readonly spentToday: bigint
  } | null
}

const text = (row: Row, name: string): string => String(row[name])
const units = (row: Row, name: string): bigint => BigInt(text(row, name))

const voucherOf = (row: Row): KeptVoucher => ({
  other: text(row, 'payee' in row ? 'payee' : 'payer'),
  lane: units(row, 'lane'),
  cumulative: units(row, 'cumulative'),
  paid: units(row, 'paid'),
  signature: row['signature'] instanceof Uint8Array ? Uint8Array.from(row['signature']) : null,
})

const read = (db: DatabaseSync): KeptLedger => {
  db.exec('BEGIN')
  const all = (sql: string): Row[] => db.prepare(sql).all()
  const books = all('SELECT * FROM books')
  const [book] = books
  if (book === undefined || books.length !== 1) throw new Error(`${String(books.length)} books`)
  const [allowance] = all('SELECT * FROM allowances')
  const [day] = all('SELECT * FROM days')
  return {
    signer: book['signer'] === null ? null : text(book, 'signer'),
    device: Number(book['device']),
    out: all('SELECT * FROM vouchers_out').map(voucherOf),
    in: all('SELECT * FROM vouchers_in').map(voucherOf),
    lines: all('SELECT * FROM journal').map((row) => ({
      kind: text(row, 'kind'),
      direction: text(row, 'direction'),
      amount: units(row, 'amount'),
      reference: row['reference'] === null ? null : text(row, 'reference'),
    })),
    torrents: all('SELECT * FROM torrents').map((row) => ({
      id: text(row, 'torrent'),
      spent: units(row, 'spent'),
      budget: units(row, 'budget'),
    })),
    allowed:
      allowance === undefined
        ? null
        : {
            perDay: units(allowance, 'per_day'),
            perPeer: units(allowance, 'per_peer'),
            total: units(allowance, 'total'),
            spent: units(allowance, 'spent'),
            spentToday: day === undefined ? 0n : units(day, 'spent'),
          },
  }
}

/** Of the wallet in this folder, which has had books. */
export const keptLedger = (folder: string): KeptLedger => {
  const db = new DatabaseSync(join(folder, 'speed.db'), { readOnly: true, timeout: 5_000 })
  try {
    return read(db)
  } finally {
    db.close()
  }
}

/** Of lines of that kind, those out less those in, or the other way round. */
export const netOf = ({ lines }: KeptLedger, kind: string, direction: 'in' | 'out'): bigint =>
  lines
    .filter((line) => line.kind === kind)
    .reduce((sum, line) => sum + (line.direction === direction ? line.amount : -line.amount), 0n)

export const promisedIn = (vouchers: readonly KeptVoucher[]): bigint =>
  vouchers.reduce((sum, { cumulative }) => sum + cumulative, 0n)
