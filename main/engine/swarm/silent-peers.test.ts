// Who says nothing keeps nobody else out, also where there is no session yet: while only the metadata is wanted.

import { EventEmitter, once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import type Peer from 'webtorrent/lib/peer.js'
import type Wire from 'bittorrent-protocol'
import { describe, expect, it } from 'vitest'
import { ConnectionCaps } from './connection-caps.ts'
import { Connections, type Usefulness } from './connections.ts'
import type { SwarmContext } from './swarm-context.ts'
import { extended, rawSeed } from './testing/raw-peer.ts'
import { joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'
import { WebTorrentTorrent } from './webtorrent-torrent.ts'

const settings = testSettings({ utp: false })

/** A client that may have three connections, with a clock of its own. */
const client = () => {
  const clock = { now: 0 }
  const all: Connections[] = []
  const caps = new ConnectionCaps({
    most: () => 3,
    port: () => 1,
    occupants: () => all.flatMap((one) => one.occupants(clock.now)),
  })
  const context = {
    settings: () => settings,
    handshakes: () => [0],
    caps,
    bans: { bansAddress: () => false, bansPeer: () => false },
    isOurs: () => false,
    now: () => clock.now,
  } as unknown as SwarmContext
  const join = (worth: Usefulness) => {
    const torrent = { destroyed: false, wires: [], _peers: new Map<string, Peer>() }
    const deps = {
      context,
      torrent: () => torrent,
      most: () => 10,
      seeding: () => false,
      roused: () => undefined,
      usefulness: () => worth,
      joined: () => undefined,
      left: () => undefined,
      misbehaved: () => undefined,
    }
    const connections = new Connections(deps as unknown as ConstructorParameters<typeof Connections>[0])
    all.push(connections)
    const meet = (n: number): string[] => {
      const why: string[] = []
      const wire = { peerId: `peer ${n}`, destroyed: false } as unknown as Wire
      const peer = Object.assign(new EventEmitter(), {
        wire,
        type: 'tcpOutgoing',
        destroy: (error: Error) => {
          why.push(error.message)
          peer.emit('disconnect')
        },
      })
      torrent._peers.set(`${n}`, peer as unknown as Peer)
      connections.onWire(wire, `127.0.0.1:${1_000 + n}`)
      return why
    }
    return { connections, meet }
  }
  return { clock, caps, join }
}

const mute: Usefulness = { useful: false, moved: 0, rate: 0, heardAt: 0 }

describe('peers of no use to their torrent', () => {
  it('make room, one at a time, for another torrent that has somebody to call', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { clock, caps, join } = client()
    const magnet = join(mute)
    for (const n of [1, 2, 3]) magnet.meet(n)
    const other = join(mute)
    other.connections.offer(`127.0.0.1:${(server.address() as AddressInfo).port}`, 'tracker')
    clock.now = 35_000
    other.connections.tick(clock.now)
    expect([magnet.connections.size, caps.mayDial()]).toEqual([3, false])
    clock.now = 70_000
    other.connections.tick(clock.now)
    // It is being called.
    expect([magnet.connections.size, caps.full, caps.mayDial()]).toEqual([2, false, false])
    other.connections.tick(clock.now + 1_000)
    expect(magnet.connections.size).toBe(2)
    for (const { connections } of [magnet, other]) connections.end()
    server.close()
  })

  it('are closed once nothing was heard for three minutes, and not before', () => {
    const { clock, join } = client()
    const { connections, meet } = join({ ...mute, useful: true })
    const why = meet(1)
    for (clock.now = 0; clock.now < 180_000; clock.now += 10_000) connections.tick(clock.now)
    expect(why).toEqual([])
    connections.tick(181_000)
    expect(why).toEqual(['silent'])
    connections.end()
  })
})

describe('a peer of which only the metadata is wanted', () => {
  it('is of use while it may give it, and of none when it has none or says nothing more', async () => {
    const sample = sampleTorrent(200_000, 16_384)
    const mutes = { infoHash: sample.id, answer: () => null }
    await using without = await rawSeed({ ...mutes, greeting: [extended(0, 'd1:mdee')] })
    const names = 'd1:md11:ut_metadatai3ee13:metadata_sizei900ee'
    await using promising = await rawSeed({ ...mutes, greeting: [extended(0, names)] })
    await using swarm = await openSwarm()
    const { torrent } = joinSample(swarm, sample, { metadataOnly: true, peers: [without.address, promising.address] })
    if (!(torrent instanceof WebTorrentTorrent)) throw new Error('another torrent')
    const useful = (): number => torrent.occupants(performance.now()).filter((one) => one.useful).length
    await expect.poll(() => torrent.counts().connected, { timeout: 5_000 }).toBe(2)
    await expect.poll(useful).toBe(1)
    await expect.poll(useful, { timeout: 15_000 }).toBe(0)
    expect(torrent.counts().connected).toBe(2)
  }, 30_000)
})
