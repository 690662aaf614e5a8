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

export interface Hasher extends AsyncDisposable {
  /** Takes the jobs in order and reports each once, in any order. Rejects with the signal's reason when stopped. */
  hash(jobs: Iterable<HashJob>, report: HashReport, signal?: AbortSignal): Promise<void>
}
