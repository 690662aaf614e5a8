import { setTimeout as sleep } from 'node:timers/promises'
import { describe, it } from 'vitest'
import { noLimits } from './swarm.ts'
import { message, rawSeed } from './testing/raw-peer.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent, testSettings, type Joined } from './testing/sample-swarm.ts'

const BLOCK = 16_384
const PIECE = 65_536
/** Messages of one turn of the event loop may carry as much. */
const BATCH = 4 * BLOCK

const limitedTo = (limits: { up?: number; down?: number }) => {
  const settings = testSettings()
  return { ...settings, limits: { ...settings.limits, ...limits } }
}

const acceptedOf = (leech: Joined): number => leech.torrent.counts().downloaded

/** Bytes accepted of all, looked at often for so many seconds. */
const watch = async (leeches: readonly Joined[], seconds: number) => {
  const seen: { at: number; bytes: number }[] = []
  const start = performance.now()
  while (performance.now() - start < seconds * 1_000) {
    seen.push({ at: performance.now(), bytes: leeches.reduce((sum, leech) => sum + acceptedOf(leech), 0) })
    await sleep(25)
  }
  return seen
}

/** The most that came in within any two seconds, per second. */
const fastest = (seen: readonly { at: number; bytes: number }[]): number => {
  let most = 0
  for (const from of seen) {
    const to = seen.findLast(({ at }) => at - from.at <= 2_000)
    if (to && to.at - from.at > 1_900)
      most = Math.max(most, ((to.bytes - from.bytes - BATCH) / (to.at - from.at)) * 1_000)
  }
  return most
}

/** On a busy machine a timer that is late by more than what is saved up loses some. */
const average = (seen: readonly { at: number; bytes: number }[]): number => {
  const [first, last] = [seen[0], seen.at(-1)]
  return first && last ? ((last.bytes - first.bytes) / (last.at - first.at)) * 1_000 : 0
}

describe('a download limit', { concurrent: true }, () => {
  const RATE = 800_000

  it.for(['all together', 'one torrent'])(
    'of %s holds over any two seconds with many peers',
    { timeout: 30_000 },
    async (whose, { expect }) => {
      await using stack = new AsyncDisposableStack()
      const sample = sampleTorrent(PIECE * 160, PIECE)
      const seeders = await Promise.all(Array.from({ length: 6 }, () => openSwarm()))
      for (const seeder of seeders) joinSample(stack.use(seeder), sample, { have: 'all', data: sample.data })
      const global = whose === 'all together'
      const leecher = stack.use(await openSwarm(global ? limitedTo({ down: RATE }) : testSettings()))
      const leech = joinSample(leecher, sample)
      if (!global) leech.torrent.setLimits({ ...noLimits, down: RATE })
      for (const seeder of seeders) leech.torrent.addPeer(addressOf(seeder), 'manual')
      await expect.poll(() => acceptedOf(leech), { timeout: 5_000 }).toBeGreaterThan(0)
      const seen = await watch([leech], 5)
      expect(fastest(seen)).toBeLessThan(RATE * 1.05)
      expect(average(seen)).toBeGreaterThan(RATE * 0.8)
      // Equal peers are asked for equal parts.
      const shares = leech.torrent.peers().map(({ downloaded }) => downloaded)
      expect(shares).toHaveLength(6)
      expect(Math.min(...shares)).toBeGreaterThan(Math.max(...shares) * 0.6)
    },
  )

  it('is shared by torrents by weight, however many peers each has', async ({ expect }) => {
    await using stack = new AsyncDisposableStack()
    const [many, few] = [sampleTorrent(PIECE * 160, PIECE), sampleTorrent(PIECE * 160, PIECE)]
    const seeders = await Promise.all(Array.from({ length: 5 }, () => openSwarm()))
    for (const seeder of seeders) stack.use(seeder)
    const leecher = stack.use(await openSwarm(limitedTo({ down: RATE })))
    const crowd = joinSample(leecher, many)
    const lone = joinSample(leecher, few)
    lone.torrent.setLimits({ ...noLimits, weight: 3 })
    seeders.forEach((seeder, at) => {
      const [sample, leech] = at === 0 ? [few, lone] : [many, crowd]
      joinSample(seeder, sample, { have: 'all', data: sample.data })
      leech.torrent.addPeer(addressOf(seeder), 'manual')
    })
    await expect.poll(() => Math.min(acceptedOf(crowd), acceptedOf(lone)), { timeout: 5_000 }).toBeGreaterThan(0)
    const before = [acceptedOf(lone), acceptedOf(crowd)]
    await sleep(4_000)
    const ratio = (acceptedOf(lone) - (before[0] ?? 0)) / (acceptedOf(crowd) - (before[1] ?? 0))
    expect(ratio).toBeGreaterThan(2.7)
    expect(ratio).toBeLessThan(3.3)
  }, 30_000)

  it('is not held up by peers that leave requests unanswered', async ({ expect }) => {
    const SLOW = 200_000
    await using stack = new AsyncDisposableStack()
    const sample = sampleTorrent(PIECE * 100, PIECE)
    const everything = message(5, Buffer.concat([Buffer.alloc(12, 0xff), Buffer.from([0xf0])]))
    const silent = { infoHash: sample.id, greeting: [everything, message(1)], answer: () => null }
    const mutes = [stack.use(await rawSeed(silent)), stack.use(await rawSeed(silent)), stack.use(await rawSeed(silent))]
    const seeder = stack.use(await openSwarm())
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    const leecher = stack.use(await openSwarm(limitedTo({ down: SLOW })))
    const leech = joinSample(leecher, sample, { peers: mutes.map(({ address }) => address) })
    await expect.poll(() => leech.torrent.counts().connected, { timeout: 5_000 }).toBe(3)
    leech.torrent.addPeer(addressOf(seeder), 'manual')
    await expect.poll(() => acceptedOf(leech), { timeout: 5_000 }).toBeGreaterThan(0)
    await sleep(3_000) // What they were asked for is taken back after two.
    const before = acceptedOf(leech)
    await sleep(2_000)
    expect(acceptedOf(leech) - before).toBeGreaterThan(SLOW * 2 * 0.8)
  }, 30_000)

  it('may be taken away and set while data comes in', async ({ expect }) => {
    await using seeder = await openSwarm()
    await using leecher = await openSwarm(limitedTo({ down: 200_000 }))
    const sample = sampleTorrent(PIECE * 200, PIECE)
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    const leech = joinSample(leecher, sample, { peers: [addressOf(seeder)] })
    await expect.poll(() => acceptedOf(leech), { timeout: 5_000 }).toBeGreaterThan(200_000)
    expect(acceptedOf(leech)).toBeLessThan(1_000_000)
    await leecher.configure(testSettings())
    await leech.complete
  }, 30_000)
})

describe('an upload limit', { concurrent: true }, () => {
  it('of one torrent holds beside another that has none, and weights share the limit of all', async ({ expect }) => {
    await using stack = new AsyncDisposableStack()
    const RATE = 1_000_000
    const seeder = stack.use(await openSwarm(limitedTo({ up: RATE })))
    const samples = [0, 1, 2].map(() => sampleTorrent(PIECE * 120, PIECE))
    const leeches: Joined[] = []
    const seeds: Joined[] = []
    for (const sample of samples) {
      seeds.push(joinSample(seeder, sample, { have: 'all', data: sample.data }))
      const leecher = stack.use(await openSwarm())
      leeches.push(joinSample(leecher, sample, { peers: [addressOf(seeder)] }))
    }
    seeds[0]?.torrent.setLimits({ ...noLimits, up: 100_000 })
    seeds[1]?.torrent.setLimits({ ...noLimits, weight: 2 })
    await expect.poll(() => Math.min(...leeches.map(acceptedOf)), { timeout: 5_000 }).toBeGreaterThan(0)
    const before = leeches.map(acceptedOf)
    const seen = await watch(leeches, 5)
    const [capped = 0, double = 0, single = 1] = leeches.map((leech, at) => acceptedOf(leech) - (before[at] ?? 0))
    expect(capped / 5).toBeGreaterThan(80_000)
    expect(capped / 5).toBeLessThan(115_000)
    expect(double / single).toBeGreaterThan(1.85)
    expect(double / single).toBeLessThan(2.15)
    expect(fastest(seen)).toBeLessThan(RATE * 1.05)
    expect(average(seen)).toBeGreaterThan(RATE * 0.8)
  }, 30_000)
})
