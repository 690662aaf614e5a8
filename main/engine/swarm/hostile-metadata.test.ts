import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { watchLoop } from './testing/loop-watch.ts'
import {
  addressOf,
  joinSample,
  openSwarm,
  sampleTorrent,
  testSettings,
  type SampleTorrent,
} from './testing/sample-swarm.ts'

const MB = 1_000_000
const [RUBBISH, MUTE] = [58, 2]

/** Peers in a process of their own, which is not measured. */
const liarsOf = async ({ id }: SampleTorrent): Promise<AsyncDisposable & { readonly addresses: readonly string[] }> => {
  const script = join(import.meta.dirname, 'testing/metadata-liars.ts')
  const child = spawn(process.execPath, [script, id, String(10 * MB), String(RUBBISH), String(MUTE)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const close = async (): Promise<void> => {
    const over = once(child, 'exit')
    child.stdin.end()
    await over
  }
  return { addresses: JSON.parse(line) as string[], [Symbol.asyncDispose]: close }
}

describe('sixty peers that lie about ten megabytes of metadata each', () => {
  it('hold nothing up, take little memory, are banned, and keep an honest peer from nothing', async () => {
    const sample = sampleTorrent(4 * MB, 16_384)
    await using liars = await liarsOf(sample)
    await using seeder = await openSwarm()
    joinSample(seeder, sample, { have: 'all', data: sample.data })
    await using swarm = await openSwarm({ ...testSettings(), connections: { total: 200, perTorrent: 100 } })
    using watch = watchLoop()
    const before = process.memoryUsage.rss()
    let most = 0
    const looks = setInterval(() => (most = Math.max(most, process.memoryUsage.rss() - before)), 20)
    const magnet = joinSample(swarm, sample, { metadataOnly: true, peers: liars.addresses })
    await expect.poll(() => magnet.torrent.peers().length, { timeout: 10_000 }).toBeGreaterThan(RUBBISH / 2)
    magnet.torrent.addPeer(addressOf(seeder), 'manual')
    expect(Buffer.compare(await magnet.metadata, sample.rawInfo)).toBe(0)
    clearInterval(looks)
    expect(watch.longest()).toBeLessThan(100)
    // Each alone would have all of it at once: 600 MB.
    expect(most).toBeLessThan(200 * MB)
    expect(magnet.banned.length).toBeGreaterThan(0)
    expect(magnet.banned.every((address) => liars.addresses.indexOf(address) < RUBBISH)).toBe(true)
    expect(magnet.banned).not.toContain(addressOf(seeder))
  }, 60_000)
})
