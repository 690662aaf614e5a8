import dgram from 'node:dgram'
import { once } from 'node:events'
import { Client } from 'bittorrent-dht'
import { describe, expect, it } from 'vitest'
import { joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'

/** A DHT of one node on loopback, to begin with. */
const bootstrapNode = async (): Promise<{ address: string; port: number } & AsyncDisposable> => {
  const dht = new Client({ bootstrap: false })
  await new Promise<void>((resolve) => dht.listen(0, '127.0.0.1', resolve))
  const { port } = dht.address()
  return {
    address: `127.0.0.1:${port}`,
    port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => dht.destroy(resolve)),
  }
}

/** Sends datagrams and gives their receiver a moment with each. */
const throwAt = async (port: number, datagrams: readonly (string | Uint8Array)[]): Promise<void> => {
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

/** Whether a node there still answers. */
const answersPing = async (port: number): Promise<boolean> => {
  const socket = dgram.createSocket('udp4')
  socket.send('d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:zz1:y1:qe', port, '127.0.0.1')
  const [answer] = (await once(socket, 'message')) as [Buffer]
  socket.close()
  return answer.includes('1:t2:zz')
}

describe('the DHT', () => {
  it('brings together two who know nobody but a node', async () => {
    await using node = await bootstrapNode()
    const settings = testSettings({ dht: true })
    await using seeder = await openSwarm(settings, [node.address])
    await using leecher = await openSwarm(settings, [node.address])
    const sample = sampleTorrent(200_000, 16_384)
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    await expect.poll(() => seeder.stats().dhtNodes).toBeGreaterThan(0)
    const leech = joinSample(leecher, sample)
    leech.torrent.reannounce()
    await leech.complete
    expect(leech.torrent.peers()[0]?.source).toBe('dht')
  })

  it('is asked about no private torrent', async () => {
    await using node = await bootstrapNode()
    await using swarm = await openSwarm(testSettings({ dht: true }), [node.address])
    const sample = sampleTorrent(20_000, 16_384)
    const joined = joinSample(swarm, sample, { isPrivate: true })
    expect(joined.torrent.dht()).toEqual({ state: 'private', nodes: 0 })
    expect(joined.torrent.counts().dhtNodes).toBeNull()
  })

  it('shrugs off whatever comes by UDP', async () => {
    const errors: unknown[] = []
    const collect = (error: unknown): void => void errors.push(error)
    process.on('uncaughtException', collect)
    process.on('unhandledRejection', collect)
    await using node = await bootstrapNode()
    const port = 20_000 + Math.floor(Math.random() * 20_000)
    await using swarm = await openSwarm(testSettings({ dht: true, port }), [node.address])
    await expect.poll(() => swarm.stats().dhtNodes).toBeGreaterThan(0)
    const id = '2:id20:abcdefghij0123456789'
    await throwAt(port + 1, [
      `d1:ad${id}9:info_hashi5ee1:q9:get_peers1:t2:aa1:y1:qe`,
      `d1:ad${id}6:targeti5ee1:q9:find_node1:t2:aa1:y1:qe`,
      `d1:ad${id}6:targeti5ee1:q3:get1:t2:aa1:y1:qe`,
      `d1:ad${id}5:tokeni5e1:v1:xe1:q3:put1:t2:aa1:y1:qe`,
      `d1:ad${id}e1:ql1:ae1:t2:aa1:y1:qe`,
      `d1:ai5e1:q4:ping1:t2:aa1:y1:qe`,
      'd1:rd2:idi5ee1:t2:aa1:y1:re',
      'd1:el-5:ee',
      'l-5:e',
      'd1:q-5:e',
      'nonsense',
      '',
      new Uint8Array(1_400),
    ])
    expect(await answersPing(port + 1)).toBe(true)
    process.off('uncaughtException', collect)
    process.off('unhandledRejection', collect)
    expect(errors).toEqual([])
  })
})
