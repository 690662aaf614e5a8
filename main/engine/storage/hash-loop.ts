// The body of a hashing thread. Its source text is what the thread runs (see hash-pool.ts), so that it works the same
// from sources, from a bundle and from an archive. Invariant: it uses nothing from outside its own braces.

import type { HashJob } from './hasher.ts'

/** Answered by a HashAnswer, or by what Looker says of the paths. */
export type HashTask = readonly HashJob[] | { readonly look: readonly string[] }

/** `sha1`: 20 bytes a job; `read`: 1 a job where all bytes could be read; `refusals`: codes, by job. */
export interface HashAnswer {
  readonly sha1: Uint8Array
  readonly read: Uint8Array
  readonly refusals: ReadonlyMap<number, string>
}

/** `look`: look-all.ts, which the thread runs as well. */
export function hashLoop(look: (paths: readonly string[]) => Float64Array): void {
  const { parentPort } = process.getBuiltinModule('node:worker_threads')
  const { closeSync, constants, fstatSync, openSync, readSync } = process.getBuiltinModule('node:fs')
  const { createHash } = process.getBuiltinModule('node:crypto')
  const [window, zeros] = [Buffer.alloc(1024 * 1024), Buffer.alloc(64 * 1024)]
  const guard = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  let [path, fd]: [string | null, number] = [null, -1]

  const forget = (): void => {
    if (fd >= 0) closeSync(fd)
    ;[path, fd] = [null, -1]
  }
  const open = (wanted: string): void => {
    if (path === wanted) return
    forget()
    fd = openSync(wanted, constants.O_RDONLY | guard)
    path = wanted
    if (!fstatSync(fd).isFile()) throw new Error('not a file')
  }
  const hashOne = (job: HashJob): Uint8Array | null => {
    const hash = createHash('sha1')
    for (const range of job.ranges) {
      if (range.path !== null) open(range.path)
      for (let at = 0; at < range.length;) {
        const room = range.path === null ? zeros : window
        const part = room.subarray(0, Math.min(room.length, range.length - at))
        const count = range.path === null ? part.length : readSync(fd, part, 0, part.length, range.offset + at)
        if (count === 0) return null
        hash.update(count === part.length ? part : part.subarray(0, count))
        at += count
      }
    }
    return hash.digest()
  }
  const refusalOf = (error: unknown): string =>
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EACCES'

  const hashAll = (jobs: readonly HashJob[]): HashAnswer => {
    const sha1 = new Uint8Array(jobs.length * 20)
    const read = new Uint8Array(jobs.length)
    const refusals = new Map<number, string>()
    jobs.forEach((job, index) => {
      try {
        const digest = hashOne(job)
        if (digest === null) return
        sha1.set(digest, index * 20)
        read[index] = 1
      } catch (error) {
        forget()
        refusals.set(index, refusalOf(error))
      }
    })
    forget()
    return { sha1, read, refusals }
  }

  parentPort?.on('message', (task: HashTask) => {
    parentPort.postMessage('look' in task ? look(task.look) : hashAll(task))
  })
}
