import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import net from 'node:net'
import { describe, expect, it } from 'vitest'
import type { EngineSettings } from '../../../app/ipc/engine-contract.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'
import { handshake, rawSeed, sayTo } from './testing/raw-peer.ts'

type Encryption = EngineSettings['network']['encryption']

const sample = sampleTorrent(200_000, 16_384)

describe('encryption', () => {
  const goes: [Encryption, Encryption, 'plain' | 'encrypted' | 'not at all'][] = [
    ['off', 'off', 'plain'],
    ['off', 'allow', 'plain'],
    ['allow', 'off', 'plain'],
    ['allow', 'allow', 'plain'],
    ['prefer', 'off', 'plain'],
    ['prefer', 'allow', 'encrypted'],
    ['prefer', 'prefer', 'encrypted'],
    ['require', 'allow', 'encrypted'],
    ['require', 'require', 'encrypted'],
    ['allow', 'require', 'not at all'],
    ['require', 'off', 'not at all'],
    ['off', 'require', 'not at all'],
  ]
  it.each(goes.filter(([, , how]) => how !== 'not at all'))('%s meets %s: %s', async (ours, theirs, how) => {
    await using seeder = await openSwarm(testSettings({ encryption: theirs }))
    await using leecher = await openSwarm(testSettings({ encryption: ours }))
    const seed = joinSample(seeder, sample, { have: 'all', data: sample.data })
    const leech = joinSample(leecher, sample, { peers: [addressOf(seeder)] })
    await leech.complete
    expect(seed.torrent.peers().every((peer) => peer.incoming)).toBe(true)
    expect(seed.torrent.peers().some((peer) => peer.encrypted)).toBe(how === 'encrypted')
  })

  it('required means: not to those without, in neither direction', async () => {
    await using strict = await openSwarm(testSettings({ encryption: 'require' }))
    await using open = await openSwarm(testSettings({ encryption: 'off' }))
    joinSample(open, sample, { have: 'all', data: sample.data })
    const leech = joinSample(strict, sample, { peers: [addressOf(open)] })
    expect(await sayTo(strict.stats().port ?? 0, [handshake(sample.id)], 2_000)).toBe('closed')
    expect(leech.torrent.counts().downloaded).toBe(0)
    expect(leech.torrent.peers()).toEqual([])
  })

  it('lets go of plain connections when it becomes required', async () => {
    await using seeder = await openSwarm()
    await using leecher = await openSwarm()
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    const seed = joinSample(leecher, sample, { peers: [addressOf(seeder)], priorities: new Uint8Array(13) })
    await expect.poll(() => seed.torrent.peers().length).toBe(1)
    await leecher.configure(testSettings({ encryption: 'require' }))
    await expect.poll(() => seed.torrent.peers().filter((peer) => !peer.encrypted)).toEqual([])
  })

  it('is done without when a peer does not understand it', async () => {
    await using plain = await rawSeed({ infoHash: sample.id, greeting: [], answer: () => null })
    await using leecher = await openSwarm()
    const leech = joinSample(leecher, sample, { peers: [plain.address] })
    await expect
      .poll(() => leech.torrent.peers().map(({ encrypted, incoming }) => [encrypted, incoming]))
      .toEqual([[false, false]])
  })
})

describe('connections', () => {
  it('are made over IPv6, both ways of listening on one port', async () => {
    await using seeder = await openSwarm()
    await using leecher = await openSwarm()
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    const leech = joinSample(leecher, sample, { peers: [`[::1]:${seeder.stats().port}`] })
    await leech.complete
    expect(Buffer.compare(leech.store.data, sample.data)).toBe(0)
  })

  it('are not made to ourselves', async () => {
    await using swarm = await openSwarm()
    const one = joinSample(swarm, sample, {})
    // Not the port we know as ours, but one that leads there.
    const relay = net.createServer((socket) => {
      const on = net.connect(swarm.stats().port ?? 0, '127.0.0.1')
      for (const end of [socket, on]) end.on('error', () => undefined)
      socket.pipe(on).pipe(socket)
    })
    relay.listen(0, '127.0.0.1')
    await once(relay, 'listening')
    const address = `127.0.0.1:${(relay.address() as net.AddressInfo).port}`
    expect(one.torrent.addPeer(address, 'manual')).toBe(true)
    await expect.poll(() => one.torrent.counts().known).toBe(0)
    expect(one.torrent.peers()).toEqual([])
    relay.close()
  })

  it('to one peer are one, also when both dial at once', async () => {
    await using a = await openSwarm()
    await using b = await openSwarm()
    const none = new Uint8Array(13)
    const one = joinSample(a, sample, { priorities: none })
    const two = joinSample(b, sample, { priorities: none })
    one.torrent.addPeer(addressOf(b), 'manual')
    two.torrent.addPeer(addressOf(a), 'manual')
    await expect.poll(() => [one.torrent.peers().length, two.torrent.peers().length]).toEqual([1, 1])
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect([one.torrent.peers().length, two.torrent.peers().length]).toEqual([1, 1])
    expect(one.torrent.peers()[0]?.incoming).toBe(!two.torrent.peers()[0]?.incoming)
  })

  const hold = async (port: number, count: number): Promise<net.Socket[]> => {
    const sockets = Array.from({ length: count }, () => net.connect(port, '127.0.0.1'))
    for (const socket of sockets) {
      socket.on('error', () => undefined)
      socket.resume()
      await once(socket, 'connect')
      socket.write(Buffer.concat([handshake(sample.id).subarray(0, 48), Buffer.from('-XX0001-'), randomBytes(12)]))
    }
    return sockets
  }

  it('keep to the cap of the torrent and of the client, those that come in as well', async () => {
    for (const [connections, perTorrentLimit] of [
      [{ total: 100, perTorrent: 5 }, null],
      [{ total: 5, perTorrent: 100 }, null],
      [{ total: 100, perTorrent: 100 }, 5],
    ] as const) {
      await using swarm = await openSwarm({ ...testSettings(), connections })
      const one = joinSample(swarm, sample, { have: 'all', data: sample.data })
      if (perTorrentLimit !== null)
        one.torrent.setLimits({ down: null, up: null, weight: 1, connections: perTorrentLimit })
      const sockets = await hold(swarm.stats().port ?? 0, 12)
      await expect.poll(() => one.torrent.peers().length).toBe(5)
      await expect
        .poll(() => sockets.filter((socket) => socket.destroyed || socket.readyState !== 'open').length)
        .toBe(7)
      expect(swarm.stats().peers).toBe(5)
      for (const socket of sockets) socket.destroy()
      await expect.poll(() => swarm.stats().peers).toBe(0)
    }
  })
})
