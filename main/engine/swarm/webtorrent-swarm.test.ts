import { describe, expect, it } from 'vitest'
import { addressOf, joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

describe('two swarms on loopback', () => {
  it.each([
    ['TCP', false],
    ['TCP with uTP on', true],
  ])('exchange a torrent over %s, and both count the same bytes', async (_, utp) => {
    await using seeder = await openSwarm(testSettings({ utp }))
    await using leecher = await openSwarm(testSettings({ utp }))
    const sample = sampleTorrent(5_000_000, 65_536)
    const seed = joinSample(seeder, sample, { have: 'all', data: sample.data })
    const leech = joinSample(leecher, sample, { peers: [addressOf(seeder)] })
    await leech.complete
    expect(same(leech.store.data, sample.data)).toBe(true)
    expect(leech.torrent.counts().downloaded).toBe(sample.data.length)
    expect(seed.torrent.counts().uploaded).toBe(sample.data.length)
    expect(leech.torrent.counts().wasted).toBe(0)
  })

  it('hand over metadata, and then the pieces', async () => {
    await using seeder = await openSwarm()
    await using leecher = await openSwarm()
    const sample = sampleTorrent(300_000, 16_384)
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    const magnet = joinSample(leecher, sample, { metadataOnly: true, peers: [addressOf(seeder)] })
    expect(same(await magnet.metadata, sample.rawInfo)).toBe(true)
    const peers = magnet.torrent.knownPeers()
    await magnet.torrent.leave()
    const leech = joinSample(leecher, sample, { peers })
    await leech.complete
    expect(same(leech.store.data, sample.data)).toBe(true)
  })

  it('ban who sends bad pieces and get them elsewhere', async () => {
    await using liar = await openSwarm()
    await using seeder = await openSwarm()
    await using leecher = await openSwarm()
    const sample = sampleTorrent(1_000_000, 32_768)
    const bad = new Uint8Array(sample.data)
    for (let at = 0; at < bad.length; at += 10_000) bad[at] = (bad[at] ?? 0) ^ 1
    joinSample(liar, sample, { have: 'all', data: bad })
    const leech = joinSample(leecher, sample, { peers: [addressOf(liar)] })
    await expect.poll(() => leech.failed.length).toBeGreaterThan(0)
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    expect(leech.torrent.peers()).toHaveLength(0)
  })

  it('leave nothing behind: no connection, no further request', async () => {
    await using seeder = await openSwarm()
    await using leecher = await openSwarm()
    const sample = sampleTorrent(200_000, 16_384)
    const seed = joinSample(seeder, sample, { have: 'all', data: sample.data })
    const leech = joinSample(leecher, sample, { peers: [addressOf(seeder)] })
    await leech.complete
    await leech.torrent.leave()
    await expect.poll(() => seed.torrent.counts().connected).toBe(0)
    expect(leecher.stats().peers).toBe(0)
  })

  it('fetch only what is wanted', async () => {
    await using seeder = await openSwarm()
    await using leecher = await openSwarm()
    const sample = sampleTorrent(10 * 16_384, 16_384)
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    const priorities = Uint8Array.from({ length: 10 }, (_, piece) => (piece < 4 ? 2 : 0))
    const leech = joinSample(leecher, sample, { peers: [addressOf(seeder)], priorities })
    await expect.poll(() => leech.torrent.counts().downloaded).toBe(4 * 16_384)
    leech.torrent.setPriorities(new Uint8Array(10).fill(2))
    await leech.complete
    expect(same(leech.store.data, sample.data)).toBe(true)
  })

  it('stay joined when the port changes', async () => {
    await using seeder = await openSwarm()
    await using leecher = await openSwarm()
    const sample = sampleTorrent(100_000, 16_384)
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    const before = seeder.stats().port
    await seeder.configure(testSettings({ port: (before ?? 0) + 1 > 65_000 ? 40_001 : (before ?? 0) + 1 }))
    expect(seeder.stats().port).not.toBe(before)
    const leech = joinSample(leecher, sample, { peers: [addressOf(seeder)] })
    await leech.complete
  })

  it('keep to the limits, both ways', async () => {
    const limit = 300_000
    const slow = (limits: object) => ({ ...testSettings(), limits: { ...testSettings().limits, ...limits } })
    for (const [up, down] of [
      [limit, null],
      [null, limit],
    ] as const) {
      await using seeder = await openSwarm(slow({ up }))
      await using leecher = await openSwarm(slow({ down }))
      const sample = sampleTorrent(900_000, 16_384)
      joinSample(seeder, sample, { have: 'all', data: sample.data })
      const start = performance.now()
      const leech = joinSample(leecher, sample, { peers: [addressOf(seeder)] })
      await leech.complete
      const seconds = (performance.now() - start) / 1000
      expect(sample.data.length / seconds).toBeLessThan(limit * 1.25)
      expect(sample.data.length / seconds).toBeGreaterThan(limit * 0.6)
    }
  })
})
