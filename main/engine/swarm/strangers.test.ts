import { execFile } from 'node:child_process'
import { EventEmitter } from 'node:events'
import net from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import type WebTorrent from 'webtorrent'
import type { Connection } from 'webtorrent/lib/peer.js'
import { describe, it } from 'vitest'
import { Strangers } from './strangers.ts'
import { watchLoop } from './testing/loop-watch.ts'
import { addressOf, joinSample, openSwarm, sampleTorrent, testSettings } from './testing/sample-swarm.ts'

/** A front door with a clock of its own. */
const door = () => {
  let now = 0
  const pending = new Set<Connection>()
  const pool = { _pendingConns: pending, _onConnection: (conn: Connection) => void pending.add(conn) }
  const strangers = new Strangers(() => now)
  strangers.guard({ _connPool: pool } as unknown as WebTorrent)
  const come = (remoteAddress: string): Connection => {
    const conn = Object.assign(new EventEmitter(), {
      remoteAddress,
      destroyed: false,
      destroy: () => {
        conn.destroyed = true
        pending.delete(conn as unknown as Connection)
      },
    })
    ;(pool as { _onConnection(conn: unknown, type: string): void })._onConnection(conn, 'tcp')
    return conn as unknown as Connection
  }
  const later = (ms: number): void => {
    now += ms
    strangers.tick(now)
  }
  return { come, later, pending, known: (conn: Connection) => void pending.delete(conn) }
}

const hosts = fc.integer({ min: 1, max: 60 }).map((n) => `198.51.100.${n}`)

describe('strangers', () => {
  it('are at most 200, 8 of one host and 64 of this computer, and whoever came last is among them', ({ expect }) => {
    fc.assert(
      fc.property(fc.array(fc.oneof(hosts, fc.constant('127.0.0.1')), { maxLength: 600 }), (calls) => {
        const { come, pending } = door()
        for (const host of calls) {
          const conn = come(host)
          expect(conn.destroyed).toBe(false)
          const same = [...pending].filter(({ remoteAddress }) => remoteAddress === host).length
          expect(same).toBeLessThanOrEqual(host === '127.0.0.1' ? 64 : 8)
        }
        expect(pending.size).toBeLessThanOrEqual(200)
      }),
      { numRuns: 30 },
    )
  })

  it('of one network of IPv6 count as one host', ({ expect }) => {
    const { come, pending } = door()
    for (let n = 1; n < 100; n++) come(`2001:db8:1:2::${n.toString(16)}`)
    expect(pending.size).toBe(8)
  })

  it('go for others by how many of theirs there are: a lone one is left in peace by a flood', ({ expect }) => {
    const { come, pending } = door()
    const lone = come('203.0.113.7')
    for (let n = 0; n < 3_000; n++) come(`198.51.100.${(n % 40) + 1}`)
    expect(pending.size).toBe(200)
    expect(lone.destroyed).toBe(false)
  })

  it('go after ten seconds, unless they are known by then', ({ expect }) => {
    const { come, later, known } = door()
    const [slow, quick] = [come('203.0.113.7'), come('203.0.113.8')]
    later(9_000)
    known(quick)
    expect(slow.destroyed).toBe(false)
    later(2_000)
    expect([slow.destroyed, quick.destroyed]).toEqual([true, false])
  })

  it.concurrent('that say nothing are few on a real port, and gone in the end', async ({ expect }) => {
    await using swarm = await openSwarm()
    const port = swarm.stats().port ?? 0
    const sockets = Array.from({ length: 260 }, () =>
      net
        .connect(port, '127.0.0.1')
        .on('error', () => undefined)
        .resume(),
    )
    const left = (): number => sockets.filter((socket) => !socket.destroyed).length
    await expect.poll(left, { timeout: 5_000 }).toBe(64)
    await expect.poll(left, { timeout: 13_000, interval: 250 }).toBe(0)
  }, 30_000)

  it.concurrent('in a flood keep nobody from being served, neither who is here nor who comes', async ({ expect }) => {
    const sample = sampleTorrent(6_000_000, 65_536)
    await using seeder = await openSwarm({ ...testSettings(), limits: { ...testSettings().limits, up: 2_000_000 } })
    const { torrent } = joinSample(seeder, sample, { have: 'all', data: sample.data })
    await using here = await openSwarm()
    const first = joinSample(here, sample, { peers: [addressOf(seeder)] })
    await expect.poll(() => first.torrent.counts().downloaded).toBeGreaterThan(0)
    using watch = watchLoop()
    const script = join(import.meta.dirname, 'testing/stranger-flood.ts')
    const flood = promisify(execFile)(process.execPath, [script, String(seeder.stats().port), '300', '8'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    })
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    watch.longest()
    const before = first.torrent.counts().downloaded
    await using comes = await openSwarm()
    const second = joinSample(comes, sample, { peers: [addressOf(seeder)] })
    await Promise.all([first.complete, second.complete])
    expect(watch.longest()).toBeLessThan(100)
    const { opened } = JSON.parse((await flood).stdout) as { opened: number }
    expect(opened).toBeGreaterThan(1_000)
    expect(before).toBeLessThan(sample.data.length)
    expect([Buffer.compare(first.store.data, sample.data), Buffer.compare(second.store.data, sample.data)]).toEqual([
      0, 0,
    ])
    expect(torrent.counts().uploaded).toBeGreaterThanOrEqual(sample.data.length)
  }, 40_000)
})
