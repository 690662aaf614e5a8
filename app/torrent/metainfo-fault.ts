// Why a .torrent file or an info dictionary was refused, one code for each class of fault. The renderer has a sentence
// for each. Checks run from the outside in, so the code names the first thing that is wrong, not all of them.

/**
 * - `not-bencode`: broken, truncated, a duplicate key, an integer or length written in a forbidden way (BEP 3)
 * - `too-large`: more than 10 MB or three million values; `too-deep`: more than 100 levels, in bencode or in folders
 * - `no-dict`: bencode, but not a dictionary; `no-info`: no `info` dictionary in it
 * - `no-name`: name or path is missing or not text; `bad-name`: a path that is not a list of names
 * - `path-too-long`: a file's whole path is too long for any system
 * - `piece-length`: missing, not a whole number, below 16 KiB or above 512 MiB; of a hybrid: no power of two (BEP 52)
 * - `no-pieces`: `pieces` missing or not bytes; `bad-hashes`: not one 20-byte hash for each piece
 * - `bad-size`: a length that is missing, negative, no whole number or beyond 2^53; or nothing to download at all
 * - `no-files`, `bad-files`: `files` is empty, or not a list of dictionaries
 * - `too-many-pieces` (2^21), `too-many-files` (100,000), `too-many-duplicates` (500 name collisions)
 * - `v2-only`: BEP 52 without the v1 part, which this engine does not speak; `v2-version`: a later format
 * - `v2-file-tree`, `v2-root`, `v2-piece-layers`: a hybrid whose v2 part is broken
 * - `hybrid-mismatch`: a hybrid whose two parts describe different files
 * - `pad-file`: a pad file where none may be (BEP 47, BEP 52)
 * - `too-complex`: could not be read within the time and memory that any sound one needs
 * - `wrong-hash`: sound, but not the info dictionary that was asked for
 */
export type MetainfoFault =
  | 'not-bencode'
  | 'too-large'
  | 'too-deep'
  | 'no-dict'
  | 'no-info'
  | 'no-name'
  | 'bad-name'
  | 'path-too-long'
  | 'piece-length'
  | 'no-pieces'
  | 'bad-hashes'
  | 'bad-size'
  | 'no-files'
  | 'bad-files'
  | 'too-many-pieces'
  | 'too-many-files'
  | 'too-many-duplicates'
  | 'v2-only'
  | 'v2-version'
  | 'v2-file-tree'
  | 'v2-root'
  | 'v2-piece-layers'
  | 'hybrid-mismatch'
  | 'pad-file'
  | 'too-complex'
  | 'wrong-hash'
