// The torrent that writer-process.ts downloads, for both ends of the test.

import { join } from 'node:path'
import { sampleTorrent, type SampleTorrent } from './sample-torrent.ts'

export const killSample = (folder: string, seed: number): SampleTorrent =>
  sampleTorrent({
    root: join(folder, `${seed}`),
    pieceLength: 4096,
    seed,
    files: [
      { path: ['deep', 'big'], length: 1_200_000 },
      { path: ['skipped'], length: 100_000 },
      { path: ['pad'], length: 5000, pad: true },
      ...Array.from({ length: 30 }, (_, i) => ({ path: ['small', `${i}`], length: 10_000 + i })),
    ],
    priorities: [2, 0, 2, ...Array.from({ length: 30 }, () => 2 as const)],
  })
