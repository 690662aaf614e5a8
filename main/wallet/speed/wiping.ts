// Deletes the books of Speed for good: the ledger, what SQLite keeps beside it, and damaged ones that were set aside.
// They say who was paid, by whom, and for what. Leaves the vault's files to vault-store.ts. Invariant: no other file is
// touched.

import { closeSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const LEDGERS = /^speed(\.damaged-\d+)?\.db(-wal|-shm|-journal)?$/

/** Throws where the disk refuses. The ledger must not be open. */
export const wipeLedgers = (folder: string): void => {
  for (const name of readdirSync(folder)) if (LEDGERS.test(name)) rmSync(join(folder, name), { force: true })
  // Windows cannot open a folder for syncing.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
