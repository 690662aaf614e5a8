import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { EngineSettings } from '../../../app/ipc/engine-contract.ts'
import { serveFiles, type Behaviour, type FileServer } from '../web-seeds/testing/file-server.ts'
import { noLimits } from './swarm.ts'
import { handshake, message, rawSeed, type RawSeed } from './testing/raw-peer.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'

const sample = sampleTorrent(8_000_000, 65_536)
const INTERESTED = message(2)

const capped = (total: number, perTorrent: number): EngineSettings => ({
  ...testSettings({ localTrackers: true }),
  connections: { total, perTorrent },
})

const slow: EngineSettings['limits'] = { ...testSettings().limits, up: 300_000 }

/** Peers that come in; each says what it is given after the handshake. */
const comeIn = async (port: number, count: number, words: readonly Uint8Array[] = []): Promise<net.Socket[]> => {
  const sockets = Array.from({ length: count }, () => net.connect(port, '127.0.0.1'))
  for (const socket of sockets) {
    socket.on('error', () => undefined)
    socket.resume()
    await once(socket, 'connect')
    const id = Buffer.concat([Buffer.from('-XX0001-'), randomBytes(12)])
    socket.write(Buffer.concat([handshake(sample.id).subarray(0, 48), id, ...words]))
  }
  return sockets
}

const open = (sockets: readonly net.Socket[]): number =>
  sockets.filter((socket) => !socket.destroyed && socket.readyState === 'open').length

describe('a cap that is lowered', () => {
  it.each([
    ['of the client', { total: 3, perTorrent: 100 }, null],
    ['of every torrent', { total: 100, perTorrent: 3 }, null],
    ['of one torrent', { total: 100, perTorrent: 100 }, 3],
  ] as const)(
    '%s closes whoever is of the least use at once, and not who is being served',
    async (_, lowered, ofTorrent) => {
      await using swarm = await openSwarm({
        ...capped(100, 100),
        limits: slow,
      })
      await using leecher = await openSwarm()
      const { torrent } = joinSample(swarm, sample, { have: 'all', data: sample.data })
      const port = swarm.stats().port ?? 0
      const leech = joinSample(leecher, sample, { peers: [addressOf(swarm)] })
      const useless = await comeIn(port, 6)
      const waiting = await comeIn(port, 6, [INTERESTED])
      await expect.poll(() => torrent.peers().length).toBe(13)
      await expect.poll(() => torrent.counts().interestedInUs).toBe(7)
      await expect.poll(() => leech.torrent.counts().downRate, { timeout: 5_000 }).toBeGreaterThan(0)
      if (ofTorrent === null) await swarm.configure({ ...capped(lowered.total, lowered.perTorrent), limits: slow })
      else torrent.setLimits({ ...noLimits, connections: ofTorrent })
      await expect.poll(() => open([...useless, ...waiting]), { timeout: 2_000 }).toBe(2)
      expect(torrent.peers()).toHaveLength(3)
      expect(swarm.stats().peers).toBe(3)
      expect(open(useless)).toBe(0)
      expect(leech.torrent.counts().connected).toBe(1)
      const before = leech.torrent.counts().downloaded
      await expect.poll(() => leech.torrent.counts().downloaded, { timeout: 3_000 }).toBeGreaterThan(before)
      for (const socket of [...useless, ...waiting]) socket.destroy()
    },
    20_000,
  )

  it('does not call those again that had to go, until it is raised', async () => {
    await using stack = new AsyncDisposableStack()
    const seeds: RawSeed[] = []
    for (let n = 0; n < 6; n++) {
      seeds.push(stack.use(await rawSeed({ infoHash: sample.id, greeting: [], answer: () => null })))
    }
    const calls = (): number => seeds.reduce((sum, seed) => sum + seed.calls(), 0)
    await using swarm = await openSwarm(capped(100, 100))
    const { torrent } = joinSample(swarm, sample, { peers: seeds.map(({ address }) => address) })
    await expect.poll(() => torrent.peers().length).toBe(6)
    await swarm.configure(capped(100, 2))
    expect(torrent.peers()).toHaveLength(2)
    await wait(3_500)
    expect(torrent.peers()).toHaveLength(2)
    expect(calls()).toBe(6)
    await swarm.configure(capped(100, 5))
    await expect.poll(() => torrent.peers().length, { timeout: 3_000 }).toBe(5)
    expect(calls()).toBe(9)
  }, 20_000)
})

describe('requests to web seeds', () => {
  /** Begins every answer and never ends one. */
  const endless: Behaviour = (request, response, file) => {
    const [, from = 0, last = 0] = /(\d+)-(\d+)/.exec(request.headers.range ?? '')?.map(Number) ?? []
    const size = file?.length ?? 0
    response.writeHead(206, {
      'content-range': `bytes ${from}-${last}/${size}`,
      'content-length': last - from + 1,
    })
    response.write(file?.subarray(from, from + 1_000))
  }

  const servers = async (stack: AsyncDisposableStack, count: number) => {
    const all: FileServer[] = []
    for (let n = 0; n < count; n++) all.push(stack.use(await serveFiles({ '/sample.bin': sample.data }, endless)))
    return { urls: all.map(({ origin }) => `${origin}/`), open: () => all.reduce((n, one) => n + one.connections(), 0) }
  }

  it('are at most six for a torrent, and in no cap of its peers', async () => {
    await using stack = new AsyncDisposableStack()
    const web = await servers(stack, 9)
    await using swarm = await openSwarm(capped(100, 2))
    const { torrent } = joinSample(swarm, sample, { webSeeds: web.urls })
    await expect.poll(web.open).toBe(6)
    const sockets = await comeIn(swarm.stats().port ?? 0, 2)
    await expect.poll(() => torrent.peers().length).toBe(2)
    await wait(1_500)
    expect(web.open()).toBe(6)
    for (const socket of sockets) socket.destroy()
  })

  it('count in the cap of the client, which closes them when it is lowered', async () => {
    await using stack = new AsyncDisposableStack()
    const web = await servers(stack, 6)
    await using swarm = await openSwarm(capped(4, 100))
    const { torrent } = joinSample(swarm, sample, { webSeeds: web.urls })
    await expect.poll(web.open).toBe(4)
    await wait(1_500)
    expect(web.open()).toBe(4)
    // There is no room for a peer, either, and nobody useless to make some.
    const [socket] = await comeIn(swarm.stats().port ?? 0, 1)
    await expect.poll(() => socket?.destroyed).toBe(true)
    await swarm.configure(capped(2, 100))
    await expect.poll(web.open, { timeout: 2_000 }).toBe(2)
    await expect.poll(() => torrent.webSeedRows().filter(({ state }) => state === 'crowded').length).toBe(4)
    await swarm.configure(capped(5, 100))
    await expect.poll(web.open, { timeout: 3_000 }).toBe(5)
    expect(torrent.counts().wasted).toBe(0)
  })
})
