import { afterEach, describe, expect, it, vi } from 'vitest'
import { UploadScheduler, type UploadPeer, type UploadTurn } from './upload-scheduler.ts'

const BLOCK = 16_384

/** Always wants more; its socket sends nothing unless told to. */
class FakePeer implements UploadPeer {
  backlog = 0
  served = 0
  speed = 0
  wants = true
  turn: UploadTurn | null = null

  get nextLength(): number {
    return this.wants ? BLOCK : 0
  }

  rate(): number {
    return this.speed
  }

  serveNext(): number | Promise<number> {
    this.served += BLOCK
    this.backlog += BLOCK
    return BLOCK
  }

  drain(): void {
    this.backlog = 0
    this.turn?.wake()
  }
}

const turns = async (count = 50): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

const joined = (scheduler: UploadScheduler, lane = scheduler.lane()): FakePeer => {
  const peer = new FakePeer()
  peer.turn = lane.join(peer)
  return peer
}

afterEach(() => void vi.useRealTimers())

describe('the upload scheduler', () => {
  it('gives a socket no more than it can be expected to send in a moment', async () => {
    const scheduler = new UploadScheduler(() => performance.now())
    const peer = joined(scheduler)
    for (const [speed, most] of [
      [0, 262_144],
      [1_000_000, 262_144],
      [20_000_000, 1_000_000],
      [1_000_000_000, 4_194_304],
    ] as const) {
      peer.speed = speed
      peer.drain()
      await turns()
      expect(peer.backlog).toBeGreaterThanOrEqual(most)
      expect(peer.backlog).toBeLessThan(most + BLOCK)
    }
    scheduler.close()
  })

  it('goes on with others while one’s socket is full or its data is being read', async () => {
    const scheduler = new UploadScheduler(() => performance.now())
    const lane = scheduler.lane()
    const [full, reading, open] = [joined(scheduler, lane), joined(scheduler, lane), joined(scheduler, lane)]
    full.backlog = 10_000_000
    const read = Promise.withResolvers<number>()
    reading.serveNext = () => {
      reading.served += BLOCK
      return read.promise
    }
    for (const peer of [full, reading, open]) peer.turn?.wake()
    await turns()
    expect([full.served, reading.served]).toEqual([0, BLOCK])
    expect(open.served).toBeGreaterThan(BLOCK)
    reading.serveNext = () => {
      reading.wants = false
      return 0
    }
    read.resolve(BLOCK)
    await turns()
    expect(reading.wants).toBe(false)
    scheduler.close()
  })

  it('shares a limit: the reserved part to who pays nothing, the rest by bids, all of it to who is there', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] })
    const RATE = 40_000_000
    const SECONDS = 2
    const scheduler = new UploadScheduler(() => performance.now())
    scheduler.setRate(RATE)
    const lane = scheduler.lane()
    const [high, low, free] = [joined(scheduler, lane), joined(scheduler, lane), joined(scheduler, lane)]
    /** Parts of the limit that each got. */
    const run = async (): Promise<number[]> => {
      const before = [high.served, low.served, free.served]
      for (let ms = 0; ms < SECONDS * 1_000; ms += 5) {
        for (const peer of [high, low, free]) peer.drain()
        await vi.advanceTimersByTimeAsync(5)
      }
      const part = (bytes: number): number => Math.round((bytes / (RATE * SECONDS)) * 100) / 100
      return [high, low, free].map((peer, at) => part(peer.served - (before[at] ?? 0)))
    }
    high.turn?.setBid(3)
    low.turn?.setBid(1)
    expect(await run()).toEqual([0.45, 0.15, 0.4])
    scheduler.setPaidShare(0.2)
    expect(await run()).toEqual([0.15, 0.05, 0.8])
    free.wants = false
    expect(await run()).toEqual([0.75, 0.25, 0])
    high.turn?.setBid(null)
    low.turn?.setBid(null)
    expect(await run()).toEqual([0.5, 0.5, 0])
    scheduler.close()
  })

  it('serves nobody who left', async () => {
    const scheduler = new UploadScheduler(() => performance.now())
    const lane = scheduler.lane()
    const [gone, here] = [joined(scheduler, lane), joined(scheduler, lane)]
    gone.turn?.leave()
    gone.turn?.wake()
    here.turn?.wake()
    await turns()
    expect(gone.served).toBe(0)
    expect(here.served).toBeGreaterThan(0)
    lane.leave()
    const before = here.served
    here.drain()
    await turns()
    expect(here.served).toBe(before)
    scheduler.close()
  })
})
