import { describe, expect, it } from 'vitest'
import { encode } from '../../../app/bencode/bencode.js'
import { readPex } from '../../../app/swarm/pex-message.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'
import { extended, rawSeed } from './testing/raw-peer.ts'

const sample = sampleTorrent(200_000, 16_384)
const settings = testSettings({ pex: true })
const nothing = new Uint8Array(13)
const EXTENDED = 20
const takesPart = extended(0, 'd1:md6:ut_pexi7eee')

/** A peer that takes part, and what it was told. */
const listener = async (greeting: Uint8Array[] = [takesPart]) => {
  const told: Uint8Array[] = []
  const said: string[] = []
  const seed = await rawSeed({
    infoHash: sample.id,
    greeting,
    answer: (id, body) => {
      if (id === EXTENDED && body[0] === 7) told.push(body.slice(1))
      if (id === EXTENDED && body[0] === 0) said.push(body.toString('latin1', 1))
      return null
    },
  })
  return Object.assign(seed, { told, said })
}

const compact = (address: string): Buffer => {
  const port = Number(address.split(':')[1])
  return Buffer.from([127, 0, 0, 1, port >> 8, port & 255])
}

describe('peer exchange', () => {
  it('brings peers together that know each other only through a third', async () => {
    await using middle = await openSwarm(settings)
    await using a = await openSwarm(settings)
    await using b = await openSwarm(settings)
    const hub = joinSample(middle, sample, { metadataOnly: true })
    const seed = joinSample(a, sample, { have: 'all', data: sample.data, peers: [addressOf(middle)] })
    const leech = joinSample(b, sample, { peers: [addressOf(middle)] })
    await leech.complete
    expect(Buffer.compare(leech.store.data, sample.data)).toBe(0)
    expect(seed.torrent.counts().uploaded).toBe(sample.data.length)
    expect(hub.torrent.pex()).toEqual({ state: 'working', peers: 2 })
  }, 15_000)

  it('tells where others listen, and that they can be reached; each change once', async () => {
    await using swarm = await openSwarm(settings)
    await using other = await listener()
    await using told = await listener()
    joinSample(swarm, sample, { priorities: nothing, peers: [other.address, told.address] })
    await expect.poll(() => told.told.length, { timeout: 8_000 }).toBe(1)
    const message = readPex(told.told[0] ?? new Uint8Array())
    expect(message).toEqual({ added: [{ address: other.address, flags: 0x10 }], dropped: [] })
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(told.told).toHaveLength(1)
  }, 15_000)

  it('says nothing to peers that did not list it, nor for a private torrent', async () => {
    await using swarm = await openSwarm(settings)
    await using secret = await openSwarm(settings)
    await using silent = await listener([extended(0, 'd1:mdee')])
    await using inPrivate = await listener()
    joinSample(swarm, sample, { priorities: nothing, peers: [silent.address, inPrivate.address] })
    const leech = joinSample(secret, sample, {
      priorities: nothing,
      isPrivate: true,
      peers: [inPrivate.address, silent.address],
    })
    await expect.poll(() => inPrivate.said.length, { timeout: 5_000 }).toBe(2)
    expect(inPrivate.said.filter((text) => text.includes('ut_pex'))).toHaveLength(1)
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    expect(silent.told).toEqual([])
    // One message: the torrent that is not private told of the other peer.
    expect(inPrivate.told).toHaveLength(1)
    expect(leech.torrent.pex()).toEqual({ state: 'private', peers: 0 })
  }, 15_000)

  it('is believed within bounds: fifty addresses, once a minute, addresses one can dial', async () => {
    await using swarm = await openSwarm(settings)
    const many = Buffer.concat(Array.from({ length: 400 }, (_, n) => Buffer.from([127, 1, n >> 8, n & 255, 0, 9])))
    const nowhere = Buffer.from([224, 0, 0, 1, 0, 80, 0, 0, 0, 0, 0, 80, 255, 255, 255, 255, 0, 80])
    const others = many.map((byte) => byte ^ 2)
    const say = (added: Uint8Array) => extended(2, encode({ added })) // Ours has number 2: metadata comes first.
    await using talker = await rawSeed({
      infoHash: sample.id,
      greeting: [takesPart, say(many), say(others)],
      answer: () => null,
    })
    await using fool = await rawSeed({ infoHash: sample.id, greeting: [takesPart, say(nowhere)], answer: () => null })
    const one = joinSample(swarm, sample, { priorities: nothing, peers: [talker.address] })
    await expect.poll(() => one.torrent.counts().known).toBe(51)
    one.torrent.addPeer(fool.address, 'manual')
    await expect.poll(() => one.torrent.peers().some(({ address }) => address === fool.address)).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(one.torrent.counts().known).toBe(52)
  })

  it('forgets what it hears of peers that left only where it had heard of them that way', async () => {
    await using swarm = await openSwarm(settings)
    const dead = '127.0.0.1:9'
    await using talker = await rawSeed({
      infoHash: sample.id,
      greeting: [takesPart, extended(2, encode({ dropped: compact(dead) }))],
      answer: () => null,
    })
    const one = joinSample(swarm, sample, { priorities: nothing, peers: [talker.address, dead] })
    await expect.poll(() => one.torrent.counts().connected).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(one.torrent.counts().known).toBe(2)
  })
})
