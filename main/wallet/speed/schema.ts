// The tables of the Speed ledger and the steps between its versions. Amounts are decimal text, because they are longer
// than SQLite's integers. Invariants, kept by the database itself: a line of the journal is never removed, a closed one
// never changes, an open one only grows; no cumulative amount ever falls.

import type { DatabaseSync } from 'node:sqlite'
import { payerDevice } from '../../../app/speed/lane.ts'

/** One amount of text is less than another: no leading zeros, so the shorter one is. */
const isLess = (a: string, b: string): string => `(length(${a}), ${a}) < (length(${b}), ${b})`

const TABLES = `
  -- One of each vault and account: nothing of one network is ever reckoned against another.
  CREATE TABLE books (
    id INTEGER PRIMARY KEY, chain INTEGER NOT NULL, vault TEXT NOT NULL, account TEXT NOT NULL, lane TEXT NOT NULL,
    signer TEXT, revision INTEGER NOT NULL DEFAULT 0, UNIQUE (chain, vault, account)
  ) STRICT;
  CREATE TABLE allowances (
    book INTEGER PRIMARY KEY REFERENCES books, per_day TEXT NOT NULL, per_peer TEXT NOT NULL, total TEXT NOT NULL,
    ceiling TEXT NOT NULL, while_locked INTEGER NOT NULL, spent TEXT NOT NULL, approved_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE days (
    book INTEGER PRIMARY KEY REFERENCES books, day INTEGER NOT NULL, spent TEXT NOT NULL DEFAULT '0',
    earned_day INTEGER NOT NULL DEFAULT 0, earned TEXT NOT NULL DEFAULT '0'
  ) STRICT;
  CREATE TABLE torrents (
    book INTEGER NOT NULL REFERENCES books, torrent TEXT NOT NULL, name TEXT, is_on INTEGER NOT NULL DEFAULT 0,
    budget TEXT NOT NULL DEFAULT '0', spent TEXT NOT NULL DEFAULT '0', earned TEXT NOT NULL DEFAULT '0',
    PRIMARY KEY (book, torrent)
  ) STRICT;
  CREATE TABLE bids (
    ref TEXT PRIMARY KEY, book INTEGER NOT NULL REFERENCES books, torrent TEXT NOT NULL, payee TEXT NOT NULL,
    price TEXT NOT NULL, bytes TEXT NOT NULL DEFAULT '0', paid TEXT NOT NULL DEFAULT '0', opened_at INTEGER NOT NULL,
    closed_at INTEGER, code TEXT
  ) STRICT;
  CREATE INDEX open_bids ON bids (closed_at) WHERE closed_at IS NULL;
  -- What we promised. paid: cashed by the payee. claimed: what a payee said without proof to hold; frozen while more.
  CREATE TABLE vouchers_out (
    book INTEGER NOT NULL REFERENCES books, payee TEXT NOT NULL, lane TEXT NOT NULL, cumulative TEXT NOT NULL,
    signature BLOB, at INTEGER NOT NULL, paid TEXT NOT NULL DEFAULT '0', claimed TEXT NOT NULL DEFAULT '0',
    PRIMARY KEY (book, payee, lane)
  ) STRICT;
  -- What we were promised. base: of it, cashed before this ledger knew of it. seen: of what was cashed, by what the
  -- chain said of the lane and not yet by a transaction.
  CREATE TABLE vouchers_in (
    book INTEGER NOT NULL REFERENCES books, payer TEXT NOT NULL, lane TEXT NOT NULL, cumulative TEXT NOT NULL,
    signature BLOB NOT NULL, signer TEXT NOT NULL, at INTEGER NOT NULL, base TEXT NOT NULL, paid TEXT NOT NULL,
    bounced TEXT NOT NULL DEFAULT '0', seen TEXT NOT NULL DEFAULT '0', PRIMARY KEY (book, payer, lane)
  ) STRICT;
  CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT, book INTEGER NOT NULL REFERENCES books, at INTEGER NOT NULL,
    kind TEXT NOT NULL, direction TEXT NOT NULL, amount TEXT NOT NULL, torrent TEXT, counterparty TEXT,
    reference TEXT, is_open INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX journal_at ON journal (book, at);
  CREATE INDEX journal_open ON journal (book, kind, torrent, counterparty) WHERE is_open = 1;
  CREATE TABLE settled (book INTEGER NOT NULL REFERENCES books, tx TEXT NOT NULL, PRIMARY KEY (book, tx)) STRICT;
  -- The deposit as the chain had it when it was read last.
  CREATE TABLE deposits (
    book INTEGER PRIMARY KEY REFERENCES books, free TEXT NOT NULL, exit_at INTEGER, exit_delay INTEGER NOT NULL,
    signers TEXT NOT NULL, read_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE locks (
    book INTEGER NOT NULL REFERENCES books, payee TEXT NOT NULL, amount TEXT NOT NULL, PRIMARY KEY (book, payee)
  ) STRICT;
  CREATE TABLE switches (name TEXT PRIMARY KEY, is_on INTEGER NOT NULL) STRICT;
`

const refuses = (name: string, on: string, when: string): string => `
  CREATE TRIGGER ${name} BEFORE ${on} ${when === '' ? '' : `WHEN ${when}`}
  BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;`

const TRIGGERS = [
  refuses('journal_stays', 'DELETE ON journal', ''),
  refuses(
    'journal_grows',
    'UPDATE ON journal',
    `OLD.is_open = 0 OR ${isLess('NEW.amount', 'OLD.amount')} OR NEW.id <> OLD.id OR NEW.book <> OLD.book OR
     NEW.at <> OLD.at OR NEW.kind <> OLD.kind OR NEW.direction <> OLD.direction OR NEW.torrent IS NOT OLD.torrent OR
     NEW.counterparty IS NOT OLD.counterparty OR NEW.reference IS NOT OLD.reference`,
  ),
  refuses('out_stays', 'DELETE ON vouchers_out', ''),
  refuses('out_grows', 'UPDATE ON vouchers_out', isLess('NEW.cumulative', 'OLD.cumulative')),
  refuses('in_stays', 'DELETE ON vouchers_in', ''),
  refuses('in_grows', 'UPDATE ON vouchers_in', isLess('NEW.cumulative', 'OLD.cumulative')),
  refuses('days_go_on', 'UPDATE OF day ON days', 'NEW.day < OLD.day AND NEW.spent <> OLD.spent'),
].join('')

// own: the best that the payer itself signed. tried: the block of the newest call of ours that tried the lane. missing:
// what bounced in it.
const LANES_IN = `
  ALTER TABLE vouchers_in ADD COLUMN own TEXT NOT NULL DEFAULT '0';
  ALTER TABLE vouchers_in ADD COLUMN own_signature BLOB;
  ALTER TABLE vouchers_in ADD COLUMN tried INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE vouchers_in ADD COLUMN missing TEXT NOT NULL DEFAULT '0';
  UPDATE vouchers_in SET missing = bounced;
  UPDATE vouchers_in SET own = cumulative, own_signature = signature WHERE signer = payer;
`

// paid_at: when the chain was read last that said so much was paid. seen_at: when what is seen grew last. earlier: of it,
// paid before the newest call of ours. What was earned today is a sum of the journal's lines.
const READINGS = `
  ALTER TABLE vouchers_in ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE vouchers_in ADD COLUMN earlier TEXT NOT NULL DEFAULT '0';
  ALTER TABLE vouchers_in ADD COLUMN paid_at INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE vouchers_out ADD COLUMN paid_at INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE days DROP COLUMN earned_day;
  ALTER TABLE days DROP COLUMN earned;
`

// added: when the torrent that was switched on had come to the list.
const ADDED = `ALTER TABLE torrents ADD COLUMN added INTEGER;`

// told: that more was paid than is known to be promised, as one reading said it, and when. Nothing is signed below it,
// and it is forgotten when a later one does not say so.
const TOLD = `
  ALTER TABLE vouchers_out ADD COLUMN told TEXT NOT NULL DEFAULT '0';
  ALTER TABLE vouchers_out ADD COLUMN told_at INTEGER NOT NULL DEFAULT 0;
`

// device: the upper half of all lanes that this book promises on. A bid says which of them.
const DEVICES = `
  ALTER TABLE books ADD COLUMN device INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE bids ADD COLUMN lane TEXT NOT NULL DEFAULT '0';
  UPDATE bids SET lane = (SELECT lane FROM books WHERE books.id = bids.book);
  UPDATE books SET device = device_of(lane);
  ALTER TABLE books DROP COLUMN lane;
`

/** From version n, its index, to the next. */
const STEPS: readonly string[] = [TABLES + TRIGGERS, LANES_IN, READINGS, ADDED, TOLD, DEVICES]
export const VERSION = STEPS.length

export class NewerLedger extends Error {}

/** All steps or none. Throws NewerLedger for a file that a later version of this program wrote. */
export const migrate = (db: DatabaseSync): void => {
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version > VERSION) throw new NewerLedger('the ledger is of a newer version')
  if (version === VERSION) return
  // Of what is no lane there is none, and no book is without.
  db.function('device_of', (lane) => (/^\d+$/.test(String(lane)) ? payerDevice(BigInt(String(lane))) : null))
  db.exec(`BEGIN IMMEDIATE; ${STEPS.slice(version).join('\n')} PRAGMA user_version = ${VERSION}; COMMIT`)
}
