// Looks over a ledger from outside: whether the journal's lines sum up to every figure there is, and whether what was
// signed is what is kept. Answers in sentences what is wrong; none: the books balance.

import { payerDevice } from '../../../app/speed/lane.ts'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import type { Vault } from '../../../app/speed/terms.ts'
import { voucherDigest } from '../../../app/speed/typed.ts'
import type { Address } from '../../../app/tron/address.ts'
import { signerOf } from '../../../app/tron/signature.ts'

type Row = Record<string, unknown>

const units = (row: Row, name: string): bigint => BigInt(String(row[name]))
const sum = (rows: readonly Row[], name: string): bigint => rows.reduce((all, row) => all + units(row, name), 0n)
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

const difference = (what: string, journal: bigint, kept: bigint): string[] =>
  journal === kept ? [] : [`${what}: the journal says ${journal}, the ledger ${kept}`]

const signature = (vault: Vault, payer: unknown, payee: unknown, row: Row, signers: readonly unknown[]): string[] => {
  // Nothing was promised, or what was is known by what was paid of it.
  if (row['signature'] === null && units(row, 'cumulative') === least(units(row, 'cumulative'), units(row, 'paid')))
    return []
  const unsigned = {
    payer: payer as Address,
    payee: payee as Address,
    lane: units(row, 'lane'),
    cumulative: units(row, 'cumulative') as never,
  }
  const signer = signerOf(voucherDigest(vault, unsigned), row['signature'] as Uint8Array)
  return signers.includes(signer) ? [] : [`a voucher of ${String(payer)} to ${String(payee)} is not signed as it says`]
}

const signatures = (book: Row, out: readonly Row[], incoming: readonly Row[]): string[] => {
  const vault = { chainId: Number(book['chain']), address: book['vault'] as Address }
  return [
    ...out.flatMap((row) => signature(vault, book['account'], row['payee'], row, [book['account'], book['signer']])),
    ...incoming.flatMap((row) => signature(vault, row['payer'], book['account'], row, [row['payer'], row['signer']])),
  ]
}

/** Of one lane: nothing of what was earned can be less than nothing. */
const below = (row: Row): string[] => {
  const cumulative = units(row, 'cumulative')
  const settled = least(units(row, 'paid'), cumulative)
  const parts = { earned: cumulative - units(row, 'base'), cashed: settled - units(row, 'base') }
  const uncashed = cumulative - settled - units(row, 'bounced')
  return Object.entries({ ...parts, uncashed }).flatMap(([what, amount]) =>
    amount < 0n ? [`${what} of ${String(row['payer'])} is ${amount}`] : [],
  )
}

/** Of lines of these kinds and this direction. */
type Of = (kinds: string, direction: string) => bigint

const earnings = (incoming: readonly Row[], of: Of): string[] => {
  const earned = incoming.reduce((total, row) => total + units(row, 'cumulative') - units(row, 'base'), 0n)
  const cashed = incoming.reduce(
    (total, row) => total + least(units(row, 'paid'), units(row, 'cumulative')) - units(row, 'base'),
    0n,
  )
  const uncashed = incoming.reduce((total, row) => {
    const open = units(row, 'cumulative') - least(units(row, 'paid'), units(row, 'cumulative')) - units(row, 'bounced')
    return total + open
  }, 0n)
  const bounced = of('bounce', 'out') - of('bounce', 'in')
  return [
    ...difference('earned', of('earn', 'in'), earned),
    ...difference('cashed', of('cash', 'in') - of('retract', 'out'), cashed),
    ...incoming.flatMap(below),
    ...difference('bounced', bounced, sum(incoming, 'bounced')),
    ...difference('earned = cashed + uncashed + bounced', earned, cashed + uncashed + bounced),
  ]
}

const auditBook = (db: DatabaseSync, book: Row): string[] => {
  const all = (sql: string): Row[] => db.prepare(sql).all(Number(book['id']))
  const lines = all('SELECT * FROM journal WHERE book = ?')
  const out = all('SELECT * FROM vouchers_out WHERE book = ?')
  const incoming = all('SELECT * FROM vouchers_in WHERE book = ?')
  const torrents = all('SELECT * FROM torrents WHERE book = ?')
  const bids = all('SELECT * FROM bids WHERE book = ?')
  const of = (kinds: string, direction: string, fits: (row: Row) => boolean = () => true): bigint =>
    sum(
      lines.filter((row) => kinds.includes(String(row['kind'])) && row['direction'] === direction && fits(row)),
      'amount',
    )
  const own = out.filter((row) => payerDevice(units(row, 'lane')) === book['device'])
  return [
    ...[...Map.groupBy(own, (row) => row['payee'])].flatMap(([payee, rows]) =>
      difference(
        `promised to ${String(payee)}`,
        of('pay reserve', 'out', (line) => line['counterparty'] === payee),
        sum(rows, 'cumulative'),
      ),
    ),
    ...difference('promised in all', of('pay reserve', 'out'), sum(own, 'cumulative')),
    ...torrents.flatMap((row) => [
      ...difference(
        'spent on a torrent',
        of('pay', 'out', (line) => line['torrent'] === row['torrent']),
        units(row, 'spent'),
      ),
      ...difference(
        'earned by a torrent',
        of('earn', 'in', (line) => line['torrent'] === row['torrent']),
        units(row, 'earned'),
      ),
    ]),
    ...earnings(incoming, of),
    ...difference('cashed of us', of('cash', 'out') - of('retract', 'in'), sum(out, 'paid')),
    ...out.flatMap((row) =>
      units(row, 'paid') > units(row, 'cumulative') ? ['more was cashed of us than promised'] : [],
    ),
    ...bids.flatMap((row) =>
      units(row, 'paid') === (units(row, 'bytes') * units(row, 'price')) / 1_048_576n
        ? []
        : ['a bid paid what its bytes do not cost'],
    ),
    ...signatures(book, out, incoming),
  ]
}

/** Of the ledger in this folder, whoever else has it open. */
export const auditLedger = (folder: string): readonly string[] => {
  const db = new DatabaseSync(join(folder, 'speed.db'), { readOnly: true, timeout: 5_000 })
  try {
    // As it is at one moment, whoever goes on writing.
    db.exec('BEGIN')
    const whole = db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'] === 'ok' ? [] : ['it is damaged']
    return [
      ...whole,
      ...db
        .prepare('SELECT * FROM books')
        .all()
        .flatMap((book) => auditBook(db, book)),
    ]
  } finally {
    db.close()
  }
}
