import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { encode } from '../../../app/bencode/bencode.js'
import { readPex } from '../../../app/swarm/pex-message.ts'
import { extended, message, numbers, rawSeed } from './testing/raw-peer.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'
import { udpRelay } from './testing/udp-relay.ts'

const sample = sampleTorrent(200_000, 16_384)
const nothing = new Uint8Array(sample.pieceCount)
const EXTENDED = 20
const PEX = 7
const takesPart = extended(0, `d1:md6:ut_pexi${PEX}eee`)

/** A peer, and what it is told in extended handshakes and by peer exchange. */
const listener = async (
  greeting: readonly Uint8Array[] = [takesPart],
  answer?: (id: number, body: Buffer) => Buffer,
) => {
  const introduced: string[] = []
  const told: Uint8Array[] = []
  const seed = await rawSeed({
    infoHash: sample.id,
    greeting,
    answer: (id, body) => {
      if (id === EXTENDED && body[0] === 0) introduced.push(body.toString('latin1', 1))
      if (id === EXTENDED && body[0] === PEX) told.push(body.slice(1))
      return answer?.(id, body) ?? null
    },
  })
  return Object.assign(seed, { introduced, told })
}

/** The number that a peer is to use for peer exchange with us; 0: it is not. */
const pexNumber = (introduction: string | undefined): number | null => {
  const [, number] = /6:ut_pexi(\d+)e/.exec(introduction ?? '') ?? []
  return number === undefined ? null : Number(number)
}

describe('a switch of the network', () => {
  it('disconnects nobody whom it is not about', async () => {
    await using other = await openSwarm(testSettings({ encryption: 'prefer' }))
    await using swarm = await openSwarm(testSettings({ encryption: 'prefer' }))
    joinSample(other, sample)
    const { torrent } = joinSample(swarm, sample, { peers: [addressOf(other)] })
    await expect.poll(() => torrent.counts().connected).toBe(1)
    const { port } = swarm.stats()
    const on = { encryption: 'prefer', utp: true, pex: true, dht: true, lsd: true } as const
    for (const settings of [
      { ...on, dht: false, lsd: false },
      on,
      { ...on, utp: false },
      { ...on, pex: false },
      { ...on, encryption: 'allow' } as const,
      { ...on, encryption: 'require' } as const,
      {},
    ]) {
      expect(await swarm.configure(testSettings(settings))).toBeNull()
      expect([torrent.counts().connected, torrent.visits.ever, swarm.stats().port]).toEqual([1, 1, port])
    }
  })

  it('to encryption required closes plain connections, and not the encrypted ones', async () => {
    await using plain = await listener([])
    await using encrypted = await openSwarm(testSettings({ encryption: 'require' }))
    joinSample(encrypted, sample)
    await using swarm = await openSwarm(testSettings({ encryption: 'prefer' }))
    const peers = [plain.address, addressOf(encrypted)]
    const { torrent } = joinSample(swarm, sample, { peers })
    await expect.poll(() => torrent.counts().connected).toBe(2)
    await swarm.configure(testSettings({ encryption: 'require' }))
    expect(torrent.peers()).toMatchObject([{ address: addressOf(encrypted), encrypted: true }])
    expect(torrent.visits.ever).toBe(2)
  })

  it('of uTP closes those connected over it, lets nobody in by it, and is undone on the same port', async () => {
    const utp = testSettings({ utp: true })
    await using seeder = await openSwarm(utp)
    await using other = await openSwarm()
    await using swarm = await openSwarm(utp)
    await using relay = await udpRelay(seeder.stats().port ?? 0)
    await using inward = await udpRelay(swarm.stats().port ?? 0)
    await using caller = await openSwarm(utp)
    for (const one of [seeder, other]) joinSample(one, sample)
    const { torrent } = joinSample(swarm, sample, { peers: [addressOf(other), relay.address] })
    const ways = (): string[] =>
      torrent
        .peers()
        .map(({ transport, incoming }) => `${transport}${incoming ? ' in' : ''}`)
        .sort()
    await expect.poll(ways, { timeout: 10_000 }).toEqual(['tcp', 'utp'])
    expect(await swarm.configure(testSettings({ utp: false }))).toBeNull()
    expect(ways()).toEqual(['tcp'])
    expect(swarm.stats().network.utp).toEqual({ state: 'off' })
    const { torrent: calling } = joinSample(caller, sample, { peers: [inward.address] })
    await wait(1_500)
    expect(ways()).toEqual(['tcp'])
    expect(await swarm.configure(utp)).toBeNull()
    calling.addPeer(inward.address, 'manual')
    torrent.addPeer(relay.address, 'manual')
    await expect.poll(() => ways().filter((way) => way !== 'tcp').length, { timeout: 20_000 }).toBeGreaterThan(0)
    expect(ways().filter((way) => way === 'tcp')).toHaveLength(1)
    expect(swarm.stats().network.utp).toMatchObject({ state: 'working' })
  }, 40_000)

  it('to uTP, while another program has the port, says that it does not work, and disturbs nobody', async () => {
    await using other = await openSwarm()
    await using swarm = await openSwarm()
    joinSample(other, sample)
    const { torrent } = joinSample(swarm, sample, { peers: [addressOf(other)] })
    await expect.poll(() => torrent.counts().connected).toBe(1)
    const holder = createSocket('udp4').bind(swarm.stats().port ?? 0)
    await once(holder, 'listening')
    expect(await swarm.configure(testSettings({ utp: true }))).toBeNull()
    expect(swarm.stats().network.utp).toEqual({ state: 'failed', why: 'no-socket' })
    expect([torrent.counts().connected, torrent.visits.ever]).toEqual([1, 1])
    holder.close()
    await once(holder, 'close')
    await swarm.configure(testSettings({ utp: false }))
    await swarm.configure(testSettings({ utp: true }))
    expect(swarm.stats().network.utp).toEqual({ state: 'looking' })
  })

  it('of peer exchange is told to peers; off, they are neither told anything nor believed', async () => {
    const on = testSettings({ pex: true })
    const off = testSettings({ pex: false })
    const found = encode({ added: Buffer.from([127, 0, 0, 9, 0, 99]) })
    await using swarm = await openSwarm(on)
    await using other = await listener()
    // Says something of others whenever it is told anything, by the number it heard first.
    await using peer = await listener([takesPart], () => extended(2, found))
    const { torrent } = joinSample(swarm, sample, { priorities: nothing, peers: [peer.address] })
    await expect.poll(() => peer.introduced.length).toBe(1)
    expect(pexNumber(peer.introduced[0])).toBe(2)
    await expect.poll(() => torrent.counts().known).toBe(2)

    await swarm.configure(off)
    await expect.poll(() => peer.introduced.length).toBe(2)
    expect(pexNumber(peer.introduced[1])).toBe(0)
    expect(torrent.pex().state).toBe('off')
    torrent.addPeer(other.address, 'manual')
    await expect.poll(() => torrent.counts().connected).toBe(2)
    expect(pexNumber(other.introduced[0])).toBeNull()
    await wait(3_000)
    expect(peer.told).toEqual([])

    await swarm.configure(on)
    await expect.poll(() => [pexNumber(peer.introduced[2]), pexNumber(other.introduced[1])]).toEqual([2, 2])
    await expect.poll(() => peer.told.length, { timeout: 5_000 }).toBe(1)
    expect(readPex(peer.told[0] ?? new Uint8Array())?.added.map(({ address }) => address)).toEqual([other.address])
    expect(torrent.visits.ever).toBe(2)
  }, 20_000)

  it('of peer exchange, off, makes us deaf to those who go on', async () => {
    await using swarm = await openSwarm(testSettings({ pex: true }))
    const found = extended(2, encode({ added: Buffer.from([127, 0, 0, 9, 0, 99]) }))
    await using peer = await listener([takesPart], (id, body) =>
      id === EXTENDED && body[0] === 0 && pexNumber(body.toString('latin1')) === 0 ? found : Buffer.alloc(0),
    )
    const { torrent } = joinSample(swarm, sample, { priorities: nothing, peers: [peer.address] })
    await expect.poll(() => peer.introduced.length).toBe(1)
    await swarm.configure(testSettings({ pex: false }))
    await expect.poll(() => peer.introduced.length).toBe(2)
    await wait(500)
    expect(torrent.counts()).toMatchObject({ known: 1, connected: 1 })
  })
})

describe('that we want nothing more', () => {
  it('is said when the last piece has come, and taken back when we want more', async () => {
    const first = sampleTorrent(32_768, 16_384)
    const introduced: string[] = []
    await using peer = await rawSeed({
      infoHash: first.id,
      greeting: [extended(0, 'd1:mdee'), message(5, Buffer.from([0b1100_0000])), message(1)],
      answer: (id, body) => {
        if (id === EXTENDED && body[0] === 0) introduced.push(body.toString('latin1', 1))
        if (id !== 6) return null
        const [piece, offset, length] = [body.readUInt32BE(0), body.readUInt32BE(4), body.readUInt32BE(8)]
        const at = piece * first.pieceLength + offset
        return message(7, numbers(piece, offset), first.data.subarray(at, at + length))
      },
    })
    const uploadOnly = (): (number | null)[] =>
      introduced.map((text) => {
        const [, value] = /11:upload_onlyi(\d)e/.exec(text) ?? []
        return value === undefined ? null : Number(value)
      })
    await using swarm = await openSwarm()
    const { torrent } = joinSample(swarm, first, { priorities: Uint8Array.from([2, 0]), peers: [peer.address] })
    await expect.poll(uploadOnly).toEqual([null, 1])
    torrent.setPriorities(Uint8Array.from([2, 2]))
    await expect.poll(uploadOnly).toEqual([null, 1, 0, 1])
    expect(introduced.every((text) => text.includes('1:v') && text.includes('4:reqq'))).toBe(true)
  })
})
