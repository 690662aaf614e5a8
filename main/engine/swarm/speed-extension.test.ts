import { describe, expect, it } from 'vitest'
import bencode from '../../../app/bencode/bencode.js'
import type { PeerKey, TalkEvents } from './swarm.ts'
import { peerBooks } from './testing/peer-books.ts'
import { extended, rawSeed } from './testing/raw-peer.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent } from './testing/sample-swarm.ts'

const sample = sampleTorrent(65_536 * 4, 65_536)
const bs = { v: 1, c: [Buffer.from([1, 2, 3, 4])], r: 1 }

/** What was heard, in order, and of whom. */
const listener = () => {
  const heard: unknown[] = []
  const keys: PeerKey[] = []
  const talk: TalkEvents = {
    introduced: (peer, value) => {
      keys.push(peer)
      heard.push(value === null ? null : (value as { readonly r?: unknown }).r)
    },
    said: (peer, message) => {
      keys.push(peer)
      heard.push(Buffer.from(message).toString())
    },
    turned: () => undefined,
    left: () => undefined,
  }
  return { heard, keys, talk }
}

/** A peer that keeps the extended messages it was told; `answers` go out when it was told its first one. */
const stranger = async (greeting: readonly Uint8Array[] = []) => {
  const told: Buffer[] = []
  const raw = await rawSeed({
    infoHash: sample.id,
    greeting,
    answer: (id, body) => {
      if (id === 20) told.push(body)
      return null
    },
  })
  return Object.assign(raw, { told })
}

type Handshake = { readonly bs?: { readonly r: number }; readonly m: Readonly<Record<string, number>> }
const handshakes = (told: readonly Buffer[]): Handshake[] =>
  told.filter((body) => body[0] === 0).map((body) => bencode.decode(body.subarray(1)) as unknown as Handshake)

describe('what is said of Speed on a wire', () => {
  it('is nothing before we take part, and is taken back when we cease', async () => {
    await using swarm = await openSwarm()
    await using raw = await stranger([extended(0, 'd1:md8:bt_speedi9ee2:bsd1:ci7eee')])
    const { talk, heard } = listener()
    const { torrent } = joinSample(swarm, sample, { peers: [raw.address], talk })
    await expect.poll(() => handshakes(raw.told)).toHaveLength(1)
    expect(handshakes(raw.told)[0]).not.toHaveProperty('bs')
    expect(handshakes(raw.told)[0]?.m).not.toHaveProperty('bt_speed')
    expect(heard).toEqual([])
    // What it says to everybody can be looked at all the same.
    await expect.poll(() => torrent.trade.introductions()).toEqual([{ c: 7 }])
    torrent.trade.introduce(bs)
    await expect.poll(() => handshakes(raw.told).at(-1)?.bs?.r).toBe(1)
    expect(handshakes(raw.told).at(-1)?.m['bt_speed']).toBeGreaterThan(0)
    // What it had said before is told once we listen.
    await expect.poll(() => heard).toHaveLength(1)
    torrent.trade.introduce(null)
    await expect.poll(() => handshakes(raw.told)).toHaveLength(3)
    expect(handshakes(raw.told).at(-1)).not.toHaveProperty('bs')
    expect(handshakes(raw.told).at(-1)?.m['bt_speed']).toBe(0)
  })

  it('goes both ways between two that take part, whoever called whom', async () => {
    await using one = await openSwarm()
    await using other = await openSwarm()
    const [near, far] = [listener(), listener()]
    const seed = joinSample(one, sample, { have: 'all', data: sample.data, talk: near.talk })
    seed.torrent.trade.introduce({ ...bs, r: 2 })
    const leech = joinSample(other, sample, { talk: far.talk })
    leech.torrent.trade.introduce(bs)
    leech.torrent.addPeer(addressOf(one), 'manual')
    await expect.poll(() => [near.heard[0], far.heard[0]]).toEqual([1, 2])
    // One of two connections at once is given up: what is said on that one may be lost.
    const lastOf = ({ keys }: typeof near): PeerKey => keys.at(-1) as PeerKey
    await expect
      .poll(() => {
        leech.torrent.trade.say(lastOf(far), Buffer.from('hello'))
        seed.torrent.trade.say(lastOf(near), Buffer.from('well'))
        return [near.heard.at(-1), far.heard.at(-1)]
      })
      .toEqual(['hello', 'well'])
    expect(leech.torrent.trade.standing(lastOf(far))?.peerId).toBe(one.peerId)
    leech.torrent.trade.introduce(null)
    await expect.poll(() => near.heard.at(-1)).toBe(null)
    expect(seed.torrent.trade.say(lastOf(near), Buffer.from('still there?'))).toBe(false)
    expect(far.heard).not.toContain('still there?')
  })

  it('is not heard once we said no more, nor is a message longer than any may be', async () => {
    await using swarm = await openSwarm()
    const long = extended(2, Buffer.alloc(60_000, 0x61))
    await using raw = await stranger([extended(0, 'd1:md8:bt_speedi9eee'), long])
    const { talk, heard } = listener()
    const { torrent } = joinSample(swarm, sample, { talk })
    torrent.trade.introduce(bs)
    torrent.addPeer(raw.address, 'manual')
    await expect.poll(() => heard.map((one) => (typeof one === 'string' ? one.length : one))).toContain(4_096)
    expect(torrent.counts().connected).toBe(1)
  })

  it('counts what was written to each to the byte', async () => {
    await using one = await openSwarm()
    await using other = await openSwarm()
    const books = peerBooks()
    joinSample(one, sample, { have: 'all', data: sample.data, meter: books.meter })
    const leech = joinSample(other, sample, { peers: [addressOf(one)] })
    expect(leech.torrent.trade.missing).toBe(sample.data.length)
    await leech.complete
    expect(leech.torrent.trade.missing).toBe(0)
    expect([...books.accounts.values()].map(({ written }) => written)).toEqual([sample.data.length])
  })
})
