// The port to whatever hashes pieces on disk: worker threads in the app (hash-pool.ts), the caller's own thread in
// tests on a simulated disk. It compares nothing and remembers nothing.

/** Bytes of a file; `path` null stands for zeros. */
export interface HashRange {
  readonly path: string | null
  readonly offset: number
  readonly length: number
}

export interface HashJob {
  readonly piece: number
  readonly ranges: readonly HashRange[]
}

/** `sha1` null: not all bytes could be read; `refusal` is the system's code when it was not for their absence. */
export type HashReport = (piece: number, sha1: Uint8Array | null, refusal: string | null) => void

/** What is under a path, in a row of numbers: `LOOK_FIELDS` of them a path. */
export const LOOK_FIELDS = 8

/**
 * The port to whatever looks at files. Of each path: 0 no plain file is there, 1 one that may not be read, 2 one that
 * may; then its size, its times of modification and of change in ms, its inode and device, the bytes of the disk it
 * takes, and when it was made. Links are not followed.
 */
export interface Looker {
  look(paths: readonly string[]): Promise<Float64Array>
}

export interface Hasher extends AsyncDisposable {
  /** Takes the jobs in order and reports each once, in any order. Rejects with the signal's reason when stopped. */
  hash(jobs: Iterable<HashJob>, report: HashReport, signal?: AbortSignal): Promise<void>
}
