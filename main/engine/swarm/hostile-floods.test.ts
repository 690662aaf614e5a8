import { once } from 'node:events'
import net from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { watchLoop, type LoopWatch } from './testing/loop-watch.ts'
import { extended, handshake, message, numbers, rawSeed, type RawSeed } from './testing/raw-peer.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent, type Joined } from './testing/sample-swarm.ts'

/** The longest turn of the event loop that any of this may cost, ms of processor time. */
const LONGEST = 100

/** Of message stream encryption. */
const PRIME = BigInt(
  '0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A63A36210000000000090563',
)

const sample = sampleTorrent(1_000 * 1_024, 1_024)
const hello = handshake(sample.id)
const times = (count: number, of: Uint8Array): Buffer => Buffer.alloc(of.length * count, of)
const each = (count: number, of: (n: number) => Uint8Array): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, n) => of(n)))
const names = (count: number): string =>
  Array.from({ length: count }, (_, n) => String(n).padStart(6, '0'))
    .map((name) => `6:${name}i${(Number(name) % 250) + 1}e`)
    .join('')
const metadataAsked = extended(1, 'd8:msg_typei0e5:piecei0ee')
const offersMetadata = extended(0, 'd1:md11:ut_metadatai3e6:ut_pexi1eee')
const pex = extended(2, Buffer.concat([Buffer.from('d5:added6000:'), Buffer.alloc(6_000, 7), Buffer.from('e')]))

/** What is sent at once after the handshake, and whether that ends the connection. */
const floods: [string, Buffer, 'closed' | 'either'][] = [
  ['1,000,000 haves of one piece', times(1_000_000, message(4, numbers(5))), 'closed'],
  [
    '1,000,000 haves of all pieces in turn',
    times(
      1_000,
      each(1_000, (n) => message(4, numbers(n))),
    ),
    'closed',
  ],
  ['1,000,000 requests', times(1_000_000, message(6, numbers(0, 0, 1_024))), 'closed'],
  [
    '1,000,000 requests after asking to be unchoked',
    Buffer.concat([message(2), times(1_000_000, message(6, numbers(0, 0, 1_024)))]),
    'closed',
  ],
  ['1,000,000 cancels', times(1_000_000, message(8, numbers(0, 0, 1_024))), 'closed'],
  ['1,000,000 rejects', times(1_000_000, message(16, numbers(0, 0, 1_024))), 'closed'],
  ['500,000 changes of mind about choking', times(500_000, Buffer.concat([message(1), message(0)])), 'closed'],
  ['500,000 changes of interest', times(500_000, Buffer.concat([message(2), message(3)])), 'closed'],
  ['500,000 claims of everything and nothing', times(500_000, Buffer.concat([message(14), message(15)])), 'closed'],
  ['100,000 bitfields', times(100_000, message(5, Buffer.alloc(125, 0xaa))), 'closed'],
  ['1,000,000 suggestions', times(1_000_000, message(13, numbers(3))), 'closed'],
  [
    '1,000,000 allowed-fast',
    times(
      1_000,
      each(1_000, (n) => message(17, numbers(n))),
    ),
    'closed',
  ],
  ['1,000,000 ports', times(1_000_000, message(9, Buffer.from([1, 1]))), 'closed'],
  ['1,000,000 unknown messages', times(1_000_000, message(77)), 'closed'],
  [
    '1,000,000 messages of every id without content',
    times(
      4_000,
      each(256, (id) => message(id)),
    ),
    'closed',
  ],
  ['8 MB of keep-alives', Buffer.alloc(8_000_000), 'either'],
  ['20,000 blocks nobody asked for', times(20_000, message(7, numbers(0, 0), Buffer.alloc(1_024))), 'closed'],
  ['100,000 requests for metadata', Buffer.concat([offersMetadata, times(100_000, metadataAsked)]), 'closed'],
  ['10,000 extended handshakes', times(10_000, offersMetadata), 'closed'],
  [
    'extended handshakes with other names each',
    each(100, (n) => extended(0, `d1:md${names(400).replaceAll('6:0', `6:${n % 10}`)}ee`)),
    'closed',
  ],
  ['an extended handshake of 60 KiB', extended(0, `d1:md${names(5_000).slice(0, 4_000 * 12)}ee`), 'either'],
  ['an extended handshake of 1 MiB', extended(0, `d1:md${names(80_000)}ee`), 'closed'],
  ['an extended handshake of a million lists', extended(0, 'l'.repeat(60_000)), 'either'],
  ['metadata of 10 MB', times(2_000, extended(0, 'd1:md11:ut_metadatai3ee13:metadata_sizei9999999ee')), 'closed'],
  ['5,000 lists of a thousand peers', Buffer.concat([offersMetadata, times(5_000, pex)]), 'closed'],
]

const closed = async (socket: net.Socket, patience: number): Promise<'closed' | 'open'> => {
  if (socket.destroyed) return 'closed'
  const waited = new Promise<'open'>((resolve) => setTimeout(() => resolve('open'), patience))
  const gone = new Promise<'closed'>((resolve) => socket.once('close', () => resolve('closed')))
  return Promise.race([gone, waited])
}

const call = async (port: number): Promise<net.Socket> => {
  const socket = net.connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.resume()
  return socket
}

describe('a flood', () => {
  const stack = new AsyncDisposableStack()
  const errors: unknown[] = []
  const collect = (error: unknown): void => void errors.push(error)
  let [port, magnetPort, seedPort] = [0, 0, 0]
  let victim: Joined
  let magnet: Joined
  let seed: Joined
  let watch: LoopWatch
  let honest: RawSeed

  beforeAll(async () => {
    process.on('uncaughtException', collect)
    process.on('unhandledRejection', collect)
    // Has everything and never lets us have it: it stays connected.
    honest = stack.use(
      await rawSeed({ infoHash: sample.id, greeting: [message(5, Buffer.alloc(125, 0xff))], answer: () => null }),
    )
    const swarms = [await openSwarm(), await openSwarm(), await openSwarm()] as const
    for (const swarm of swarms) stack.use(swarm)
    ;[port, magnetPort, seedPort] = swarms.map((swarm) => swarm.stats().port ?? 0) as [number, number, number]
    victim = joinSample(swarms[0], sample, { peers: [honest.address] })
    magnet = joinSample(swarms[1], sample, { metadataOnly: true, peers: [honest.address] })
    seed = joinSample(swarms[2], sample, { have: 'all', data: sample.data })
    watch = stack.use(watchLoop())
  }, 20_000)

  afterAll(async () => {
    process.off('uncaughtException', collect)
    process.off('unhandledRejection', collect)
    await stack.disposeAsync()
  })

  /** To each of our three, with the handshake and after its answer. */
  const visits = (): [number, boolean][] =>
    [port, magnetPort, seedPort].flatMap((to) => [
      [to, false],
      [to, true],
    ])

  /** Nobody but the offender is gone, and no turn of the loop was long. */
  const unharmed = async (): Promise<void> => {
    expect(watch.longest()).toBeLessThan(LONGEST)
    await expect.poll(() => victim.torrent.counts().connected).toBe(1)
    await expect.poll(() => magnet.torrent.counts().connected).toBe(1)
    expect(seed.torrent.counts().connected).toBe(0)
    expect(honest.calls()).toBe(2)
    expect(errors).toEqual([])
  }

  it('begins with one honest peer connected', async () => {
    await expect.poll(() => victim.torrent.counts().connected, { timeout: 15_000 }).toBe(1)
    await expect.poll(() => magnet.torrent.counts().connected, { timeout: 15_000 }).toBe(1)
    watch.longest()
    await unharmed()
  })

  it.each(floods)(
    'of %s costs nobody else anything',
    async (_, bytes, expected) => {
      watch.longest()
      for (const [to, patient] of visits()) {
        const socket = await call(to)
        socket.write(patient ? hello : Buffer.concat([hello, bytes]))
        if (patient) {
          await Promise.race([once(socket, 'data'), closed(socket, 5_000)])
          socket.write(bytes)
        }
        const outcome = await closed(socket, expected === 'closed' && to !== magnetPort ? 10_000 : 200)
        if (to !== magnetPort && expected === 'closed') expect(outcome).toBe('closed')
        socket.destroy()
        await closed(socket, 1_000)
      }
      await expect.poll(() => seed.torrent.counts().connected).toBe(0)
      await unharmed()
    },
    40_000,
  )

  it.each([
    ['a long message, byte by byte', Buffer.concat([hello, numbers(1_000_000)])],
    ['a handshake, byte by byte', hello.subarray(0, 20)],
  ])('of crumbs is put together without effort: %s', async (_, head) => {
    watch.longest()
    const socket = await call(port)
    socket.setNoDelay(true)
    socket.write(head)
    for (let crumb = 0; crumb < 5_000; crumb++) {
      socket.write(Buffer.from([crumb & 0x7f]))
      if (crumb % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    socket.destroy()
    await unharmed()
    expect(victim.torrent.peers()).toHaveLength(1)
  })

  it('of half handshakes keeps us from nobody', async () => {
    watch.longest()
    const sockets = await Promise.all(Array.from({ length: 300 }, () => call(port)))
    for (const [at, socket] of sockets.entries()) socket.write(hello.subarray(0, at % 60))
    await using other = await rawSeed({ infoHash: sample.id, greeting: [], answer: () => null })
    victim.torrent.addPeer(other.address, 'manual')
    await expect.poll(() => victim.torrent.counts().connected, { timeout: 10_000 }).toBe(2)
    for (const socket of sockets) socket.destroy()
    await other[Symbol.asyncDispose]()
    await expect.poll(() => victim.torrent.counts().connected, { timeout: 10_000 }).toBe(1)
    await unharmed()
  }, 30_000)

  it('of encrypted handshakes with keys that are no keys costs nobody else anything', async () => {
    watch.longest()
    const shifted = (by: number): Buffer => {
      const value = PRIME + BigInt(by)
      return Buffer.from(value.toString(16).padStart(192, '0').slice(-192), 'hex')
    }
    const small = (value: number): Buffer => Buffer.concat([Buffer.alloc(95), Buffer.from([value])])
    const keys = [small(0), small(1), small(2), shifted(-1), shifted(0), shifted(1), Buffer.alloc(96, 0xff)]
    for (let round = 0; round < 10; round++) {
      const sockets = await Promise.all(keys.map(() => call(port)))
      for (const [at, socket] of sockets.entries()) {
        socket.write(Buffer.concat([keys[at] ?? small(0), Buffer.alloc(700, round)]))
      }
      await Promise.all(sockets.map((socket) => closed(socket, 50)))
      for (const socket of sockets) socket.destroy()
    }
    await unharmed()
    expect(victim.torrent.peers()).toHaveLength(1)
  }, 20_000)

  it('over, the engine downloads as ever', async () => {
    await using seeder = await openSwarm()
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    victim.torrent.addPeer(addressOf(seeder), 'manual')
    await victim.complete
    expect(Buffer.compare(victim.store.data, sample.data)).toBe(0)
    expect(errors).toEqual([])
  }, 30_000)
})
