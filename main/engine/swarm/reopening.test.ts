import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { httpTracker } from './testing/http-tracker.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'
import { WebTorrentSwarm } from './webtorrent-swarm.ts'

/** A TCP port nobody listens on, whose neighbour above is free for UDP too. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port < 65_000 ? port : freePort()
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

const holdUdp = async (port: number): Promise<Socket> => {
  const socket = createSocket('udp4').bind(port)
  await once(socket, 'listening')
  return socket
}

describe('a swarm whose network settings change', () => {
  it('makes one change after another while a tracker is slow to take leave, and ends with the last', async () => {
    await using tracker = await httpTracker({ delay: (event) => (event === 'stopped' ? 400 : 0) })
    const [first, second] = [await freePort(), await freePort()]
    await using seeder = await openSwarm()
    await using leecher = await openSwarm()
    const sample = sampleTorrent(100_000, 16_384)
    const seed = joinSample(seeder, sample, { have: 'all', data: sample.data, trackers: [[tracker.url]] })
    await expect.poll(() => tracker.answered).toEqual(['started'])
    const changes = [
      seeder.configure(testSettings({ port: first })),
      // Asked for while the first waits for the tracker.
      seeder.configure(testSettings({ port: second })),
    ]
    expect(await Promise.all(changes)).toEqual([null, null])
    expect(seeder.stats().port).toBe(second)
    expect([await isListening(first), await isListening(second)]).toEqual([false, true])
    await expect.poll(() => tracker.answered.at(-1)).toBe('started')
    expect(tracker.answered.filter((event) => event === 'stopped').length).toBeLessThan(
      tracker.answered.filter((event) => event === 'started').length,
    )
    const leech = joinSample(leecher, sample, { peers: [addressOf(seeder)] })
    await leech.complete
    expect(seed.torrent.counts().uploaded).toBe(sample.data.length)
  })

  it('takes in whoever joins while the client is made anew, at whatever moment', async () => {
    await using seeder = await openSwarm()
    await using leecher = await openSwarm()
    const samples = Array.from({ length: 24 }, () => sampleTorrent(20_000, 16_384))
    for (const sample of samples) joinSample(seeder, sample, { have: 'all', data: sample.data })
    const peers = [addressOf(seeder)]
    const arrived: Promise<unknown>[] = []
    const change = leecher.configure(testSettings({ port: await freePort() }))
    for (const [index, sample] of samples.entries()) {
      const metadataOnly = index % 2 === 0
      const { complete, metadata } = joinSample(leecher, sample, { peers, metadataOnly })
      arrived.push(metadataOnly ? metadata : complete)
      await (index < 12 ? Promise.resolve() : nextTurn())
    }
    expect(await change).toBeNull()
    await Promise.all(arrived)
  })

  it('is back with its peers at once: that we hung up is not held against them', async () => {
    const sample = sampleTorrent(50_000, 16_384)
    await using seeder = await openSwarm()
    await using leecher = await openSwarm()
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    const { torrent } = joinSample(leecher, sample, {
      peers: [addressOf(seeder)],
      metadataOnly: true,
    })
    await expect.poll(() => torrent.counts().connected).toBe(1)
    expect(await leecher.configure(testSettings({ port: await freePort() }))).toBeNull()
    expect(torrent.counts().connected).toBe(0)
    await expect.poll(() => torrent.counts().connected, { timeout: 3_000 }).toBe(1)
  })

  it('lets go of the TCP port whose UDP half is taken', async () => {
    const port = await freePort()
    const holder = await holdUdp(port)
    const swarm = new WebTorrentSwarm({
      settings: testSettings({ port, utp: true }),
      version: '0.1.0',
      bootstrap: [],
      log: () => undefined,
    })
    try {
      expect(await swarm.open()).toEqual({ code: 'port-in-use', port })
      expect(swarm.stats().port).not.toBe(port)
      await expect.poll(() => isListening(port)).toBe(false)
      holder.close()
      await once(holder, 'close')
      expect(await swarm.configure(testSettings({ port: 0, utp: true }))).toBeNull()
      expect(await swarm.configure(testSettings({ port, utp: true }))).toBeNull()
      expect(swarm.stats().port).toBe(port)
    } finally {
      await swarm.close()
    }
  })

  it('takes another port for the DHT when its usual one is taken, and says so in the log', async () => {
    const port = await freePort()
    const holder = await holdUdp(port + 1)
    const said: string[] = []
    const swarm = new WebTorrentSwarm({
      settings: testSettings({ port, dht: true }),
      version: '0.1.0',
      bootstrap: [],
      log: (level, text) => void said.push(`${level}: ${text}`),
    })
    try {
      expect(await swarm.open()).toBeNull()
      expect(swarm.stats()).toMatchObject({ port, dhtNodes: 0 })
      expect(said).toEqual([expect.stringMatching(`^warn: .*UDP port ${port + 1} is taken`)])
      expect(holder.address().port).toBe(port + 1)
    } finally {
      await swarm.close()
      holder.close()
    }
  })

  it('says nothing of the kind while that port is free', async () => {
    const said: string[] = []
    const settings = testSettings({ port: await freePort(), dht: true })
    const swarm = new WebTorrentSwarm({ settings, version: '0.1.0', bootstrap: [], log: (_, text) => said.push(text) })
    expect(await swarm.open()).toBeNull()
    await swarm.close()
    expect(said).toEqual([])
  })
})
