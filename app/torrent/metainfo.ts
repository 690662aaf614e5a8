// What a torrent is, read from a .torrent file, from metadata that peers sent, or from our own session: one choke
// point for all three. Everything here has been checked; code behind it trusts the types.

import type { FileEntry } from './details.ts'
import type { TorrentId } from './row.ts'

/** A file in metainfo order. Index = index in `files` of the info dictionary, nothing is left out. */
export interface MetaFile extends FileEntry {
  /**
   * Not on disk and not shown: a pad file (BEP 47), whose bytes are zeros, or a symbolic link, which has none. Its
   * path begins with `.pad`, as no other path does.
   */
  readonly pad: boolean
  /** The path as the torrent has it, joined by `/`, when it had to be changed to be safe; for people only. */
  readonly original: string | null
}

/** The info dictionary: what the infohash stands for. Lengths in bytes. */
export interface Info {
  readonly id: TorrentId
  /** Safe as a file name, never empty, `.` or `..`; what the torrent is called and its root is named after. */
  readonly name: string
  /**
   * One file and no folder (`length` instead of `files`): the root is the file itself. `files[0].path` is then
   * `[name]`, for display; it is not to be joined to the root.
   */
  readonly single: boolean
  readonly files: readonly MetaFile[]
  readonly length: number
  readonly pieceLength: number
  readonly pieceCount: number
  /** SHA-1 of every piece, 20 bytes each; a view of `rawInfo`. */
  readonly hashes: Uint8Array
  /** BEP 27: no DHT, PEX or local discovery. */
  readonly isPrivate: boolean
  /** Has a v2 part too (BEP 52), which is checked and then ignored. */
  readonly hybrid: boolean
  /** How many files carry another name than in the torrent. */
  readonly renamed: number
  /** The `source` key that private trackers use. */
  readonly source: string | null
  /** The dictionary's own bytes, a copy: the infohash is their SHA-1. */
  readonly rawInfo: Uint8Array
}

export interface DhtNode {
  readonly host: string
  readonly port: number
}

/** An info dictionary and what came around it in a .torrent file. */
export interface Metainfo extends Info {
  /** BEP 12 tiers; `announce` alone is one tier. Only udp, http(s) and ws(s) URLs, trimmed, each once; at most 200. */
  readonly trackers: readonly (readonly string[])[]
  /** BEP 19, http(s) only, at most 100; of a torrent with folders they end in `/` unless it holds one file. */
  readonly webSeeds: readonly string[]
  /** BEP 5, at most 100. */
  readonly nodes: readonly DhtNode[]
  readonly comment: string | null
  readonly createdBy: string | null
  /** ms since the epoch. */
  readonly createdAt: number | null
}
