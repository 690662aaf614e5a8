import { describe, expect, it } from 'vitest'
import type { PeerMeter } from './swarm.ts'
import { message, rawSeed } from './testing/raw-peer.ts'
import { peerBooks, type PeerBooks } from './testing/peer-books.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent, testSettings, type Joined } from './testing/sample-swarm.ts'
import { udpRelay } from './testing/udp-relay.ts'

const total = (meters: readonly (PeerMeter | null)[]): PeerMeter => {
  const sum = { accepted: 0, verified: 0, bad: 0, unwanted: 0, written: 0, sent: 0 }
  for (const meter of meters) for (const key of Object.keys(sum) as (keyof PeerMeter)[]) sum[key] += meter?.[key] ?? 0
  return sum
}

/** What the port says of every connection there was, open or closed. */
const metersOf = ({ torrent }: Joined, { accounts }: PeerBooks): PeerMeter =>
  total([...accounts].map(([peer, account]) => account.closed ?? torrent.trade.meter(peer)))

describe('the books of two engines', () => {
  it.each([
    ['TCP', false],
    ['uTP', true],
  ])('agree to the byte over %s', async (_, utp) => {
    await using seeder = await openSwarm(testSettings({ utp }))
    await using leecher = await openSwarm(testSettings({ utp }))
    await using relay = await udpRelay(seeder.stats().port ?? 0)
    const sample = sampleTorrent(3_333_333, 65_536)
    const [seedBooks, leechBooks] = [peerBooks(), peerBooks()]
    const seed = joinSample(seeder, sample, { have: 'all', data: sample.data, meter: seedBooks.meter })
    const leech = joinSample(leecher, sample, {
      peers: [utp ? relay.address : addressOf(seeder)],
      meter: leechBooks.meter,
    })
    await leech.complete
    await expect.poll(() => metersOf(leech, leechBooks).verified).toBe(sample.data.length)
    const got = metersOf(leech, leechBooks)
    expect(got).toMatchObject({ accepted: sample.data.length, bad: 0 })
    await expect.poll(() => metersOf(seed, seedBooks).sent).toBe(got.accepted + got.unwanted)
    const events = [...leechBooks.accounts.values()]
    expect(events.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(got.accepted)
    expect(events.reduce((sum, { verified }) => sum + verified, 0)).toBe(got.verified)
    expect(relay.relayed() > 0).toBe(utp)
  })

  it('agree in sum with two seeders', async () => {
    await using one = await openSwarm()
    await using other = await openSwarm()
    await using leecher = await openSwarm()
    const sample = sampleTorrent(4_000_000, 1_048_576)
    const books = peerBooks()
    const sides = [one, other].map((swarm) => ({ swarm, books: peerBooks() }))
    const seeds = sides.map((side) =>
      joinSample(side.swarm, sample, { have: 'all', data: sample.data, meter: side.books.meter }),
    )
    const leech = joinSample(leecher, sample, { peers: sides.map(({ swarm }) => addressOf(swarm)), meter: books.meter })
    await leech.complete
    const got = metersOf(leech, books)
    expect(got.accepted).toBe(sample.data.length)
    expect(got.verified).toBe(sample.data.length)
    const sent = (): number => seeds.reduce((sum, seed, at) => sum + metersOf(seed, sides[at]?.books ?? books).sent, 0)
    // A block may still be on its way when all are here: until it is, it is neither accepted nor unwanted.
    await expect.poll(() => sent() - metersOf(leech, books).accepted - metersOf(leech, books).unwanted).toBe(0)
  })

  it('count what comes twice as unwanted, to the byte', async () => {
    const sample = sampleTorrent(10 * 16_384 - 5, 32_768)
    let sent = 0
    const block = (body: Buffer): Buffer => {
      const from = body.readUInt32BE(0) * sample.pieceLength + body.readUInt32BE(4)
      const data = sample.data.subarray(from, from + body.readUInt32BE(8))
      sent += 2 * data.length
      const once = message(7, body.subarray(0, 8), data)
      return Buffer.concat([once, once])
    }
    const everything = [message(5, Buffer.from([0xf8])), message(1)]
    await using twice = await rawSeed({
      infoHash: sample.id,
      greeting: everything,
      answer: (id, body) => (id === 6 ? block(body) : null),
    })
    await using leecher = await openSwarm()
    const books = peerBooks()
    const leech = joinSample(leecher, sample, { peers: [twice.address], meter: books.meter })
    await leech.complete
    await expect.poll(() => metersOf(leech, books).unwanted).toBe(sample.data.length)
    expect(metersOf(leech, books)).toMatchObject({ accepted: sample.data.length, verified: sample.data.length, bad: 0 })
    expect(sent).toBe(2 * sample.data.length)
  })

  it('count bytes of a piece that fails for nobody', async () => {
    await using liar = await openSwarm()
    await using leecher = await openSwarm()
    const sample = sampleTorrent(1_000_000, 65_536)
    const bad = new Uint8Array(sample.data)
    bad[5 * 65_536 + 7] = (bad[5 * 65_536 + 7] ?? 0) ^ 1
    joinSample(liar, sample, { have: 'all', data: bad })
    const books = peerBooks()
    const leech = joinSample(leecher, sample, { peers: [addressOf(liar)], meter: books.meter })
    await expect.poll(() => leech.failed).toEqual([5])
    const got = metersOf(leech, books)
    expect(got.bad).toBe(65_536)
    expect(got.verified).toBeLessThanOrEqual(sample.data.length - 65_536)
    expect(got.verified + got.bad).toBeLessThanOrEqual(got.accepted)
    expect([...books.accounts.values()].map((account) => account.bad)).toContain(65_536)
  })
})
