// Hashes on the caller's thread through a Disk: for disks that no other thread can see.

import { createHash } from 'node:crypto'
import type { Disk } from '../disk.ts'
import { readFully } from '../disk.ts'
import { codeOf } from '../disk-fault.ts'
import type { Hasher, HashJob } from '../hasher.ts'

export function inlineHasher(disk: Disk): Hasher {
  return {
    async hash(jobs, report, signal) {
      for (const job of jobs) {
        signal?.throwIfAborted()
        try {
          report(job.piece, await digestOf(disk, job), null)
        } catch (error) {
          report(job.piece, null, codeOf(error))
        }
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

async function digestOf(disk: Disk, job: HashJob): Promise<Uint8Array | null> {
  const hash = createHash('sha1')
  for (const { path, offset, length } of job.ranges) {
    const bytes = Buffer.alloc(length)
    if (path !== null) {
      const { fd } = await disk.open(path, 'read')
      const count = await readFully(disk, fd, bytes, offset)
      await disk.close(fd)
      if (count < length) return null
    }
    hash.update(bytes)
  }
  return hash.digest()
}
