import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AnnounceQueue, type Urgency } from './announce-queue.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const queue = (takes: number) => {
  const line = new AnnounceQueue(() => Date.now())
  const began: { name: string; at: number }[] = []
  const start = Date.now()
  const now = { active: 0, most: 0, hosts: new Map<string, number>(), mostOfHost: 0 }
  const add = (name: string, host: string, urgency: Urgency = 1, key = name) => {
    const errand = {
      host,
      key,
      urgency,
      run: async () => {
        began.push({ name, at: Date.now() - start })
        now.most = Math.max(now.most, ++now.active)
        now.hosts.set(host, (now.hosts.get(host) ?? 0) + 1)
        now.mostOfHost = Math.max(now.mostOfHost, now.hosts.get(host) ?? 0)
        await new Promise((resolve) => setTimeout(resolve, takes))
        now.active--
        now.hosts.set(host, (now.hosts.get(host) ?? 0) - 1)
      },
    }
    line.add(errand)
    return errand
  }
  return { line, began, add, now, names: () => began.map(({ name }) => name) }
}

describe('the queue of announces', () => {
  it('spreads those of 5,000 torrents at the start, and asks all of them', async () => {
    const { began, add, now, line } = queue(100)
    for (let n = 0; n < 5_000; n++) add(`${n}`, `host ${n % 20}`)
    expect(began.length).toBeLessThanOrEqual(25)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(began).toHaveLength(5_000)
    expect(line.waiting).toBe(0)
    for (let second = 1; second < 90; second++)
      expect(began.filter(({ at }) => at >= second * 1000 && at < (second + 1) * 1000).length).toBeLessThanOrEqual(55)
    expect(now.most).toBeLessThanOrEqual(64)
    expect(now.mostOfHost).toBeLessThanOrEqual(6)
  })

  it('lets no slow host stop the others', async () => {
    const { add, names } = queue(20_000)
    for (let n = 0; n < 200; n++) add(`slow ${n}`, 'slow')
    add('other', 'other')
    await vi.advanceTimersByTimeAsync(200)
    expect(names()).toContain('other')
    expect(names().filter((name) => name.startsWith('slow'))).toHaveLength(6)
  })

  it('lets those first that somebody waits for', async () => {
    const { add, names } = queue(1_000)
    for (let n = 0; n < 50; n++) add(`later ${n}`, `host ${n}`)
    add('now', 'mine', 0)
    await vi.advanceTimersByTimeAsync(25)
    expect(names().indexOf('now')).toBe(25)
  })

  it('runs what belongs together one after the other', async () => {
    const { add, began } = queue(500)
    add('started', 'host', 1, 'torrent')
    add('stopped', 'host', 2, 'torrent')
    await vi.advanceTimersByTimeAsync(499)
    expect(began).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(500)
    expect(began.map(({ name }) => name)).toEqual(['started', 'stopped'])
  })

  it('takes back what has not begun', async () => {
    const { add, line, names } = queue(1_000)
    for (let n = 0; n < 6; n++) add(`${n}`, 'host')
    const errand = add('not', 'host')
    expect(line.drop(errand)).toBe(true)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(names()).not.toContain('not')
  })

  it('ends in time and number: goodbyes as many as allowed, nothing else', async () => {
    const { add, line, names } = queue(60_000)
    for (let n = 0; n < 10; n++) add(`busy ${n}`, `host ${n}`)
    for (let n = 0; n < 1_000; n++) add(`ask ${n}`, 'host 1')
    for (let n = 0; n < 1_000; n++) add(`bye ${n}`, 'host 2', 2)
    const began = names().length
    let ended = false
    void line.close(300, 2_000).then(() => (ended = true))
    await vi.advanceTimersByTimeAsync(1_990)
    expect(ended).toBe(false)
    await vi.advanceTimersByTimeAsync(20)
    expect(ended).toBe(true)
    expect(names().slice(began)).toHaveLength(300)
    expect(
      names()
        .slice(began)
        .every((name) => name.startsWith('bye')),
    ).toBe(true)
  })
})
