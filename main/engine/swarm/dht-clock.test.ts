import { Client } from 'bittorrent-dht'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DhtNode } from './dht-node.ts'
import { DhtClock } from './dht-clock.ts'

const YEARS = 10 * 365 * 86_400_000
const ID = 'ab'.repeat(20)

afterEach(() => vi.useRealTimers())

const fakeDht = () => {
  const nodes = [{ seen: 5 }, { seen: YEARS }]
  let [cleared, touched] = [0, 0]
  const _tables = { clear: () => void cleared++ }
  const dht = { _tables, nodes: { count: () => 2, toArray: () => nodes }, updateBucketTimestamp: () => void touched++ }
  return { dht, nodes, counts: () => [cleared, touched] }
}

describe('the clock of the DHT', () => {
  it('forgets what was noted by the old one when it jumps, once, and not when it drifts or time passes', () => {
    let [wall, steady] = [1_000_000, 0]
    const clock = new DhtClock(
      () => wall,
      () => steady,
    )
    const { dht, nodes, counts } = fakeDht()
    for (let second = 0; second < 3_600; second++) {
      steady += 1_000
      wall += 1_001
      clock.tick(dht)
    }
    expect(counts()).toEqual([0, 0])
    for (const [jump, times] of [
      [-YEARS, 1],
      [YEARS, 2],
    ] as const) {
      wall += jump
      for (let n = 0; n < 3; n++) clock.tick(dht)
      expect(counts()).toEqual([times, times])
    }
    expect(nodes).toEqual([{ seen: 0 }, { seen: 0 }])
  })

  it.each([
    ['back', -YEARS],
    ['ahead', YEARS],
  ])('set %s by ten years leaves lookups finding who is new, without a flood', async (_, jump) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    const entry = new Client({ bootstrap: false })
    await new Promise<void>((resolve) => entry.listen(0, '127.0.0.1', resolve))
    const address = `127.0.0.1:${entry.address().port}`
    const found = new Set<string>()
    const node = new DhtNode({
      port: 0,
      entries: [address],
      known: [],
      peerPort: () => 50_000,
      found: (_id, peer) => void found.add(peer),
      log: () => undefined,
    })
    await node.opened
    let asked = 0
    entry.on('query', () => asked++)
    const lookUp = (): Promise<void> => new Promise((resolve) => node.dht?.announce(ID, 50_000, () => resolve()))
    const other = new Client({ bootstrap: [address] })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    await expect.poll(() => node.nodes).toBeGreaterThan(0)
    await lookUp()
    vi.setSystemTime(Date.now() + jump)
    // Our node looks at its clock twice a second.
    await new Promise((resolve) => setTimeout(resolve, 700))
    asked = 0
    await new Promise<void>((resolve) => other.announce(ID, 6_999, () => resolve()))
    const others = asked
    await lookUp()
    expect([...found]).toContain('127.0.0.1:6999')
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(asked - others).toBeLessThan(20)
    await node.close()
    for (const dht of [entry, other]) await new Promise<void>((resolve) => dht.destroy(resolve))
  })
})
