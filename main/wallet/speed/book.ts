// Whose ledger it is: one book for each account in each vault, with the number of this device in it. Invariant: a new
// book begins with a number of its own, drawn at random, and so on lanes of its own: whatever an older ledger of this
// wallet promised or was promised, nothing is ever signed below it or counted as part of it.

import { randomBytes } from 'node:crypto'
import { payerDevice } from '../../../app/speed/lane.ts'
import type { Device, Lane, Vault } from '../../../app/speed/terms.ts'
import type { Address } from '../../../app/tron/address.ts'
import { numberAt, textAt, textOrNull, type Row, type Sql } from './sql.ts'

/** What names a book. */
export interface Owner {
  readonly vault: Vault
  readonly account: Address
}

export interface Book extends Owner {
  readonly id: number
  readonly device: Device
  /** Of the wallet's voucher key, once it was known. */
  readonly voucherSigner: Address | null
}

const bookOf = (row: Row): Book => ({
  id: numberAt(row, 'id'),
  vault: { chainId: numberAt(row, 'chain'), address: textAt(row, 'vault') as Address },
  account: textAt(row, 'account') as Address,
  device: numberAt(row, 'device'),
  voucherSigner: textOrNull(row, 'signer') as Address | null,
})

const newDevice = (): Device => randomBytes(4).readUInt32BE()

/** Of what is promised from here. */
export const isOwnLane = ({ device }: Book, lane: Lane): boolean => payerDevice(lane) === device

export const sameVault = (a: Vault, b: Vault): boolean => a.chainId === b.chainId && a.address === b.address

const find = (sql: Sql, { vault, account }: Owner): Row | null =>
  sql.get('SELECT * FROM books WHERE chain = ? AND vault = ? AND account = ?', vault.chainId, vault.address, account)

/** Null: never begun. */
export const bookIn = (sql: Sql, owner: Owner): Book | null => {
  const row = find(sql, owner)
  return row && bookOf(row)
}

const beginBook = (sql: Sql, owner: Owner): Book => {
  const { vault, account } = owner
  sql.run(
    'INSERT INTO books (chain, vault, account, device) VALUES (?, ?, ?, ?)',
    vault.chainId,
    vault.address,
    account,
    newDevice(),
  )
  const book = bookIn(sql, owner)
  if (book === null) throw new Error('a book was begun that is not there')
  return book
}

/** Begun when it is not there; in a transaction. */
export const openBook = (sql: Sql, owner: Owner): Book => bookIn(sql, owner) ?? beginBook(sql, owner)

export const noteSigner = (sql: Sql, book: Book, signer: Address): void =>
  sql.run('UPDATE books SET signer = ? WHERE id = ?', signer, book.id)

/** Something in it changed. */
export const nextRevision = (sql: Sql, book: Book): void =>
  sql.run('UPDATE books SET revision = revision + 1 WHERE id = ?', book.id)
