import { spawnSync } from 'node:child_process'
import utp, { type UtpServer } from 'webtorrent/lib/utp.cjs'
import { describe, it, vi } from 'vitest'
import { libtorrentUtp } from './testing/libtorrent-utp.ts'
import { joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'
import { udpRelay } from './testing/udp-relay.ts'

const sample = sampleTorrent(400_000, 16_384)
const possible = (): boolean => spawnSync('/usr/bin/python3', ['-c', 'import libtorrent']).status === 0

describe.skipIf(!possible())('libtorrent over uTP', { concurrent: true }, () => {
  it.for([
    ['whom it called', true],
    ['who called it', false],
  ] as const)(
    'is seen to leave within three seconds, by one %s',
    { timeout: 40_000 },
    async ([, itCalls], { expect }) => {
      await using swarm = await openSwarm(testSettings({ utp: true }))
      const ours = swarm.stats().port ?? 0
      await using other = await libtorrentUtp(sample, itCalls ? ours : 0, false)
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
  )

  it('hears that we want nothing more', { timeout: 40_000 }, async ({ expect }) => {
    await using swarm = await openSwarm(testSettings({ utp: true }))
    await using other = await libtorrentUtp(sample, 0, true)
    const { torrent, complete } = joinSample(swarm, sample, {
      priorities: Uint8Array.from({ length: sample.pieceCount }, (_, piece) => (piece === 0 ? 0 : 2)),
      peers: [`127.0.0.1:${other.port}`],
    })
    void complete
    await expect
      .poll(() => torrent.counts().downloaded, { timeout: 20_000 })
      .toBe(sample.data.length - sample.pieceLength)
    await expect.poll(() => other.peers().some(({ uploadOnly }) => uploadOnly), { timeout: 5_000 }).toBe(true)
  })
})

describe('a goodbye over uTP', { concurrent: true }, () => {
  it('in a name of somebody who goes on talking is not believed', { timeout: 20_000 }, async ({ expect }) => {
    const settings = testSettings({ utp: true })
    await using seeder = await openSwarm({ ...settings, limits: { ...settings.limits, up: 100_000 } })
    await using leecher = await openSwarm(settings)
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
  })
})

describe('one who could not say goodbye over uTP', () => {
  /** UTP_ETIMEDOUT */
  const RESENDS_USED_UP = 2

  // That the library does say so, half a minute later, is for the campaign.
  it('is gone as soon as the library has sent for the last time', async ({ expect }) => {
    const made = vi.spyOn(utp as Required<typeof utp>, 'createServer')
    await using leecher = await openSwarm(testSettings({ utp: true }))
    const server = made.mock.results[0]?.value as UtpServer
    made.mockRestore()
    await using other = await openSwarm(testSettings({ utp: true }))
    await using relay = await udpRelay(other.stats().port ?? 0)
    joinSample(other, sample)
    const { torrent } = joinSample(leecher, sample, { peers: [relay.address] })
    await expect.poll(() => torrent.peers().map(({ transport }) => transport), { timeout: 10_000 }).toEqual(['utp'])
    const connections = [...server.connections] as unknown as { _onerror(status: number): void }[]
    expect(connections).toHaveLength(1)
    for (const connection of connections) connection._onerror(RESENDS_USED_UP)
    await expect.poll(() => torrent.peers().length).toBe(0)
    expect(server.connections).toHaveLength(0)
  }, 20_000)
})
