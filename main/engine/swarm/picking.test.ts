import { describe, expect, it } from 'vitest'
import { WireSession } from './wire-session.ts'
import type { MeterEvents, PeerKey } from './swarm.ts'
import { message, rawSeed, type RawSeed } from './testing/raw-peer.ts'
import { joinSample, openSwarm, sampleTorrent, type SampleTorrent } from './testing/sample-swarm.ts'

const [UNCHOKE, BITFIELD, INTERESTED, REQUEST, PIECE] = [1, 5, 2, 6, 7]
const sample = sampleTorrent(200 * 16_384, 16_384)

/** Has everything, lets whoever is interested have it, and notes which pieces it is asked for. */
const noting = (
  asked: number[],
  { id, data, pieceLength, pieceCount }: SampleTorrent,
  sends = true,
): Promise<RawSeed> =>
  rawSeed({
    infoHash: id,
    greeting: [message(BITFIELD, Buffer.alloc(Math.ceil(pieceCount / 8), 0xff))],
    answer: (kind, body) => {
      if (kind === INTERESTED) return message(UNCHOKE)
      if (kind !== REQUEST) return null
      asked.push(body.readUInt32BE(0))
      const start = body.readUInt32BE(0) * pieceLength + body.readUInt32BE(4)
      return sends ? message(PIECE, body.subarray(0, 8), data.subarray(start, start + body.readUInt32BE(8))) : null
    },
  })

describe('what is asked for first', () => {
  it('is what is due first, then pieces in order with the ends of files before', async () => {
    const asked: number[] = []
    await using seed = await noting(asked, sample)
    await using leecher = await openSwarm()
    const edges = new Uint8Array(sample.pieceCount)
    edges[0] = edges[199] = 1
    const leech = joinSample(leecher, sample, { edges })
    leech.torrent.setOrder({ sequential: true, firstLast: true })
    leech.torrent.setDeadlines([
      { piece: 70, within: 9_000 },
      { piece: 50, within: 5_000 },
    ])
    leech.torrent.addPeer(seed.address, 'manual')
    await leech.complete
    expect(asked.slice(0, 7)).toEqual([50, 70, 0, 199, 1, 2, 3])
  })

  it('of a piece given to one peer is asked of that peer alone', async () => {
    const [first, second]: [number[], number[]] = [[], []]
    await using one = await noting(first, sample, false)
    await using other = await noting(second, sample)
    await using leecher = await openSwarm()
    const keys: PeerKey[] = []
    const ignore = (): void => undefined
    const meter: MeterEvents = {
      peerUp: (key) => void keys.push(key),
      peerDown: ignore,
      accepted: ignore,
      verified: ignore,
      bad: ignore,
      dropped: ignore,
      written: ignore,
    }
    const leech = joinSample(leecher, sample, { meter, peers: [one.address] })
    await expect.poll(() => first.length).toBeGreaterThan(0)
    const piece = Array.from({ length: sample.pieceCount }, (_, at) => at).find((at) => !first.includes(at)) ?? 0
    expect(leech.torrent.trade.exclusive(first[0] ?? 0, keys[0] as PeerKey)).toBe(false)
    expect(leech.torrent.trade.exclusive(piece, keys[0] as PeerKey)).toBe(true)
    leech.torrent.addPeer(other.address, 'manual')
    await expect.poll(() => leech.torrent.counts().downloaded, { timeout: 10_000 }).toBeGreaterThan(150 * 16_384)
    expect(second).not.toContain(piece)
  })
})

describe('a torrent of 100,000 pieces', () => {
  it('costs little when sixty peers come, say what they have, and go', async () => {
    const large = sampleTorrent(16, 16)
    const pieceCount = 100_000
    const hashes = new Uint8Array(pieceCount * 20)
    const huge = { ...large, data: new Uint8Array(pieceCount * 16), hashes, pieceCount }
    await using leecher = await openSwarm()
    const leech = joinSample(leecher, huge, {})
    const greeting = [message(BITFIELD, Buffer.alloc(pieceCount / 8, 0x5a))]
    const seeds = await Promise.all(
      Array.from({ length: 40 }, () => rawSeed({ infoHash: large.id, greeting, answer: () => null })),
    )
    let longest = 0
    const learn = WireSession.prototype.passes
    const timed = function (this: WireSession, id: number, bytes: Uint8Array): boolean {
      const before = process.threadCpuUsage().user
      const passes = learn.call(this, id, bytes)
      longest = Math.max(longest, process.threadCpuUsage().user - before)
      return passes
    }
    WireSession.prototype.passes = timed
    try {
      for (const seed of seeds) leech.torrent.addPeer(seed.address, 'manual')
      await expect.poll(() => leech.torrent.rarest(1, 2), { timeout: 15_000 }).toBe(40)
      expect(leech.torrent.rarest(0, pieceCount)).toBe(0)
      expect(leech.torrent.counts().copies).toBe(0.5)
    } finally {
      WireSession.prototype.passes = learn
      await Promise.all(seeds.map((seed) => seed[Symbol.asyncDispose]()))
    }
    await expect.poll(() => leech.torrent.rarest(1, 2), { timeout: 15_000 }).toBe(0)
    // One bitfield, in microseconds.
    expect(longest).toBeLessThan(20_000)
  }, 40_000)
})
