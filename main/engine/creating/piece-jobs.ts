// A source's bytes in order, cut into pieces: what is to be hashed, a piece at a time, without a list of them all.

import type { HashJob, HashRange } from '../storage/hasher.ts'

interface File {
  readonly onDisk: string
  readonly length: number
}

export function* pieceJobs(files: readonly File[], pieceLength: number): Generator<HashJob> {
  let piece = 0
  let ranges: HashRange[] = []
  let room = pieceLength
  for (const { onDisk, length } of files) {
    for (let offset = 0; offset < length;) {
      const part = Math.min(room, length - offset)
      ranges.push({ path: onDisk, offset, length: part })
      offset += part
      room -= part
      if (room > 0) continue
      yield { piece, ranges }
      piece += 1
      ranges = []
      room = pieceLength
    }
  }
  if (ranges.length > 0) yield { piece, ranges }
}
