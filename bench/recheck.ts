// `npm run bench -- recheck [--size 4GiB] [--runs 5] [--dir FOLDER]`: checking data that is whole, through the engine's
// contract, against raw SHA-1 on all cores and libtorrent's force_recheck, interleaved in one run. The page cache is
// warm for everyone: what is measured is hashing, not the disk.

import { addWhole, libtorrent, ourRecheck, raw } from './measure/hashing.ts'
import { hashingRun } from './measure/hashing-run.ts'

await hashingRun('recheck', async (engine, ground) => {
  await addWhole(engine, ground)
  return [...raw(ground), ourRecheck(engine, ground), libtorrent(ground, 'recheck')]
})
