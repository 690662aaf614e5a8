// The port between the engine and the disk. One TorrentStore a torrent; it owns where bytes are, which of them are
// durable, and what the journal says. It knows nothing of peers. Implemented in torrent-store.ts; what the stores
// of one engine share (descriptors, read cache, hashing threads) is a Storage, made by createStorage in storage.ts.

import type { AtStake } from '../../../app/ipc/contract.ts'
import type { DiskFault } from '../../../app/ipc/errors.ts'
import type { FileEntry, Priority } from '../../../app/torrent/details.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'

/** Pad files (BEP 47) read as zeros and are never written. */
export interface StoreFile extends FileEntry {
  readonly pad: boolean
}

export interface StoreSpec {
  readonly id: TorrentId
  /** Absolute: the folder that is the torrent's own, or, when `single`, the file itself. */
  readonly root: string
  readonly single: boolean
  readonly files: readonly StoreFile[]
  readonly pieceLength: number
  readonly length: number
  /** SHA-1 of every piece, 20 bytes each. */
  readonly hashes: Uint8Array
  readonly priorities: readonly Priority[]
  /** Files of priority 0 whose data stays although they are not complete: the user said so. */
  readonly kept?: readonly number[]
}

/** Blocks (16 KiB) of a piece that is not complete: `have[i]` is 1 where block i's bytes in `data` are valid. */
export interface PartialPiece {
  readonly piece: number
  readonly have: Uint8Array
  readonly data: Uint8Array
}

/** What opening found. `hashed`: bytes that had to be hashed again; 0 after a clean exit. */
export interface Resume {
  /** One bit a piece, most significant first (BEP 3 order). */
  readonly bitfield: Uint8Array
  readonly hashed: number
  readonly partials: readonly PartialPiece[]
}

export class DiskError extends Error {
  override readonly name = 'DiskError'
  readonly fault: DiskFault

  constructor(fault: DiskFault, options?: ErrorOptions) {
    super(`disk: ${fault}`, options)
    this.fault = fault
  }
}

export interface CheckProgress {
  readonly checked: number
  readonly total: number
}

export interface StoreEvents {
  /** The disk refused; writes wait in memory. Fires once until `cured`. */
  fault(fault: DiskFault): void
  /** Everything that waited is written. */
  cured(): void
  /** All pieces of the file are verified and synced; it has its final name. */
  fileDone(index: number): void
  /** Pieces we had are not on disk any more (someone removed or cut files): they have to be fetched again. */
  lost(pieces: readonly number[]): void
}

export interface OpenOptions {
  readonly events: StoreEvents
  /** Stops the hashing of data found on disk: `openStore` then rejects with the signal's reason. */
  readonly signal?: AbortSignal
  readonly progress?: (at: CheckProgress) => void
  /** Files with bytes of somebody else's that the user gives up: they may be written over. */
  readonly takeOver?: readonly number[]
}

export interface OpenedStore {
  readonly store: TorrentStore
  readonly resume: Resume
}

/** Files of ours that exist, and the folders that may go once empty, deepest first; absolute paths. */
export interface OnDisk {
  readonly files: readonly string[]
  /** That the files take. */
  readonly bytes: number
  readonly folders: readonly string[]
}

export interface Storage extends AsyncDisposable {
  /** Data already on disk and not in the journal is hashed whole; after a clean exit nothing is. */
  open(spec: StoreSpec, options: OpenOptions): Promise<OpenedStore>
  /** What removing the torrent's data would take: only what we created or wrote. Ask before the journal forgets. */
  leftovers(spec: StoreSpec): Promise<OnDisk>
  /** What the disk would lose if `skipped` were not wanted any more, by the journal; `have`: the pieces there are. */
  atStake(spec: StoreSpec, have: Uint8Array, skipped: readonly number[]): AtStake
  /** How many of the torrent's files are there that we did not write, or `all` that are there. */
  others(spec: StoreSpec, all: boolean): Promise<number>
  /** Removes what is kept outside the torrent's root (bytes of unwanted files). */
  forget(id: TorrentId): Promise<void>
}

export interface TorrentStore extends AsyncDisposable {
  /** Reads within one piece; from memory while the piece waits to be written. Rejects with DiskError. */
  read(piece: number, offset: number, length: number): Promise<Uint8Array>
  /** The same at once, when it can be had without waiting (memory, or an open descriptor); else null. */
  readNow(piece: number, offset: number, length: number): Uint8Array | null
  /**
   * Gives back what `read` or `readNow` answered, once nobody looks at it any more (handed to the kernel): its memory
   * is used again. Never wrong to leave out, but fresh memory costs more than reading from a warm disk.
   */
  release(view: Uint8Array): void
  /**
   * Takes a verified piece. Resolves when it is written (not yet durable). While the disk refuses, it does not
   * reject: it stays pending, the piece is kept in memory, and it resolves once the disk is cured. `data` belongs
   * to the store until then.
   */
  write(piece: number, data: Uint8Array): Promise<void>
  /** Makes what was written durable now and gives complete files their names; a disk that refuses is a fault as ever. */
  settle(): Promise<void>
  /** Bytes of verified pieces that are not written yet. */
  readonly waiting: number
  /** True while the memory for waiting pieces is used up: ask no peer for more. */
  readonly saturated: boolean
  /** Remembers unfinished pieces; called on stop and now and then. */
  savePartials(partials: readonly PartialPiece[]): void
  /**
   * Files whose priority becomes 0 leave the disk if we made them, they are not complete, and not among `kept`; pieces
   * they share with files that stay are kept aside, the rest is `lost`. So it is when a store is opened.
   */
  setPriorities(priorities: readonly Priority[], kept?: readonly number[]): Promise<void>
  /** Hashes every piece on disk anew, on worker threads, and records the result; goes on where it was stopped. */
  check(signal: AbortSignal, progress: (at: CheckProgress) => void): Promise<Uint8Array>
  /** Takes over what a check found that was called off, and forgets how far it had come. Answers what is had then. */
  endCheck(): Promise<Uint8Array>
  /**
   * Wanted files that a download would destroy something in: bytes are there that we did not write, and not the
   * torrent's. Nothing is ever written to them (the fault is `changed`) unless the store is opened to take them over.
   */
  changed(): Promise<readonly number[]>
  /** Whether the root is still there; that it is not is a fault like any other. Asks the disk next to nothing. */
  look(): Promise<void>
  /** Absolute path of a file as it is named now (with .part while incomplete), whether or not it exists. */
  pathOf(file: number): string
  /** Syncs and records everything, closes descriptors. */
  close(): Promise<void>
}
