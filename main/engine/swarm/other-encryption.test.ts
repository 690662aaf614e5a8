import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, it } from 'vitest'
import type { EngineSettings } from '../../../app/ipc/engine-contract.ts'
import { joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'

type Encryption = EngineSettings['network']['encryption']

const sample = sampleTorrent(400_000, 16_384)
const script = join(import.meta.dirname, 'testing/libtorrent-encryption.py')
const possible = (): boolean => spawnSync('/usr/bin/python3', ['-c', 'import libtorrent']).status === 0

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A libtorrent that has all the data and takes connections of one kind. */
const libtorrent = async (encryption: 'required' | 'refused') => {
  const folder = await mkdtemp(join(tmpdir(), 'encryption-'))
  const torrent = join(folder, 'sample.torrent')
  await writeFile(torrent, Buffer.concat([Buffer.from('d4:info'), sample.rawInfo, Buffer.from('e')]))
  await writeFile(join(folder, 'sample.bin'), sample.data)
  const port = await freePort()
  const child = spawn('/usr/bin/python3', [script, String(port), torrent, folder, encryption], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(createInterface(child.stdout), 'line')
  return {
    address: `127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      const over = once(child, 'exit')
      child.kill('SIGKILL')
      await over
      await rm(folder, { recursive: true })
    },
  }
}

const cases: readonly { theirs: 'required' | 'refused'; ours: 'off' | 'require'; better: Encryption }[] = [
  { theirs: 'required', ours: 'off', better: 'allow' },
  { theirs: 'refused', ours: 'require', better: 'prefer' },
]

describe.skipIf(!possible())('a peer out of reach for our encryption', { concurrent: true }, () => {
  it.for(cases)(
    '($theirs by it, $ours with us) is counted, and reached at once when the setting allows it',
    { timeout: 40_000 },
    async ({ theirs, ours, better }, { expect }) => {
      await using other = await libtorrent(theirs)
      await using swarm = await openSwarm(testSettings({ encryption: ours }))
      const { torrent, complete } = joinSample(swarm, sample, { peers: [other.address] })
      await expect.poll(() => torrent.counts().otherEncryption, { timeout: 15_000 }).toEqual({ ours, peers: 1 })
      expect(torrent.counts().connected).toBe(0)
      await swarm.configure(testSettings({ encryption: better }))
      expect(torrent.counts().otherEncryption).toBeNull()
      // A second round would be ten seconds away.
      await expect.poll(() => torrent.counts().downloaded, { timeout: 5_000 }).toBe(sample.data.length)
      await complete
      expect(torrent.counts().otherEncryption).toBeNull()
    },
  )

  it('is not one that is not there, nor one that was reached before', { timeout: 20_000 }, async ({ expect }) => {
    await using seeder = await openSwarm(testSettings({ encryption: 'off' }))
    await using swarm = await openSwarm(testSettings({ encryption: 'off' }))
    const nobody = `127.0.0.1:${await freePort()}`
    const seed = joinSample(seeder, sample, { have: 'all', data: sample.data })
    const leech = joinSample(swarm, sample, { peers: [nobody, `127.0.0.1:${seeder.stats().port}`] })
    await leech.complete
    await seed.torrent.leave()
    await expect.poll(() => leech.torrent.counts().connected).toBe(0)
    expect(leech.torrent.counts().known).toBe(2)
    expect(leech.torrent.counts().otherEncryption).toBeNull()
  })
})
