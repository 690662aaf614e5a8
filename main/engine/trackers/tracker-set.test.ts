import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fail, ok } from '../../../app/result.ts'
import { announceTimes, type AnnounceRequest, type TrackerFailure } from '../../../app/trackers/announce.ts'
import type { Announced, AskOptions } from './tracker-client.ts'
import { TrackerSet, type Tiers } from './tracker-set.ts'

type Script = Partial<Announced> | TrackerFailure | 'silent'

const MINUTE = 60_000
const dead: TrackerFailure = { problem: 'unreachable', message: null }

/** Trackers that answer as told, without a network. */
const scripted = (script: Record<string, Script>) => {
  const asked: [url: string, event: string | null][] = []
  const scraped: string[] = []
  const requests: AnnounceRequest[] = []
  const say = (url: string): Script => script[url] ?? {}
  return {
    asked,
    scraped,
    requests,
    script,
    urls: () => asked.map(([url]) => url),
    announce: async (url: string, request: AnnounceRequest, { begun }: AskOptions) => {
      asked.push([url, request.event])
      requests.push(request)
      begun?.()
      const answer = say(url)
      if (answer === 'silent') return new Promise<never>(() => undefined)
      if ('problem' in answer) return fail(answer)
      const base = { peers: [], interval: 1800, minInterval: 60, seeds: 1, leechers: 1, trackerId: null }
      return ok({ ...base, from: 'public' as const, ...answer })
    },
    scrape: async (url: string) => {
      scraped.push(url)
      return ok({ seeds: 40, leechers: 50 })
    },
    goodbye: (url: string, request: AnnounceRequest) => void asked.push([url, request.event]),
  }
}

const follow = async (tiers: Tiers, script: Record<string, Script> = {}, starving = () => false) => {
  const client = scripted(script)
  const peers: string[] = []
  const outcomes: string[] = []
  const set = new TrackerSet(
    {
      client,
      infoHash: 'ab'.repeat(20),
      peerId: '30'.repeat(20),
      key: 7,
      port: () => 5_000,
      facts: () => ({ uploaded: 1, downloaded: 2, left: 3 }),
      hungry: () => true,
      starving,
      now: () => performance.timeOrigin + performance.now(),
      onPeer: (address) => void peers.push(address),
      onOutcome: (url, outcome) => void outcomes.push(`${url} ${outcome.ok ? 'ok' : outcome.failure.problem}`),
    },
    tiers,
  )
  await vi.advanceTimersByTimeAsync(0)
  const states = () => Object.fromEntries(set.rows().map(({ url, state }) => [url, state]))
  return { client, set, peers, outcomes, states, row: (url: string) => set.rows().find((one) => one.url === url) }
}

const [a, b, c, d] = ['http://a/announce', 'http://b/announce', 'udp://c:1', 'udp://d:1']

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('tiers of trackers', () => {
  it('use the first that answers, and keep the others in reserve', async () => {
    const { client, states, peers, row } = await follow([[a], [b]], { [a]: { peers: ['1.2.3.4:5'], seeds: 9 } })
    expect(client.urls()).toEqual([a])
    expect(states()).toEqual({ [a]: 'working', [b]: 'waiting' })
    expect(peers).toEqual(['1.2.3.4:5'])
    expect(row(a)).toMatchObject({ seeds: 9, nextAnnounce: Date.now() + 30 * MINUTE, allowedAt: Date.now() + MINUTE })
    expect(row(b)).toMatchObject({ nextAnnounce: null, lastAnnounce: null })
  })

  it('go down to the next only when nobody in those above answers', async () => {
    const { client, states } = await follow([[a, b], [c], [d]], { [a]: dead, [b]: dead })
    expect(client.urls().slice(0, 2).toSorted()).toEqual([a, b])
    expect(client.urls().slice(2)).toEqual([c])
    expect(states()).toEqual({ [a]: 'failing', [b]: 'failing', [c]: 'working', [d]: 'waiting' })
  })

  it('are all asked when those in use know nobody and we have nobody, until somebody does', async () => {
    let peersKnown = 0
    const answers = { [b]: dead, [c]: { peers: ['1.2.3.4:5'] } }
    const { client, states, peers } = await follow([[a], [b], [c], [d]], answers, () => peersKnown++ === 0)
    expect(client.urls()).toEqual([a, b, c])
    expect(peers).toEqual(['1.2.3.4:5'])
    expect(states()).toEqual({ [a]: 'working', [b]: 'failing', [c]: 'waiting', [d]: 'waiting' })
  })

  it('go back up as soon as one there answers again', async () => {
    const { client, states } = await follow([[a], [b]], { [a]: dead })
    expect(states()).toEqual({ [a]: 'failing', [b]: 'working' })
    delete client.script[a]
    await vi.advanceTimersByTimeAsync(30 * MINUTE)
    expect(states()).toEqual({ [a]: 'working', [b]: 'waiting' })
    expect(client.urls()).toEqual([a, b, a])
  })

  it('draw the order within a tier, and put who answers in front', async () => {
    const orders = new Set<string>()
    for (let n = 0; n < 40; n++) {
      const { client, set } = await follow([[a, b, c]], { [a]: dead, [b]: dead, [c]: dead })
      orders.add(client.urls().join())
      set.close()
    }
    expect(orders.size).toBe(6)
    const { client, set } = await follow([[a, b, c]], { [a]: dead, [b]: dead })
    client.asked.length = 0
    await vi.advanceTimersByTimeAsync(30 * MINUTE)
    expect(client.urls()[0]).toBe(c)
    set.close()
  })

  it('ask the next as well when one takes long, and take whoever is first', async () => {
    const { client, states } = await follow([[a], [b], [c]], { [a]: 'silent' })
    expect(client.urls()).toEqual([a])
    await vi.advanceTimersByTimeAsync(3_900)
    expect(client.urls()).toEqual([a])
    await vi.advanceTimersByTimeAsync(200)
    expect(client.urls()).toEqual([a, b])
    expect(states()).toEqual({ [a]: 'announcing', [b]: 'working', [c]: 'waiting' })
  })

  it('have those we do not speak off, and said to be', async () => {
    const { states, client, set } = await follow([['wss://x/announce'], ['ftp://y']])
    expect(states()).toEqual({ 'wss://x/announce': 'off', 'ftp://y': 'off' })
    expect(client.asked).toEqual([])
    expect(set.counts()).toEqual({ total: 2, answered: 0, failed: 2 })
  })
})

describe('when trackers are asked', () => {
  it.each<[string, Partial<Announced>, number]>([
    ['a negative interval', { interval: -5 }, 1],
    ['an interval of zero', { interval: 0 }, 1],
    ['an interval of years', { interval: 999_999_999 }, 1_440],
    ['no interval', { interval: null, minInterval: null }, 30],
    ['an interval that is not a number', { interval: Number.NaN }, 30],
    ['a minimum above the interval', { interval: 60, minInterval: 600 }, 10],
  ])('is not too often and not never: %s', async (_, answer, minutes) => {
    const { client, row } = await follow([[a]], { [a]: answer })
    expect(row(a)?.nextAnnounce).toBe(Date.now() + minutes * MINUTE)
    await vi.advanceTimersByTimeAsync(minutes * MINUTE - 1_000)
    expect(client.asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(client.asked).toHaveLength(2)
  })

  it('is within a minute and a day whatever they say', () => {
    const seconds = fc.oneof(fc.constant(null), fc.double(), fc.integer())
    fc.assert(
      fc.property(seconds, seconds, (interval, least) => {
        const { next, earliest } = announceTimes(interval, least)
        for (const time of [next, earliest]) expect(time >= MINUTE && time <= 1_440 * MINUTE).toBe(true)
        expect(next).toBeGreaterThanOrEqual(earliest)
      }),
    )
  })

  it.each([-10, 10])('is when it was due, though the clock on the wall jumps by %d years', async (years) => {
    const { client, set, row } = await follow([[a]], { [a]: { interval: 600, minInterval: 300 } })
    vi.setSystemTime(Date.now() + years * 365 * 86_400_000)
    // What is shown follows the clock that people read.
    expect(Math.abs((row(a)?.nextAnnounce ?? 0) - Date.now() - 10 * MINUTE)).toBeLessThanOrEqual(1)
    set.reannounce()
    await vi.advanceTimersByTimeAsync(5 * MINUTE - 2_000)
    expect(client.asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(4_000)
    expect(client.asked).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(9 * MINUTE)
    expect(client.asked).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(client.asked).toHaveLength(3)
  })

  it('is later and later while they fail, up to half an hour', async () => {
    const { client } = await follow([[a]], { [a]: dead })
    const times: number[] = []
    for (let n = 0; n < 11; n++) {
      const before = Date.now()
      const count = client.asked.length
      while (client.asked.length === count) await vi.advanceTimersByTimeAsync(1_000)
      times.push(Math.round((Date.now() - before) / 1000))
    }
    expect(times.slice(0, 4)).toEqual([15, 30, 60, 120])
    expect(Math.max(...times)).toBe(1_800)
  })

  it('at the user’s wish is at once, unless the tracker wants its rest: then as soon as it allows', async () => {
    const { client, set, row } = await follow([[a]], { [a]: { minInterval: 300 } })
    set.reannounce()
    set.reannounce()
    await vi.advanceTimersByTimeAsync(299_000)
    expect(client.asked).toHaveLength(1)
    expect(row(a)?.nextAnnounce).toBe(row(a)?.allowedAt)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(client.asked).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(400_000)
    set.reannounce()
    await vi.advanceTimersByTimeAsync(0)
    expect(client.asked).toHaveLength(3)
  })

  it('at the user’s wish does not wait for the back-off of those that fail', async () => {
    const { client, set } = await follow([[a]], { [a]: dead })
    await vi.advanceTimersByTimeAsync(200_000)
    const before = client.asked.length
    await vi.advanceTimersByTimeAsync(11_000)
    set.reannounce()
    await vi.advanceTimersByTimeAsync(0)
    expect(client.asked).toHaveLength(before + 1)
  })
})

describe('what trackers are told', () => {
  it('begins with started, later nothing, once completed, and stopped to all who know us', async () => {
    const { client, set } = await follow([[a], [b]])
    await vi.advanceTimersByTimeAsync(30 * MINUTE)
    set.complete()
    await vi.advanceTimersByTimeAsync(0)
    client.script[a] = dead
    await vi.advanceTimersByTimeAsync(30 * MINUTE)
    set.close()
    expect(client.asked).toEqual([
      [a, 'started'],
      [a, null],
      [a, 'completed'],
      [a, null],
      [b, 'started'],
      [a, 'stopped'],
      [b, 'stopped'],
    ])
    expect(client.requests.every(({ key, port }) => key === 7 && port === 5_000)).toBe(true)
    await vi.advanceTimersByTimeAsync(60 * MINUTE)
    expect(client.asked).toHaveLength(7)
  })

  it('is completed even when that comes while another question is open', async () => {
    const { client, set } = await follow([[a]])
    await vi.advanceTimersByTimeAsync(30 * MINUTE - 1)
    set.complete()
    set.complete()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(client.asked.filter(([, event]) => event === 'completed')).toHaveLength(1)
  })

  it('is nothing on leaving when they never answered', async () => {
    const { client, set } = await follow([[a]], { [a]: dead })
    set.close()
    expect(client.asked).toEqual([[a, 'started']])
  })

  it('includes a new start when our port moves', async () => {
    const { client, set } = await follow([[a]])
    set.moved()
    await vi.advanceTimersByTimeAsync(0)
    expect(client.asked).toEqual([
      [a, 'started'],
      [a, 'started'],
    ])
  })

  it('is the id they asked to be told again', async () => {
    const trackerId = Uint8Array.of(1, 2, 3)
    const { client } = await follow([[a]], { [a]: { trackerId } })
    await vi.advanceTimersByTimeAsync(30 * MINUTE)
    expect(client.requests.map((request) => request.trackerId)).toEqual([null, trackerId])
  })
})

describe('trackers edited while running', () => {
  it('keep what is known of those that stay, ask new ones above, and take leave of those that go', async () => {
    const { client, set, states } = await follow([[a]])
    set.replace([[b], [a]])
    await vi.advanceTimersByTimeAsync(0)
    expect(client.urls()).toEqual([a, b])
    expect(states()).toEqual({ [a]: 'waiting', [b]: 'working' })
    set.replace([[b], [c]])
    await vi.advanceTimersByTimeAsync(0)
    expect(client.asked.slice(2)).toEqual([[a, 'stopped']])
    expect(states()).toEqual({ [b]: 'working', [c]: 'waiting' })
  })

  it('keep what is known of those that move, and take what they answer meanwhile', async () => {
    const { client, set, row } = await follow([[a]], { [a]: { seeds: 3 }, [b]: dead })
    const { announce } = client
    const answers = Promise.withResolvers<void>()
    client.announce = async (...asked) => {
      await answers.promise
      return announce(...asked)
    }
    await vi.advanceTimersByTimeAsync(30 * MINUTE)
    const before = row(a)
    set.replace([[b], [a]])
    expect(row(a)).toEqual({ ...before, tier: 1 })
    client.script[a] = { seeds: 8 }
    answers.resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(row(a)).toMatchObject({ tier: 1, seeds: 8, state: 'working', message: null })
  })

  it('ask nobody new while one above is in use', async () => {
    const { client, set } = await follow([[a]])
    set.replace([[a], [b, c]])
    await vi.advanceTimersByTimeAsync(0)
    expect(client.urls()).toEqual([a])
  })
})

describe('the size of the swarm', () => {
  it('is scraped where the announce does not tell it', async () => {
    const { client, row } = await follow([[a]], { [a]: { seeds: null, leechers: null } })
    expect(client.scraped).toEqual([a])
    expect(row(a)).toMatchObject({ seeds: 40, leechers: 50 })
  })

  it('is never asked of trackers in reserve, whoever looks', async () => {
    const { client, set } = await follow([[a], [b]])
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(client.scraped).toEqual([])
    for (let n = 0; n < 20; n++) {
      set.rows()
      await vi.advanceTimersByTimeAsync(1_000)
    }
    expect(client.scraped).toEqual([])
  })
})
