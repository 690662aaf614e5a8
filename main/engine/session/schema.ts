// The tables of the session database and how older ones become them. Each step raises user_version by one, in its own
// transaction; steps are never changed once released, only added.

import type { DatabaseSync } from 'node:sqlite'

/** "SwSd": which program's file this is. */
const APPLICATION_ID = 0x53775364

const STEPS: readonly string[] = [
  `CREATE TABLE torrents (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     name TEXT NOT NULL,
     folder TEXT NOT NULL,
     root TEXT NOT NULL,
     wants_to_run INTEGER NOT NULL,
     trackers TEXT NOT NULL,
     web_seeds TEXT NOT NULL,
     priorities BLOB,
     added_at INTEGER NOT NULL,
     done_at INTEGER,
     downloaded INTEGER NOT NULL,
     uploaded INTEGER NOT NULL,
     active_seconds REAL NOT NULL,
     comment TEXT,
     created_by TEXT,
     created_at INTEGER
   ) STRICT;
   CREATE TABLE metainfo (
     id TEXT PRIMARY KEY,
     info BLOB NOT NULL,
     sum INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE journal (
     id TEXT PRIMARY KEY,
     durable BLOB,
     sum INTEGER NOT NULL DEFAULT 0,
     pieces INTEGER NOT NULL DEFAULT 0,
     root_made INTEGER NOT NULL DEFAULT 0,
     clean INTEGER NOT NULL DEFAULT 1
   ) STRICT;
   CREATE TABLE journal_files (
     id TEXT NOT NULL,
     file INTEGER NOT NULL,
     name TEXT,
     next TEXT,
     size INTEGER,
     mtime REAL,
     PRIMARY KEY (id, file)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE journal_aside (
     id TEXT NOT NULL,
     piece INTEGER NOT NULL,
     PRIMARY KEY (id, piece)
   ) STRICT, WITHOUT ROWID;`,
  `ALTER TABLE torrents ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE torrents ADD COLUMN forced INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE torrents ADD COLUMN options TEXT NOT NULL DEFAULT '{}';
   ALTER TABLE torrents ADD COLUMN seeding_seconds REAL NOT NULL DEFAULT 0;
   ALTER TABLE torrents ADD COLUMN goal TEXT;
   ALTER TABLE torrents ADD COLUMN check_state TEXT;
   UPDATE torrents SET rank = seq;
   CREATE TABLE journal_checks (
     id TEXT PRIMARY KEY,
     done BLOB NOT NULL,
     good BLOB NOT NULL,
     at INTEGER NOT NULL,
     sum INTEGER NOT NULL
   ) STRICT;`,
  `ALTER TABLE torrents ADD COLUMN peers TEXT NOT NULL DEFAULT '[]';`,
  `ALTER TABLE torrents ADD COLUMN kept TEXT NOT NULL DEFAULT '[]';`,
  // The flag as it is written in metadata, be that damaged elsewhere; corrected when it is parsed.
  `ALTER TABLE torrents ADD COLUMN is_private INTEGER;
   UPDATE torrents SET is_private =
     (SELECT instr(m.info, CAST('7:privatei1e' AS BLOB)) > 0 FROM metainfo m WHERE m.id = torrents.id);`,
]

/** The file is another program's, or of a version of ours that is not written yet. */
export class ForeignDatabaseError extends Error {
  override readonly name = 'ForeignDatabaseError'
}

/** `to`: the version to stop at, for tests of what comes after it. */
export function migrate(db: DatabaseSync, to = STEPS.length): void {
  const version = pragma(db, 'user_version')
  const application = pragma(db, 'application_id')
  if (version > STEPS.length) throw new ForeignDatabaseError(`version ${version}`)
  if (version > 0 && application !== APPLICATION_ID) throw new ForeignDatabaseError(`application ${application}`)
  for (let step = version; step < to; step++) {
    db.exec(`BEGIN IMMEDIATE; ${STEPS[step]};
      PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${step + 1}; COMMIT`)
  }
}

function pragma(db: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name])
}
