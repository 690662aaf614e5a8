import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { extended, message, numbers, rawSeed } from './testing/raw-peer.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent, type SampleTorrent } from './testing/sample-swarm.ts'

/** Bitfield of everything, unchoke. */
const seedGreeting = ({ pieceCount }: SampleTorrent): Buffer[] => [
  message(
    5,
    Buffer.from(
      Array.from({ length: pieceCount }, () => 1)
        .join('')
        .padEnd(Math.ceil(pieceCount / 8) * 8, '0')
        .replace(/.{8}/g, (byte) => String.fromCharCode(Number.parseInt(byte, 2))),
      'latin1',
    ),
  ),
  message(1),
]
const REQUEST = 6
const EXTENDED = 20
const HAVE_ALL = 14
const REJECT = 16

describe('a peer that lies', () => {
  it('about the length of a block does not keep others from delivering it', async () => {
    const sample = sampleTorrent(16_384, 16_384)
    await using liar = await rawSeed({
      infoHash: sample.id,
      greeting: seedGreeting(sample),
      answer: (id, body) => (id === REQUEST ? message(7, body.subarray(0, 8), randomBytes(100)) : null),
    })
    await using seeder = await openSwarm()
    await using leecher = await openSwarm()
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    const leech = joinSample(leecher, sample, { peers: [liar.address] })
    await expect.poll(() => leech.dropped).toContain('block of the wrong length')
    leech.torrent.addPeer(addressOf(seeder), 'manual')
    await leech.complete
    expect(Buffer.compare(leech.store.data, sample.data)).toBe(0)
  })

  it('about the metadata is not believed', async () => {
    const sample = sampleTorrent(16_384, 16_384)
    const fake = randomBytes(sample.rawInfo.length)
    const reply = Buffer.concat([Buffer.from(`d8:msg_typei1e5:piecei0e10:total_sizei${fake.length}ee`), fake])
    let asked = 0
    await using liar = await rawSeed({
      infoHash: sample.id,
      greeting: [extended(0, `d1:md11:ut_metadatai3ee13:metadata_sizei${fake.length}ee`)],
      answer: (id, body) => (id === EXTENDED && body[0] === 3 ? (asked++, extended(1, reply)) : null),
    })
    await using seeder = await openSwarm()
    await using leecher = await openSwarm()
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    const magnet = joinSample(leecher, sample, { metadataOnly: true, peers: [liar.address] })
    let arrived: Uint8Array | null = null
    void magnet.metadata.then((raw) => (arrived = raw))
    await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(0)
    await new Promise((resolve) => setImmediate(resolve))
    expect(arrived).toBeNull()
    magnet.torrent.addPeer(addressOf(seeder), 'manual')
    expect(Buffer.compare(await magnet.metadata, sample.rawInfo)).toBe(0)
  })

  it('about its data is banned, and the data comes from elsewhere', async () => {
    const sample = sampleTorrent(65_536, 16_384)
    await using liar = await rawSeed({
      infoHash: sample.id,
      greeting: seedGreeting(sample),
      answer: (id, body) =>
        id === REQUEST ? message(7, body.subarray(0, 8), randomBytes(body.readUInt32BE(8))) : null,
    })
    await using seeder = await openSwarm()
    await using leecher = await openSwarm()
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    const leech = joinSample(leecher, sample, { peers: [liar.address] })
    await expect.poll(() => leech.failed.length, { timeout: 10_000 }).toBeGreaterThan(0)
    const calls = liar.calls()
    leech.torrent.addPeer(liar.address, 'manual')
    // Another host, as far as bans go.
    leech.torrent.addPeer(addressOf(seeder).replace('127.0.0.1', '127.0.0.2'), 'manual')
    await leech.complete
    expect(Buffer.compare(leech.store.data, sample.data)).toBe(0)
    expect(liar.calls()).toBe(calls)
  })

  it.each([
    [131_072, false],
    [131_073, true],
  ])('asking for %i bytes at a time is cut off: %s', async (length, cutOff) => {
    const sample = sampleTorrent(524_288, 524_288)
    let rejected = 0
    await using greedy = await rawSeed({
      infoHash: sample.id,
      greeting: [],
      answer: (id) => {
        if (id === REJECT) rejected++
        return id === HAVE_ALL ? message(REQUEST, numbers(0, 0, length)) : null
      },
    })
    await using seeder = await openSwarm()
    const seed = joinSample(seeder, sample, { have: 'all', data: sample.data, peers: [greedy.address] })
    await expect.poll(() => seed.dropped.length + rejected, { timeout: 10_000 }).toBeGreaterThan(0)
    expect(seed.dropped.includes('request out of range')).toBe(cutOff)
  })
})
