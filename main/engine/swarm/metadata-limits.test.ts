// Metadata goes by the limits, as pieces do.

import { once } from 'node:events'
import net from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type Wire from 'bittorrent-protocol'
import { describe, expect, it } from 'vitest'
import { CHUNK } from './metadata-collection.ts'
import { MetadataServing } from './metadata-serving.ts'
import { extended, handshake } from './testing/raw-peer.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'
import { UploadScheduler } from './upload-scheduler.ts'

/** Its metadata takes seven chunks. */
const sample = sampleTorrent(640_000, 128)
const RATE = 60_000

const limitedTo = (limits: { up?: number; down?: number }) => {
  const settings = testSettings()
  return { ...settings, limits: { ...settings.limits, ...limits } }
}

/** Asks for all of the metadata, again and again; counts what comes. */
const greedy = async (port: number) => {
  const socket = net.connect(port, '127.0.0.1')
  let received = 0
  socket.on('error', () => undefined)
  socket.on('data', (bytes: Buffer) => void (received += bytes.length))
  await once(socket, 'connect')
  socket.write(Buffer.concat([handshake(sample.id), extended(0, 'd1:md11:ut_metadatai3eee')]))
  const asking = setInterval(() => {
    for (let piece = 0; piece < 7; piece++) socket.write(extended(1, `d8:msg_typei0e5:piecei${piece}ee`))
  }, 50)
  const close = (): void => {
    clearInterval(asking)
    socket.destroy()
  }
  return { received: () => received, [Symbol.dispose]: close }
}

describe('metadata', () => {
  it('that peers ask for again and again keeps to the upload limit, however often they come', async () => {
    expect(sample.rawInfo.length).toBeGreaterThan(6 * CHUNK)
    await using swarm = await openSwarm(limitedTo({ up: RATE }))
    joinSample(swarm, sample, { have: 'all', data: sample.data })
    let received = 0
    const began = performance.now()
    for (let time = 0; time < 4; time++) {
      using peer = await greedy(swarm.stats().port ?? 0)
      await wait(1_000)
      received += peer.received()
    }
    const seconds = (performance.now() - began) / 1_000
    expect(received).toBeGreaterThan(RATE)
    expect(received).toBeLessThan(RATE * (seconds + 2) + 2 * CHUNK)
  }, 20_000)

  it('is for nobody who has taken back meanwhile that it speaks this', () => {
    const wire = { destroyed: false, peerExtendedMapping: { ut_metadata: 3 } }
    const sent: number[] = []
    const serving = new MetadataServing({
      wire: wire as unknown as Wire,
      uploads: new UploadScheduler(() => 0).lane(),
      rawInfo: () => new Uint8Array(40_000),
      send: (piece) => void sent.push(piece),
    })
    expect([0, 1, 0, 2, 3].map((piece) => serving.takes(piece))).toEqual([true, true, true, true, false])
    expect([serving.serveNext(), sent]).toEqual([CHUNK, [0]])
    wire.peerExtendedMapping.ut_metadata = 0
    expect([serving.serveNext(), sent]).toEqual([0, [0]])
    expect(() => serving.takes(2)).toThrow('takes no answer')
    serving.close()
  })

  it('that came counts in the download limit: what comes after waits until it is paid for', async () => {
    const other = sampleTorrent(160_000, 16_384)
    await using seeder = await openSwarm()
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    joinSample(seeder, other, { have: 'all', data: other.data })
    await using leecher = await openSwarm(limitedTo({ down: 30_000 }))
    const { metadata } = joinSample(leecher, sample, { metadataOnly: true, peers: [addressOf(seeder)] })
    expect((await metadata).length).toBe(sample.rawInfo.length)
    const { torrent } = joinSample(leecher, other, { peers: [addressOf(seeder)] })
    await expect.poll(() => torrent.counts().unchokedUs, { timeout: 3_000 }).toBe(1)
    // A hundred thousand bytes at thirty thousand a second.
    await wait(1_000)
    expect(torrent.counts().downloaded).toBe(0)
    await expect.poll(() => torrent.counts().downloaded, { timeout: 8_000 }).toBeGreaterThan(0)
  }, 20_000)
})
