import { describe, expect, it } from 'vitest'
import type { WebSeedRow } from '../../../app/torrent/details.ts'
import {
  addressOf,
  joinSample,
  openSwarm,
  sampleTorrent,
  testSettings,
  type Joined,
  type JoinOptions,
  type SampleTorrent,
} from '../swarm/testing/sample-swarm.ts'
import type { WebTorrentSwarm } from '../swarm/webtorrent-swarm.ts'
import { answers, honest, serveFiles, wholeOnly, type Behaviour, type FileServer } from './testing/file-server.ts'

const MB = 1_000_000
const open = (limits: { down?: number } = {}): Promise<WebTorrentSwarm & AsyncDisposable> => {
  const settings = testSettings({ localTrackers: true })
  return openSwarm({ ...settings, limits: { ...settings.limits, down: limits.down ?? null } })
}

const seedOf = (sample: SampleTorrent, behaviour?: Behaviour): Promise<FileServer> =>
  serveFiles({ '/sample.bin': sample.data }, behaviour)

const join = (swarm: WebTorrentSwarm, sample: SampleTorrent, seeds: readonly FileServer[], more: JoinOptions = {}) =>
  joinSample(swarm, sample, { webSeeds: seeds.map(({ origin }) => `${origin}/`), ...more })

const rowsOf = ({ torrent }: Joined): readonly WebSeedRow[] => torrent.webSeedRows()
const isSame = ({ store }: Joined, { data }: SampleTorrent): boolean => Buffer.compare(store.data, data) === 0

/** One byte of every answer is another. */
const lying: Behaviour = (request, response, file) => {
  const bad = file && Uint8Array.from(file, (byte, at) => (at % 50_000 === 0 ? byte ^ 1 : byte))
  honest(request, response, bad)
}

describe('a torrent with web seeds', () => {
  it('is fetched from one alone, in runs of neighbouring pieces over few connections, each byte once', async () => {
    const sample = sampleTorrent(8 * MB, 65_536)
    await using server = await seedOf(sample)
    await using swarm = await open()
    const joined = join(swarm, sample, [server])
    await joined.complete
    expect(isSame(joined, sample)).toBe(true)
    expect(joined.torrent.counts()).toMatchObject({ downloaded: sample.data.length, wasted: 0, connected: 0, seeds: 0 })
    expect(joined.torrent.peers()).toEqual([])
    expect(rowsOf(joined)).toMatchObject([{ downloaded: sample.data.length, problem: null }])
    expect(server.asked.length).toBeLessThan(12)
    expect(server.connections()).toBeLessThanOrEqual(2)
    await expect.poll(() => rowsOf(joined)[0]?.state).toBe('idle')
    await joined.torrent.leave()
    await expect.poll(() => server.connections()).toBe(0)
  })

  it('is fetched from peers and web seeds together', async () => {
    const sample = sampleTorrent(12 * MB, 65_536)
    await using server = await seedOf(sample)
    await using other = await seedOf(sample)
    await using seeder = await openSwarm({ ...testSettings(), limits: { ...testSettings().limits, up: 8 * MB } })
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    await using swarm = await open({ down: 6 * MB })
    const joined = join(swarm, sample, [server, other], { peers: [addressOf(seeder)] })
    await joined.complete
    expect(isSame(joined, sample)).toBe(true)
    const web = rowsOf(joined).map(({ downloaded }) => downloaded)
    expect(web.every((bytes) => bytes > 0)).toBe(true)
    const sum = web.reduce((all, bytes) => all + bytes, 0)
    expect(sum).toBeLessThan(sample.data.length)
    expect(joined.torrent.counts().downloaded).toBe(sample.data.length)
  })

  it('keeps to the limits', async () => {
    const sample = sampleTorrent(4 * MB, 65_536)
    await using server = await seedOf(sample)
    await using swarm = await open({ down: MB })
    const began = performance.now()
    const joined = join(swarm, sample, [server])
    await joined.complete
    expect((performance.now() - began) / 1_000).toBeGreaterThan(3.4)
    expect((performance.now() - began) / 1_000).toBeLessThan(6)
    await using free = await open()
    const own = join(free, sample, [server])
    own.torrent.setLimits({ down: MB, up: null, weight: 1, connections: null })
    const again = performance.now()
    await own.complete
    expect((performance.now() - again) / 1_000).toBeGreaterThan(3.2)
  })

  it('is fetched from a server that knows no parts, when it is one small file', async () => {
    const sample = sampleTorrent(6 * MB, 65_536)
    await using server = await seedOf(sample, wholeOnly)
    await using swarm = await open()
    const joined = join(swarm, sample, [server])
    await joined.complete
    expect(isSame(joined, sample)).toBe(true)
    expect(server.asked).toHaveLength(1)
  })

  it('bans a web seed that sends bad data, and nobody else, and comes in whole from the others', async () => {
    const sample = sampleTorrent(3 * MB, 65_536)
    await using liar = await seedOf(sample, lying)
    await using server = await seedOf(sample)
    await using swarm = await open()
    const joined = join(swarm, sample, [liar, server])
    await joined.complete
    expect(isSame(joined, sample)).toBe(true)
    expect(rowsOf(joined)).toMatchObject([{ state: 'banned', problem: 'bad-data' }, { problem: null }])
    expect(joined.webSeedProblems).toEqual(['bad-data'])
    expect(joined.banned).toEqual([])
    const asked = liar.asked.length
    await joined.torrent.leave()
    const again = join(swarm, sample, [liar])
    expect(rowsOf(again)).toMatchObject([{ state: 'banned' }])
    again.torrent.reannounce()
    expect(liar.asked).toHaveLength(asked)
    again.torrent.setWebSeeds([])
    again.torrent.setWebSeeds([`${liar.origin}/`])
    await expect.poll(() => liar.asked.length).toBeGreaterThan(asked)
  })

  it.each<[string, Behaviour, string]>([
    ['forbids it', answers(403), 'http-status'],
    ['has not got it', answers(404), 'not-there'],
    ['has too much to do', answers(503), 'busy'],
    ['has a shorter file', answers(416), 'wrong-size'],
    ['hangs up', (request) => void request.socket.destroy(), 'unreachable'],
  ])('leaves alone for a while a server that %s, and says why', async (_, behaviour, problem) => {
    const sample = sampleTorrent(MB, 65_536)
    await using server = await seedOf(sample, behaviour)
    await using swarm = await open()
    const joined = join(swarm, sample, [server])
    await expect.poll(() => rowsOf(joined)[0]?.problem).toBe(problem)
    expect(rowsOf(joined)[0]?.state).toBe('failing')
    expect(rowsOf(joined)[0]?.retryInMs).toBeGreaterThan(5_000)
    joined.torrent.setOrder({ sequential: true, firstLast: false })
    joined.torrent.setLimits({ down: null, up: null, weight: 1, connections: null })
    expect(server.asked).toHaveLength(1)
    expect(joined.webSeedProblems).toEqual([problem])
    server.behave(honest)
    joined.torrent.reannounce()
    await joined.complete
    expect(isSame(joined, sample)).toBe(true)
  })

  it('goes on where a server stopped in the middle, when that is due again', async () => {
    const sample = sampleTorrent(2 * MB, 65_536)
    await using server = await seedOf(sample, (request, response, file) => {
      const [, from = '0', last = '0'] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []
      response.writeHead(206, { 'content-range': `bytes ${from}-${last}/${file?.length}` })
      response.end(file?.subarray(Number(from), Number(from) + 300_000))
    })
    await using swarm = await open()
    const joined = join(swarm, sample, [server])
    // Of the two requests under way the other may still be coming in when the first was cut off.
    await expect.poll(() => rowsOf(joined)[0]).toMatchObject({ problem: 'interrupted', state: 'failing' })
    const { downloaded } = joined.torrent.counts()
    expect(downloaded).toBeGreaterThan(0)
    expect(downloaded % (18 * 16_384)).toBe(0)
    server.behave(honest)
    joined.torrent.reannounce()
    await joined.complete
    expect(isSame(joined, sample)).toBe(true)
    expect(joined.torrent.counts()).toMatchObject({ downloaded: sample.data.length, wasted: 0 })
  })

  it('does not wait for a slow server once peers have nothing else to fetch', async () => {
    const sample = sampleTorrent(2 * MB, 65_536)
    await using server = await seedOf(sample, (request, response, file) => {
      const [, from = '0', last = '0'] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []
      response.writeHead(206, { 'content-range': `bytes ${from}-${last}/${file?.length}` })
      response.write(file?.subarray(Number(from), Number(from) + 20_000))
    })
    await using seeder = await openSwarm()
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    await using swarm = await open()
    const joined = join(swarm, sample, [server])
    await expect.poll(() => joined.torrent.counts().downloaded).toBeGreaterThan(0)
    joined.torrent.addPeer(addressOf(seeder), 'manual')
    await joined.complete
    expect(isSame(joined, sample)).toBe(true)
    await expect.poll(() => server.connections()).toBe(0)
  })

  it('contacts no web seed while it is held, and none that was taken away', async () => {
    const sample = sampleTorrent(MB, 65_536)
    await using server = await seedOf(sample)
    await using swarm = await open()
    const joined = join(swarm, sample, [])
    joined.torrent.hold(true)
    joined.torrent.setWebSeeds([`${server.origin}/sample.bin`])
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(server.asked).toEqual([])
    joined.torrent.hold(false)
    await joined.complete
    joined.torrent.setWebSeeds([])
    expect(rowsOf(joined)).toEqual([])
    expect(joined.torrent.counts().downloaded).toBe(sample.data.length)
    await expect.poll(() => server.connections()).toBe(0)
  })

  it('uses no plain http while encryption is required, from that moment on, and goes on when it is not', async () => {
    const sample = sampleTorrent(2 * MB, 65_536)
    await using server = await seedOf(sample)
    await using swarm = await open({ down: MB / 2 })
    const joined = join(swarm, sample, [server])
    await expect.poll(() => joined.torrent.counts().downloaded).toBeGreaterThan(0)
    expect(joined.torrent.counts()).toMatchObject({ webSeeds: 1, webSeedsThere: 1, copies: 1 })

    const free = testSettings({ localTrackers: true })
    await swarm.configure({ ...free, network: { ...free.network, encryption: 'require' } })
    await expect
      .poll(() => rowsOf(joined), { timeout: 3_000 })
      .toMatchObject([{ state: 'off', problem: 'not-encrypted' }])
    await expect.poll(() => server.connections()).toBe(0)
    expect(joined.torrent.counts()).toMatchObject({ webSeeds: 0, webSeedsThere: 0, copies: 0 })
    const asked = server.asked.length
    joined.torrent.reannounce()
    joined.torrent.setWebSeeds([`${server.origin}/sample.bin`])
    expect(rowsOf(joined)).toMatchObject([{ state: 'off', problem: 'not-encrypted' }])
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    expect(server.asked).toHaveLength(asked)
    expect(joined.webSeedProblems).toEqual([])

    await swarm.configure(free)
    await joined.complete
    expect(isSame(joined, sample)).toBe(true)
    expect(rowsOf(joined)).toMatchObject([{ problem: null }])
  })

  it('is not thought to be at a server that fails, until that is asked again', async () => {
    const sample = sampleTorrent(MB, 65_536)
    await using server = await seedOf(sample, answers(503))
    await using swarm = await open()
    const joined = join(swarm, sample, [server])
    expect(joined.torrent.counts().copies).toBe(1)
    await expect.poll(() => rowsOf(joined)[0]?.state).toBe('failing')
    expect(joined.torrent.counts()).toMatchObject({ webSeedsThere: 0, copies: 0 })
    server.behave(honest)
    joined.torrent.reannounce()
    expect(joined.torrent.counts().copies).toBe(1)
    await joined.complete
  })

  it('asks for nothing on the own network unless the user allowed it', async () => {
    const sample = sampleTorrent(MB, 65_536)
    await using server = await seedOf(sample)
    await using swarm = await openSwarm(testSettings())
    const joined = join(swarm, sample, [server])
    await expect.poll(() => rowsOf(joined)[0]?.problem).toBe('refused-address')
    expect(server.asked).toEqual([])
  })
})
