import net from 'node:net'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { PeerKey } from './swarm.ts'
import { peerBooks } from './testing/peer-books.ts'
import { handshake, message, numbers } from './testing/raw-peer.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent, testSettings, type Joined } from './testing/sample-swarm.ts'

const [CHOKE, UNCHOKE, INTERESTED, REQUEST, BLOCK, CANCEL, HAVE_NONE, REJECT] = [0, 1, 2, 6, 7, 8, 15, 16]

/** A leecher by hand: what it was sent, by message id. */
const leecherAt = async (port: number, infoHash: string) => {
  const socket = net.connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const seen = new Map<number, number>()
  let pending = Buffer.alloc(0)
  let greeted = false
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    if (!greeted && pending.length >= 68) {
      greeted = true
      pending = pending.subarray(68)
    }
    if (!greeted) return
    while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE(0)) {
      const id = pending.readUInt32BE(0) > 0 ? (pending[4] ?? 0) : -1
      seen.set(id, (seen.get(id) ?? 0) + 1)
      pending = pending.subarray(4 + pending.readUInt32BE(0))
    }
  })
  socket.write(handshake(infoHash))
  await expect.poll(() => greeted).toBe(true)
  socket.write(message(HAVE_NONE))
  return {
    say: (...parts: Buffer[]) => void socket.write(Buffer.concat(parts)),
    count: (id: number) => seen.get(id) ?? 0,
    [Symbol.dispose]: () => void socket.destroy(),
  }
}

const request = (piece: number): Buffer => message(REQUEST, numbers(piece, 0, 16_384))

describe('a peer that asks', () => {
  const sample = sampleTorrent(64 * 16_384, 16_384)

  it('while it is choked is refused at once', async () => {
    await using seeder = await openSwarm()
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    using peer = await leecherAt(seeder.stats().port ?? 0, sample.id)
    peer.say(request(0), request(1), request(2))
    await expect.poll(() => peer.count(REJECT)).toBe(3)
    expect(peer.count(BLOCK)).toBe(0)
  })

  it('for more than it may have outstanding is refused the rest, and served what it may', async () => {
    const settings = testSettings()
    await using seeder = await openSwarm({ ...settings, limits: { ...settings.limits, up: 20_000 } })
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    using peer = await leecherAt(seeder.stats().port ?? 0, sample.id)
    peer.say(message(INTERESTED))
    await expect.poll(() => peer.count(UNCHOKE)).toBe(1)
    peer.say(...Array.from({ length: 2_200 }, (_, at) => message(REQUEST, numbers(at % 64, at, 10_000))))
    await expect.poll(() => peer.count(REJECT)).toBeGreaterThanOrEqual(198)
    expect(peer.count(REJECT)).toBeLessThanOrEqual(200)
  })

  it('twice for the same while it waits is answered once', async () => {
    await using seeder = await openSwarm()
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    using peer = await leecherAt(seeder.stats().port ?? 0, sample.id)
    peer.say(message(INTERESTED))
    await expect.poll(() => peer.count(UNCHOKE)).toBe(1)
    peer.say(request(3), request(3), request(4), message(REQUEST, numbers(4, 0, 1_000)), request(5))
    await expect.poll(() => peer.count(BLOCK)).toBe(3)
    expect(peer.count(REJECT)).toBe(1)
  })

  it('and takes thousands of requests back is refused each, and still served the rest', async () => {
    const settings = testSettings()
    await using seeder = await openSwarm({ ...settings, limits: { ...settings.limits, up: 1_000_000 } })
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    using peer = await leecherAt(seeder.stats().port ?? 0, sample.id)
    peer.say(message(INTERESTED))
    await expect.poll(() => peer.count(UNCHOKE)).toBe(1)
    const some = Array.from({ length: 1_500 }, (_, at) => numbers(at % 64, at, 100))
    for (let round = 0; round < 10; round++) {
      peer.say(...some.map((one) => message(REQUEST, one)), ...some.toReversed().map((one) => message(CANCEL, one)))
    }
    peer.say(request(7))
    await expect.poll(() => peer.count(BLOCK) + peer.count(REJECT), { timeout: 10_000 }).toBe(10 * 1_500 + 1)
    expect(peer.count(BLOCK)).toBeGreaterThan(0)
  })

  it('for what was granted no longer is choked within a second, and what it waited for is refused', async () => {
    const settings = testSettings()
    await using seeder = await openSwarm({ ...settings, limits: { ...settings.limits, up: 20_000 } })
    const books = peerBooks()
    const seed = joinSample(seeder, sample, { have: 'all', data: sample.data, meter: books.meter })
    using peer = await leecherAt(seeder.stats().port ?? 0, sample.id)
    peer.say(message(INTERESTED))
    await expect.poll(() => peer.count(UNCHOKE)).toBe(1)
    peer.say(...Array.from({ length: 60 }, (_, at) => request(at)))
    await expect.poll(() => peer.count(BLOCK)).toBeGreaterThan(0)
    const [key] = books.accounts.keys()
    expect(seed.torrent.trade.grant(key as PeerKey, 'choke')).toBe(true)
    await expect.poll(() => peer.count(CHOKE), { timeout: 1_000 }).toBe(1)
    await expect.poll(() => peer.count(BLOCK) + peer.count(REJECT)).toBe(60)
    seed.torrent.trade.grant(key as PeerKey, 'free')
    await expect.poll(() => peer.count(UNCHOKE), { timeout: 1_000 }).toBe(2)
  })
})

describe('a peer on credit', () => {
  it('is sent so many bytes and not one block more, until it has more credit', async () => {
    const sample = sampleTorrent(40 * 16_384, 16_384)
    await using seeder = await openSwarm()
    await using leecher = await openSwarm()
    const books = peerBooks()
    const seed = joinSample(seeder, sample, { have: 'all', data: sample.data, meter: books.meter })
    const leech = joinSample(leecher, sample)
    const sent = (): number => [...books.accounts.keys()].reduce((sum, key) => sum + sentTo(seed, key), 0)
    leech.torrent.addPeer(addressOf(seeder), 'manual')
    await expect.poll(() => books.accounts.size).toBe(1)
    const [key] = books.accounts.keys()
    seed.torrent.trade.grant(key as PeerKey, 5, 10 * 16_384 + 100)
    await expect.poll(sent).toBe(10 * 16_384)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(sent()).toBe(10 * 16_384)
    seed.torrent.trade.grant(key as PeerKey, 5, 15 * 16_384)
    await expect.poll(sent).toBe(15 * 16_384)
    seed.torrent.trade.grant(key as PeerKey, 'free')
    await leech.complete
    expect(seed.torrent.trade.grant(-1 as PeerKey, 'free')).toBe(false)
  })
})

const sentTo = ({ torrent }: Joined, key: PeerKey): number => torrent.trade.meter(key)?.sent ?? 0
