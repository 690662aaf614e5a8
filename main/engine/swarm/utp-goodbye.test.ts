import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'
import { udpRelay } from './testing/udp-relay.ts'

const sample = sampleTorrent(400_000, 16_384)
const script = join(import.meta.dirname, 'testing/libtorrent-utp.py')
const possible = (): boolean => spawnSync('/usr/bin/python3', ['-c', 'import libtorrent']).status === 0

interface Libtorrent extends AsyncDisposable {
  readonly port: number
  /** What it says of its peers now. */
  peers(): readonly { readonly uploadOnly: boolean }[]
  leave(): void
  kill(): void
}

/** On a port that was free just now; with `seeds` it has all the data. */
const libtorrent = async (call: number, seeds: boolean): Promise<Libtorrent> => {
  const folder = await mkdtemp(join(tmpdir(), 'utp-'))
  const torrent = join(folder, 'sample.torrent')
  await writeFile(torrent, Buffer.concat([Buffer.from('d4:info'), sample.rawInfo, Buffer.from('e')]))
  if (seeds) await writeFile(join(folder, 'sample.bin'), sample.data)
  const probe = await udpRelay(9)
  const port = Number(probe.address.split(':')[1])
  await probe[Symbol.asyncDispose]()
  const child = spawn('/usr/bin/python3', [script, String(port), torrent, folder, String(call)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let peers: readonly { readonly uploadOnly: boolean }[] = []
  createInterface(child.stdout).on('line', (line) => {
    const said = JSON.parse(line) as { peers?: typeof peers }
    peers = said.peers ?? []
  })
  return {
    port,
    peers: () => peers,
    leave: () => void child.stdin.write('leave\n'),
    kill: () => void child.kill('SIGKILL'),
    [Symbol.asyncDispose]: async () => {
      const over = once(child, 'exit')
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await over
      }
      await rm(folder, { recursive: true })
    },
  }
}

describe.skipIf(!possible())('libtorrent over uTP', () => {
  it.each([
    ['whom it called', true],
    ['who called it', false],
  ])(
    'is seen to leave within three seconds, by one %s',
    async (_, itCalls) => {
      await using swarm = await openSwarm(testSettings({ utp: true }))
      const ours = swarm.stats().port ?? 0
      await using other = await libtorrent(itCalls ? ours : 0, false)
      const { torrent } = joinSample(swarm, sample, {
        // Neither has anything: nothing but a goodbye ends the connection.
        ...(!itCalls && { peers: [`127.0.0.1:${other.port}`] }),
      })
      await expect.poll(() => torrent.peers().map(({ transport }) => transport), { timeout: 20_000 }).toEqual(['utp'])
      expect(torrent.peers()[0]?.incoming).toBe(itCalls)
      await expect.poll(() => other.peers().length, { timeout: 5_000 }).toBe(1)
      other.leave()
      await expect.poll(() => torrent.peers().length, { timeout: 3_000 }).toBe(0)
    },
    40_000,
  )

  it('is seen to be gone within three quarters of a minute when it could not say so', async () => {
    await using swarm = await openSwarm(testSettings({ utp: true }))
    await using other = await libtorrent(swarm.stats().port ?? 0, false)
    const { torrent } = joinSample(swarm, sample)
    await expect.poll(() => torrent.peers().length, { timeout: 20_000 }).toBe(1)
    other.kill()
    await expect.poll(() => torrent.peers().length, { timeout: 45_000, interval: 500 }).toBe(0)
  }, 80_000)

  it('hears that we want nothing more', async () => {
    await using swarm = await openSwarm(testSettings({ utp: true }))
    await using other = await libtorrent(0, true)
    const { torrent, complete } = joinSample(swarm, sample, {
      priorities: Uint8Array.from({ length: sample.pieceCount }, (_, piece) => (piece === 0 ? 0 : 2)),
      peers: [`127.0.0.1:${other.port}`],
    })
    void complete
    await expect
      .poll(() => torrent.counts().downloaded, { timeout: 20_000 })
      .toBe(sample.data.length - sample.pieceLength)
    await expect.poll(() => other.peers().some(({ uploadOnly }) => uploadOnly), { timeout: 5_000 }).toBe(true)
  }, 40_000)
})

describe('a goodbye over uTP', () => {
  it('in a name of somebody who goes on talking is not believed', async () => {
    const utp = testSettings({ utp: true })
    await using seeder = await openSwarm({ ...utp, limits: { ...utp.limits, up: 100_000 } })
    await using leecher = await openSwarm(utp)
    await using relay = await udpRelay(seeder.stats().port ?? 0)
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    const { torrent, complete } = joinSample(leecher, sample, { peers: [relay.address] })
    await expect.poll(() => torrent.counts().downRate, { timeout: 10_000 }).toBeGreaterThan(0)
    // ST_FIN, version 1, extension 3 of length 4: as libtorrent says it.
    const goodbye = Buffer.alloc(26)
    goodbye.set([0x11, 3, 0x12, 0x34])
    goodbye.set([0, 4], 20)
    relay.inject(goodbye)
    await complete
    expect(torrent.visits.ever).toBe(1)
  }, 20_000)
})
