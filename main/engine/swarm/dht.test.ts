import dgram from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'bittorrent-dht'
import { describe, expect, it } from 'vitest'
import bencode from '../../../app/bencode/bencode.js'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { dhtMemory, noMemory } from './dht-memory.ts'
import { DhtNode, type DhtDeps } from './dht-node.ts'
import { rawSeed } from './testing/raw-peer.ts'
import { watchLoop } from './testing/loop-watch.ts'
import { joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'

/** A DHT of one node on loopback, to begin with. */
const bootstrapNode = async (): Promise<{ address: string; port: number; dht: Client } & AsyncDisposable> => {
  const dht = new Client({ bootstrap: false })
  await new Promise<void>((resolve) => dht.listen(0, '127.0.0.1', resolve))
  const { port } = dht.address()
  const close = (): Promise<void> => new Promise((resolve) => dht.destroy(resolve))
  return { address: `127.0.0.1:${port}`, port, dht, [Symbol.asyncDispose]: close }
}

interface Found {
  readonly id: TorrentId
  readonly address: string
}

/** Ours, alone unless told otherwise. */
const ourNode = async (over: Partial<DhtDeps> = {}) => {
  const found: Found[] = []
  const node = new DhtNode({
    port: 0,
    entries: [],
    known: [],
    peerPort: () => 50_000,
    found: (id, address) => void found.push({ id, address }),
    log: () => undefined,
    ...over,
  })
  await node.opened
  const { port } = node
  if (port === null) throw new Error('no port')
  return { node, port, found, [Symbol.asyncDispose]: () => node.close() }
}

/** Sends datagrams and gives their receiver a moment with each. */
const throwAt = async (port: number, datagrams: Iterable<string | Uint8Array>): Promise<void> => {
  const socket = dgram.createSocket('udp4')
  for (const datagram of datagrams) {
    const sent = Promise.withResolvers<void>()
    socket.send(datagram, port, '127.0.0.1', () => sent.resolve())
    await sent.promise
    await new Promise((resolve) => setImmediate(resolve))
  }
  socket.close()
  await once(socket, 'close')
}

const ID = '2:id20:abcdefghij0123456789'
const PING = `d1:ad${ID}e1:q4:ping1:t2:zz1:y1:qe`

/** What a node answers to a question from this address of loopback; null: nothing. */
const ask = async (port: number, question: string | Uint8Array, from = '127.0.0.1'): Promise<Buffer | null> => {
  const socket = dgram.createSocket('udp4')
  socket.bind(0, from)
  await once(socket, 'listening')
  socket.send(question, port, '127.0.0.1')
  const patience = AbortSignal.timeout(500)
  const answer = (await once(socket, 'message', { signal: patience }).catch(() => [null])) as [Buffer | null]
  socket.close()
  return answer[0]
}

const answersPing = async (port: number, from?: string): Promise<boolean> =>
  (await ask(port, PING, from))?.includes('1:t2:zz') ?? false

/** Fails when anything goes uncaught meanwhile, or the event loop stands still for a tenth of a second. */
const unshaken = async (run: () => Promise<void>): Promise<void> => {
  const errors: unknown[] = []
  const collect = (error: unknown): void => void errors.push(error)
  process.on('uncaughtException', collect)
  process.on('unhandledRejection', collect)
  using loop = watchLoop()
  await run()
  process.off('uncaughtException', collect)
  process.off('unhandledRejection', collect)
  expect(errors).toEqual([])
  expect(loop.longest()).toBeLessThan(100)
}

const hostile: readonly (string | Uint8Array)[] = [
  `d1:ad${ID}9:info_hashi5ee1:q9:get_peers1:t2:aa1:y1:qe`,
  `d1:ad${ID}9:info_hash3:abce1:q9:get_peers1:t2:aa1:y1:qe`,
  `d1:ad${ID}6:targeti5ee1:q9:find_node1:t2:aa1:y1:qe`,
  `d1:ad${ID}6:targeti5ee1:q3:get1:t2:aa1:y1:qe`,
  `d1:ad${ID}5:tokeni5e1:v1:xe1:q3:put1:t2:aa1:y1:qe`,
  `d1:ad${ID}5:token1:x1:vd3:fooi5eee1:q3:put1:t2:aa1:y1:qe`,
  `d1:ad${ID}e1:q7:unknown1:t2:aa1:y1:qe`,
  `d1:ad${ID}e1:ql1:ae1:t2:aa1:y1:qe`,
  `d1:ad${ID}e1:qd8:toStringi1ee1:t2:aa1:y1:qe`,
  `d1:ai5e1:q4:ping1:t2:aa1:y1:qe`,
  `d1:ad2:idi5ee1:q4:ping1:t2:aa1:y1:qe`,
  `d1:ad${ID}e1:q4:ping1:ti5e1:y1:qe`,
  `d1:ad${ID}e1:q4:ping1:y1:qe`,
  `d1:ad${ID}e1:q4:ping1:t0:1:y1:qe`,
  'd1:rd2:idi5ee1:t2:aa1:y1:re',
  `d1:rd${ID}5:nodesi5ee1:t2:aa1:y1:re`,
  `d1:rd${ID}5:nodes3:abc6:valuesd1:ai1eee1:t2:aa1:y1:re`,
  'd1:ed1:ai1ee1:t2:aa1:y1:ee',
  'd1:eld1:ai1eee1:t2:aa1:y1:ee',
  'd1:el-5:ee',
  'l-5:e',
  'd1:q-5:e',
  'd1:yd1:a1:bee',
  'i99999999999999999999999999e',
  `${'l'.repeat(1_000)}${'e'.repeat(1_000)}`,
  'd'.repeat(1_400),
  'nonsense',
  '',
  new Uint8Array(1_400),
  new Uint8Array(9_000).fill(0x6c),
]

describe('the DHT', () => {
  it('brings together two who know nobody but a node', async () => {
    await using node = await bootstrapNode()
    const settings = testSettings({ dht: true })
    await using seeder = await openSwarm(settings, [node.address])
    await using leecher = await openSwarm(settings, [node.address])
    const sample = sampleTorrent(200_000, 16_384)
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    await expect.poll(() => seeder.stats().dhtNodes).toBeGreaterThan(0)
    await expect.poll(() => node.dht._peers.get(sample.id), { timeout: 10_000 }).toHaveLength(1)
    const leech = joinSample(leecher, sample)
    await leech.complete
    expect(leech.torrent.peers()[0]?.source).toBe('dht')
  })

  it('is asked about no private torrent', async () => {
    await using node = await bootstrapNode()
    await using swarm = await openSwarm(testSettings({ dht: true }), [node.address])
    const sample = sampleTorrent(20_000, 16_384)
    const joined = joinSample(swarm, sample, { isPrivate: true })
    expect(joined.torrent.dht()).toEqual({ state: 'private', nodes: 0 })
    expect(joined.torrent.lsd()).toEqual({ state: 'private', peers: 0 })
    expect(joined.torrent.counts().dhtNodes).toBeNull()
  })

  it('has its port told to peers of public torrents, and to none of a private one', async () => {
    await using node = await bootstrapNode()
    await using swarm = await openSwarm(testSettings({ dht: true }), [node.address])
    const PORT = 9
    const told: Record<'public' | 'private', { ids: number[]; dhtBit: boolean | null }> = {
      public: { ids: [], dhtBit: null },
      private: { ids: [], dhtBit: null },
    }
    for (const which of ['public', 'private'] as const) {
      const sample = sampleTorrent(50_000, 16_384)
      await using peer = await rawSeed({
        infoHash: sample.id,
        greeting: [],
        heard: (hello) => (told[which].dhtBit = ((hello[27] ?? 0) & 1) === 1),
        answer: (id) => {
          told[which].ids.push(id)
          return null
        },
      })
      const isPrivate = which === 'private'
      const joined = joinSample(swarm, sample, { isPrivate, peers: [peer.address] })
      // What we have is said after our node's port.
      await expect.poll(() => told[which].ids.some((id) => id === 5 || id === 15)).toBe(true)
      await expect.poll(() => joined.torrent.counts().connected).toBe(1)
      if (!isPrivate) await expect.poll(() => told.public.ids).toContain(PORT)
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    expect(told.public.dhtBit).toBe(true)
    expect(told.private.ids).not.toContain(PORT)
    expect(told.private.dhtBit).toBe(false)
  })

  it('is switched off and on while peers stay connected', async () => {
    await using node = await bootstrapNode()
    const on = testSettings({ dht: true })
    await using seeder = await openSwarm()
    await using swarm = await openSwarm(on, [node.address])
    const sample = sampleTorrent(200_000, 16_384)
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    const { torrent, complete } = joinSample(swarm, sample)
    torrent.addPeer(`127.0.0.1:${seeder.stats().port}`, 'manual')
    await complete
    await expect.poll(() => swarm.stats().network.dht).toMatchObject({ state: 'working' })
    const { port } = swarm.stats()
    await swarm.configure(testSettings({ dht: false }))
    expect(swarm.stats()).toMatchObject({ port, dhtNodes: null, network: { dht: { state: 'off' } } })
    await swarm.configure(on)
    expect(swarm.stats().port).toBe(port)
    await expect.poll(() => swarm.stats().network.dht).toMatchObject({ state: 'working' })
    await expect.poll(() => node.dht._peers.get(sample.id), { timeout: 10_000 }).not.toHaveLength(0)
  })

  it('shrugs off whatever comes by UDP', async () => {
    await unshaken(async () => {
      await using ours = await ourNode()
      await throwAt(ours.port, hostile)
      expect(await answersPing(ours.port, '127.0.0.2')).toBe(true)
    })
  })

  it('shrugs off whatever answers it, and its lookup ends', async () => {
    const liar = dgram.createSocket('udp4')
    liar.bind(0, '127.0.0.1')
    await once(liar, 'listening')
    const tail = (t: Uint8Array, y: string) => Buffer.concat([Buffer.from('1:t2:'), t, Buffer.from(`1:y1:${y}e`)])
    const bad = [
      'd1:rd2:idi5ee',
      'd1:rd2:idd6:equalsi1eee',
      `d1:rd${ID}5:nodesi5e6:values3:abce`,
      `d1:rd${ID}5:nodes26:${'x'.repeat(26)}5:tokenl1:aee`,
      'd1:eld3:fooi1eee',
      'd1:ed3:fooi1ee',
    ]
    liar.on('message', (bytes, from) => {
      const at = bytes.indexOf('1:t2:')
      const t = bytes.subarray(at + 5, at + 7)
      for (const start of bad) {
        const answer = Buffer.concat([Buffer.from(start), tail(t, start.startsWith('d1:e') ? 'e' : 'r')])
        liar.send(answer, from.port, from.address)
      }
    })
    await unshaken(async () => {
      await using ours = await ourNode({ entries: [`127.0.0.1:${liar.address().port}`] })
      // Known by its id: the library compares that with whatever the answer has in its place.
      ours.node.dht?.addNode({ host: '127.0.0.1', port: liar.address().port, id: 'cd'.repeat(20) })
      const ended = Promise.withResolvers<void>()
      ours.node.dht?.announce('ab'.repeat(20), 50_000, () => ended.resolve())
      await ended.promise
      expect(ours.found).toEqual([])
    })
    liar.close()
  })

  it('keeps breathing under a flood, and answers others meanwhile', async () => {
    await unshaken(async () => {
      await using ours = await ourNode()
      const flood = throwAt(
        ours.port,
        Array.from({ length: 5_000 }, (_, n) => (n % 2 === 0 ? PING : 'd'.repeat(1_400))),
      )
      expect(await answersPing(ours.port, '127.0.0.2')).toBe(true)
      await flood
      expect(await answersPing(ours.port, '127.0.0.3')).toBe(true)
    })
  })

  it('answers one sender a bounded number of times', async () => {
    await using ours = await ourNode()
    const socket = dgram.createSocket('udp4')
    let answers = 0
    socket.on('message', () => void answers++)
    for (let n = 0; n < 500; n++) {
      socket.send(PING, ours.port, '127.0.0.1')
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await answersPing(ours.port, '127.0.0.2')).toBe(true)
    expect(answers).toBeGreaterThan(0)
    expect(answers).toBeLessThan(60)
    socket.close()
  })

  it('takes nobody into its table who answers without being asked', async () => {
    await using ours = await ourNode()
    await throwAt(ours.port, ['d1:rd2:id20:zyxwvutsrq9876543210e1:t2:aa1:y1:re'])
    expect(await answersPing(ours.port, '127.0.0.2')).toBe(true)
    // The one who asked, and not the one who only claimed.
    expect(ours.node.nodes).toBe(1)
  })

  it('tells a bounded number of peers in one answer', async () => {
    await using ours = await ourNode()
    const infoHash = 'ab'.repeat(20)
    const table = ours.node.dht as unknown as { _addPeer(peer: object, infoHash: Buffer, from: object): void }
    for (let n = 1; n <= 500; n++) {
      const peer = { host: `8.8.${n % 250}.${n % 200}`, port: n }
      table._addPeer(peer, Buffer.from(infoHash, 'hex'), peer)
    }
    const question = bencode.encode({
      a: { id: Buffer.alloc(20, 1), info_hash: Buffer.from(infoHash, 'hex') },
      q: 'get_peers',
      t: 'zz',
      y: 'q',
    })
    const answer = await ask(ours.port, question)
    expect(answer?.length).toBeLessThan(1_500)
    expect((bencode.decode(answer ?? '') as { r: { values: unknown[] } }).r.values.length).toBeLessThanOrEqual(50)
  })

  it('uses another port when another program has its own', async () => {
    const taken = dgram.createSocket('udp4')
    taken.bind(0)
    await once(taken, 'listening')
    const lines: string[] = []
    await using ours = await ourNode({ port: taken.address().port, log: (_, text) => void lines.push(text) })
    expect(ours.port).not.toBe(taken.address().port)
    expect(lines).toEqual([`DHT: UDP port ${taken.address().port} is taken by another program, so it uses another one`])
    taken.close()
  })
})

describe('what is remembered of the DHT', () => {
  const folder = async () => {
    const path = await mkdtemp(join(tmpdir(), 'dht-'))
    return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
  }

  it('lets the next session in without an entry point', async () => {
    await using node = await bootstrapNode()
    await using place = await folder()
    const memory = dhtMemory(place.path)
    {
      await using first = await ourNode({ entries: [node.address] })
      await expect.poll(() => first.node.nodes).toBeGreaterThan(0)
      await memory.save(first.node.known())
    }
    await using second = await ourNode({ known: await memory.load() })
    await expect.poll(() => second.node.nodes).toBeGreaterThan(0)
  })

  it('is kept by the swarm when it closes', async () => {
    await using node = await bootstrapNode()
    let kept: readonly string[] = []
    const memory = { ...noMemory, save: (nodes: readonly string[]) => Promise.resolve(void (kept = nodes)) }
    {
      await using swarm = await openSwarm(testSettings({ dht: true }), [node.address], memory)
      await expect.poll(() => swarm.stats().dhtNodes).toBeGreaterThan(0)
    }
    expect(kept).toEqual([node.address])
  })

  it.each(['', 'null', '{}', '[1, "x", "1.2.3.4:0", "example.org:1", "1.2.3.4:1:2"]', 'x'.repeat(200_000)])(
    'is nothing when the file holds %.20j',
    async (text) => {
      await using place = await folder()
      await writeFile(join(place.path, 'dht-nodes.json'), text)
      expect(await dhtMemory(place.path).load()).toEqual([])
    },
  )

  it('is not undone by a session that found nobody', async () => {
    await using place = await folder()
    const memory = dhtMemory(place.path)
    await memory.save(['1.2.3.4:5'])
    await memory.save([])
    expect(JSON.parse(await readFile(join(place.path, 'dht-nodes.json'), 'utf8'))).toEqual(['1.2.3.4:5'])
  })
})
