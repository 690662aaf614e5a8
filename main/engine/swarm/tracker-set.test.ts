import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { httpTracker } from './testing/http-tracker.ts'
import { TrackerSet } from './tracker-set.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

type Asked = URLSearchParams

/** A tracker that answers with the given bytes, and what it was asked. */
const tracker = async (answer: string | Uint8Array, status = 200): Promise<{ url: string; asked: Asked[] }> => {
  const asked: Asked[] = []
  const server = http.createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://x').searchParams)
    response.writeHead(status).end(answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/announce`, asked }
}

const follow = (urls: readonly (readonly string[])[]) => {
  const peers: string[] = []
  const outcomes: string[] = []
  const set = new TrackerSet(
    {
      infoHash: 'ab'.repeat(20),
      peerId: '2d535730313030' + '30'.repeat(13),
      port: 5_000,
      userAgent: 'Swiftseed test',
      facts: () => ({ uploaded: 1, downloaded: 2, left: 3 }),
      onPeer: (address) => void peers.push(address),
      onOutcome: (_, outcome) => void outcomes.push(outcome.ok ? 'ok' : outcome.message),
    },
    urls,
  )
  closers.push(() => set.close())
  return { set, peers, outcomes, row: () => set.rows()[0] }
}

const minutes = (row: { nextAnnounce: number | null } | undefined): number =>
  Math.round(((row?.nextAnnounce ?? 0) - Date.now()) / 60_000)

describe('trackers', () => {
  it('are told who we are, and give peers and counts', async () => {
    const { url, asked } = await tracker(
      Buffer.concat([
        Buffer.from('d8:completei7e10:incompletei2e8:intervali1800e5:peers6:'),
        Buffer.from([1, 2, 3, 4, 0x1a, 0xe1]),
        Buffer.from('e'),
      ]),
    )
    const { peers, outcomes, row } = follow([[url]])
    await expect.poll(() => outcomes).toEqual(['ok'])
    expect(peers).toEqual(['1.2.3.4:6881'])
    expect(row()).toMatchObject({ state: 'working', seeds: 7, leechers: 2, message: null })
    expect(minutes(row())).toBe(30)
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({
      event: 'started',
      port: '5000',
      uploaded: '1',
      downloaded: '2',
      left: '3',
    })
  })

  it('hear that we leave', async () => {
    const { url, asked } = await tracker('d8:intervali1800e5:peers0:e')
    const { set, outcomes } = follow([[url]])
    await expect.poll(() => outcomes).toEqual(['ok'])
    await set.close()
    expect(asked.map((one) => one.get('event'))).toEqual(['started', 'stopped'])
  })

  it.each<[string, string, number]>([
    ['a negative interval', 'd8:intervali-5e5:peers0:e', 1],
    ['an interval of zero', 'd8:intervali0e5:peers0:e', 1],
    ['an interval of years', 'd8:intervali999999999e5:peers0:e', 1_440],
    ['an interval that is text', 'd8:interval3:abc5:peers0:e', 30],
    ['no interval', 'd5:peers0:e', 30],
  ])('cannot make us announce too often or never: %s', async (_, answer, expected) => {
    const { url, asked } = await tracker(answer)
    const { outcomes, row } = follow([[url]])
    await expect.poll(() => outcomes).toEqual(['ok'])
    expect(minutes(row())).toBe(expected)
    expect(asked).toHaveLength(1)
  })

  it.each<[string, string]>([
    ['a failure that is a number', 'd14:failure reasoni5ee'],
    ['a failure that is a list', 'd14:failure reasonl1:aee'],
    ['not bencode', '<html>hello</html>'],
    ['a bare list', 'le'],
    ['nothing', ''],
    ['a negative length', 'd5:peers-5:e'],
    ['peers of odd length', 'd5:peers5:abcdee'],
    ['peers that are numbers', 'd5:peersli1ei2eee'],
  ])('may answer nonsense and harm nothing: %s', async (_, answer) => {
    const errors: unknown[] = []
    const collect = (error: unknown): void => void errors.push(error)
    process.on('unhandledRejection', collect)
    closers.push(() => process.off('unhandledRejection', collect))
    const { url } = await tracker(answer)
    const { outcomes, peers } = follow([[url]])
    await expect.poll(() => outcomes.length).toBeGreaterThan(0)
    expect(peers.filter((peer) => /^[\d.]+:\d+$/.test(peer))).toEqual([])
    expect(errors).toEqual([])
  })

  it('say in their own words why they refuse, made safe to show', async () => {
    const { url } = await tracker(`d14:failure reason${Buffer.byteLength('go\u202e away\n')}:go\u202e away\ne`)
    const { row } = follow([[url]])
    await expect.poll(() => row()?.state).toBe('failing')
    expect(row()?.message).toBe('go  away')
  })

  it('are tried again later and later while they fail', async () => {
    const { url } = await tracker('no', 500)
    const { set, row } = follow([[url]])
    await expect.poll(() => row()?.state).toBe('failing')
    const first = (row()?.nextAnnounce ?? 0) - Date.now()
    set.reannounce()
    await expect.poll(() => row()?.state).toBe('failing')
    expect((row()?.nextAnnounce ?? 0) - Date.now()).toBeGreaterThan(first * 1.5)
  })

  it('of kinds we do not speak are off, and said to be', () => {
    const { set } = follow([['wss://example.com/announce'], ['ftp://example.com']])
    expect(set.rows().map((row) => row.state)).toEqual(['off', 'off'])
  })

  it('can be replaced while running; those that stay are not asked again', async () => {
    const kept = await tracker('d8:intervali1800e5:peers0:e')
    const fresh = await tracker('d8:intervali1800e5:peers0:e')
    const { set, outcomes } = follow([[kept.url]])
    await expect.poll(() => outcomes).toHaveLength(1)
    await set.replace([[fresh.url], [kept.url]])
    await expect.poll(() => outcomes).toHaveLength(2)
    expect(kept.asked).toHaveLength(1)
    expect(set.rows().map((row) => row.state)).toEqual(['working', 'working'])
  })

  it('keep what is known of them when rows are merged or edited around them, and go on learning', async () => {
    let seeds = 3
    await using known = await httpTracker({ seeds: () => seeds })
    await using fresh = await httpTracker()
    const { set, outcomes } = follow([[known.url]])
    await expect.poll(() => outcomes).toEqual(['ok'])
    const [before] = set.rows()
    await set.replace([[fresh.url], [known.url, 'wss://example.com/announce']])
    expect(set.rows().map(({ url, tier }) => [url, tier])).toEqual([
      [fresh.url, 0],
      [known.url, 1],
      ['wss://example.com/announce', 1],
    ])
    expect(set.rows()[1]).toEqual({ ...before, tier: 1 })
    await expect.poll(() => outcomes).toEqual(['ok', 'ok'])
    seeds = 8
    set.reannounce()
    await expect.poll(() => set.rows()[1]?.seeds).toBe(8)
    expect(set.rows()[1]).toMatchObject({ state: 'working', message: null })
    expect(set.counts()).toEqual({ total: 3, answered: 2, failed: 1 })
  })
})
