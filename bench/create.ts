// `npm run bench -- create [--size 4GiB] [--runs 5] [--dir FOLDER]`: making a torrent of one file, through the engine's
// contract, against raw SHA-1 on all cores, libtorrent and transmission-create, interleaved in one run. The page cache
// is warm for everyone. What we make must have the infohash libtorrent's counterpart in e2e/peers gave the same file.

import { libtorrent, ourCreate, raw, transmissionCreate } from './measure/hashing.ts'
import { hashingRun } from './measure/hashing-run.ts'

await hashingRun('create', async (engine, ground) => {
  const transmission = await transmissionCreate(ground)
  const others = [libtorrent(ground, 'create'), ...(transmission ? [transmission] : [])]
  return [...raw(ground), ourCreate(engine, ground), ...others]
})
