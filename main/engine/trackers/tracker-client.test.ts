import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encode } from '../../../app/bencode/bencode.js'
import type { AnnounceRequest } from '../../../app/trackers/announce.ts'
import { readAnnounce, readScrape } from '../../../app/trackers/http-answer.ts'
import { httpTracker } from './testing/http-tracker.ts'
import { udpTracker } from './testing/udp-tracker.ts'
import { TrackerClient } from './tracker-client.ts'

const request: AnnounceRequest = {
  infoHash: Uint8Array.from({ length: 20 }, (_, n) => n * 13),
  peerId: Buffer.from('-SW0100-abcdefghijkl'),
  port: 5_000,
  uploaded: 1,
  downloaded: 2,
  left: 3,
  key: 0xdeadbeef,
  wanted: 100,
  event: 'started',
  trackerId: null,
}

let client: TrackerClient
let localAllowed = false
const names = new Map<string, string[]>()

beforeEach(() => {
  names.clear()
  localAllowed = false
  client = new TrackerClient({
    userAgent: 'Swiftseed test',
    localAllowed: () => localAllowed,
    udpPatience: [120, 200],
    httpTimeout: 1_500,
    lookup: async (host) =>
      (names.get(host) ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  })
})
afterEach(() => client.close())

const announce = (url: string) => client.announce(url, request, { urgency: 0, insist: true })
const problemOf = async (url: string): Promise<string> => {
  const outcome = await announce(url)
  return outcome.ok ? 'ok' : outcome.error.problem
}

describe('a tracker over HTTP', () => {
  it('is told everything it needs, bytes escaped, and gives peers of both families', async () => {
    const peers = Buffer.from([1, 2, 3, 4, 0x1a, 0xe1, 9, 9, 9, 9, 0, 0])
    const peers6 = Buffer.from('20010db80000000000000000000000071ae1', 'hex')
    await using tracker = await httpTracker(encode({ complete: 7, incomplete: 2, interval: 1800, peers, peers6 }))
    const outcome = await announce(`${tracker.url}?passkey=x`)
    expect(outcome).toMatchObject({
      ok: true,
      value: { peers: ['1.2.3.4:6881', '[2001:db8::7]:6881'], seeds: 7, leechers: 2, interval: 1800, from: 'loopback' },
    })
    const [asked] = tracker.asked
    expect(Object.fromEntries(asked ?? [])).toMatchObject({
      passkey: 'x',
      port: '5000',
      uploaded: '1',
      downloaded: '2',
      left: '3',
      key: 'DEADBEEF',
      numwant: '100',
      event: 'started',
      compact: '1',
    })
  })

  it('is reached over IPv6', async () => {
    await using tracker = await httpTracker(undefined, '::1')
    expect(await problemOf(tracker.url)).toBe('ok')
  })

  it('may pack its answer, but not into a bomb', async () => {
    const packed = (body: Uint8Array) =>
      httpTracker((_, response) => {
        response.setHeader('content-encoding', 'gzip')
        response.end(gzipSync(body))
      })
    await using honest = await packed(Buffer.from('d8:intervali1800e5:peers0:e'))
    expect(await problemOf(honest.url)).toBe('ok')
    await using bomb = await packed(Buffer.alloc(50_000_000, 0x64))
    expect(await problemOf(bomb.url)).toBe('bad-answer')
  })

  it.each<[string, string, string]>([
    ['text', 'hello', 'bad-answer'],
    ['nothing', '', 'bad-answer'],
    ['a list', 'le', 'bad-answer'],
    ['a negative length', 'd5:peers-5:e', 'bad-answer'],
    ['a failure that is a number', 'd14:failure reasoni5ee', 'failure'],
    ['a failure that is a list', 'd14:failure reasonl1:aee', 'failure'],
    ['peers that are numbers', 'd5:peersli1ei2eee', 'ok'],
    ['peers of odd length', 'd5:peers5:abcdee', 'ok'],
    ['a dictionary for peers', 'd5:peersd1:ai1eee', 'ok'],
    ['depth without end', 'l'.repeat(200_000), 'bad-answer'],
    ['two megabytes', 'x'.repeat(2_000_000), 'too-large'],
  ])('may answer %s and harms nothing', async (_, body, problem) => {
    await using tracker = await httpTracker(body)
    expect(await problemOf(tracker.url)).toBe(problem)
  })

  it('that answers without end, or drop by drop, is left', async () => {
    await using endless = await httpTracker((_, response) => {
      const more = setInterval(() => response.write(Buffer.alloc(65_536)), 1)
      response.on('close', () => clearInterval(more))
    })
    expect(await problemOf(endless.url)).toBe('too-large')
    await using silent = await httpTracker(() => undefined)
    expect(await problemOf(silent.url)).toBe('timeout')
  })

  it('says in its own words why it refuses, made safe to show', async () => {
    const words = 'go\u202e away\n'
    await using tracker = await httpTracker(encode({ 'failure reason': words }))
    expect(await announce(tracker.url)).toEqual({
      ok: false,
      error: { problem: 'failure', message: 'go  away' },
    })
  })

  it('has its status read, and its refusal even with a status of failure', async () => {
    await using broken = await httpTracker((_, response) => void response.writeHead(503).end('no'))
    expect(await announce(broken.url)).toEqual({ ok: false, error: { problem: 'http-status', message: '503' } })
    await using strict = await httpTracker((_, response) => void response.writeHead(403).end('d14:failure reason2:noe'))
    expect(await announce(strict.url)).toMatchObject({ ok: false, error: { problem: 'failure', message: 'no' } })
  })

  it('gives its counts by scrape', async () => {
    const file = new Map([[Buffer.from(request.infoHash).toString('latin1'), { complete: 11, incomplete: 4 }]])
    const files = Buffer.concat([
      Buffer.from('d5:filesd20:'),
      request.infoHash,
      encode([...file.values()][0]),
      Buffer.from('ee'),
    ])
    const paths: string[] = []
    await using tracker = await httpTracker((asked, response) => {
      paths.push((asked.url ?? '').replace(/\?.*/, ''))
      response.end(files)
    })
    expect(await client.scrape(`${tracker.url}.php?x=1`, request.infoHash)).toEqual({
      ok: true,
      value: { seeds: 11, leechers: 4 },
    })
    expect(paths).toEqual(['/scrape.php'])
    expect(await client.scrape('http://127.0.0.1/other', request.infoHash)).toBeNull()
  })
})

describe('where a tracker’s URL leads', () => {
  it('is refused when a name leads to the own computer or network, without a connection', async () => {
    await using tracker = await httpTracker()
    names.set('inside.example', ['127.0.0.1'])
    names.set('router.example', ['192.168.1.1', '10.0.0.1'])
    for (const url of [
      `http://inside.example:${tracker.port}/announce`,
      `http://127.0.0.1:${tracker.port}/admin`,
      `http://0x7f.1:${tracker.port}/reset`,
      'http://router.example/announce',
      'http://[::ffff:10.0.0.1]/announce',
      'http://169.254.169.254/announce',
      'http://0.0.0.0/announce',
      'http://[::]/announce',
      'http://224.0.0.1/announce',
      'udp://inside.example:80/announce',
      'udp://0x7f.1:80/announce',
      'udp://192.168.0.1:80/announce',
      'udp://255.255.255.255:80/announce',
    ])
      expect([url, await problemOf(url)]).toEqual([url, url.includes('0x7f.1:80') ? 'no-such-name' : 'refused-address'])
    expect(tracker.asked).toEqual([])
  })

  it('may be the own network when the user allowed it, and then only what is an address', async () => {
    await using tracker = await httpTracker()
    names.set('inside.example', ['127.0.0.1'])
    localAllowed = true
    expect(await problemOf(`http://inside.example:${tracker.port}/announce`)).toBe('ok')
    expect(await problemOf('http://0.0.0.0/announce')).toBe('refused-address')
  })

  it('is what was checked: a name is not asked for again when connecting', async () => {
    await using tracker = await httpTracker()
    localAllowed = true
    // No resolver in the world knows this name; only the address that was checked can have been used.
    names.set('only-here.invalid', ['127.0.0.1'])
    expect(await problemOf(`http://only-here.invalid:${tracker.port}/announce`)).toBe('ok')
  })

  it('follows redirects, checks each, and not for ever', async () => {
    await using goal = await httpTracker()
    const to = (location: string) => (_: unknown, response: ServerResponse) =>
      void response.writeHead(302, { location }).end()
    await using first = await httpTracker(to(goal.url))
    expect(await problemOf(first.url)).toBe('ok')
    await using inward = await httpTracker(to('http://192.168.1.1/announce'))
    expect(await problemOf(inward.url)).toBe('refused-address')
    await using admin = await httpTracker(to(`http://127.0.0.1:${goal.port}/admin`))
    expect(await problemOf(admin.url)).toBe('refused-address')
    await using file = await httpTracker(to('file:///etc/passwd'))
    expect(await problemOf(file.url)).toBe('bad-url')
    let self = ''
    await using round = await httpTracker((_, response) => void response.writeHead(302, { location: self }).end())
    self = round.url
    expect(await problemOf(round.url)).toBe('redirects')
    expect(goal.asked).toHaveLength(1)
  })

  it('is nowhere for credentials and other schemes', async () => {
    expect(await problemOf('http://user:pass@127.0.0.1/announce')).toBe('bad-url')
    expect(await problemOf('udp://127.0.0.1/announce')).toBe('bad-url')
  })
})

describe('a tracker over UDP', () => {
  it('is told everything it needs and gives peers; a connection serves for a minute', async () => {
    await using tracker = await udpTracker({ peers: Buffer.from([1, 2, 3, 4, 0x1a, 0xe1]) })
    const outcomes = await Promise.all([announce(tracker.url), announce(tracker.url)])
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({
        ok: true,
        value: { peers: ['1.2.3.4:6881'], interval: 900, seeds: 5, leechers: 3, from: 'loopback' },
      })
    expect(tracker.connects()).toBe(1)
    expect(tracker.announces[0]).toEqual({
      infoHash: Buffer.from(request.infoHash).toString('hex'),
      peerId: Buffer.from(request.peerId).toString('hex'),
      event: 2,
      port: 5_000,
      left: 3n,
      rest: '',
    })
  })

  it('is reached over IPv6, with peers of that family', async () => {
    const peers = Buffer.from('20010db80000000000000000000000071ae1', 'hex')
    await using tracker = await udpTracker({ host: '::1', peers })
    expect(await announce(tracker.url)).toMatchObject({ ok: true, value: { peers: ['[2001:db8::7]:6881'] } })
  })

  it('is asked again when a datagram is lost, and given up in the end', async () => {
    await using slow = await udpTracker({ deaf: 1 })
    expect(await problemOf(slow.url)).toBe('ok')
    await using deaf = await udpTracker({ deaf: 1_000 })
    expect(await problemOf(deaf.url)).toBe('timeout')
  })

  it('is told the path of its URL (BEP 41)', async () => {
    await using tracker = await udpTracker({ path: '/announce?passkey=secret' })
    await announce(tracker.url)
    expect(tracker.announces[0]?.rest).toBe('\u0002\u0018/announce?passkey=secret')
  })

  it('gives its counts by scrape, and refuses in its own words', async () => {
    await using tracker = await udpTracker()
    expect(await client.scrape(tracker.url, request.infoHash)).toEqual({ ok: true, value: { seeds: 41, leechers: 43 } })
    await using strict = await udpTracker({ error: 'not here' })
    expect(await announce(strict.url)).toEqual({ ok: false, error: { problem: 'failure', message: 'not here' } })
  })

  it('is not believed when the number of the question is another, or the answer too short', async () => {
    await using wrong = await udpTracker({
      bend: (answer) => Buffer.concat([answer.subarray(0, 4), Buffer.from([1, 2, 3, 4]), answer.subarray(8)]),
    })
    expect(await problemOf(wrong.url)).toBe('timeout')
    await using short = await udpTracker({ bend: (answer) => answer.subarray(0, 12) })
    expect(await problemOf(short.url)).toBe('bad-answer')
    await using empty = await udpTracker({ bend: () => Buffer.alloc(0) })
    expect(await problemOf(empty.url)).toBe('timeout')
  })
})

describe('answers of trackers', () => {
  it('are read without harm whatever they are', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.integer(),
        fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
        fc.uint8Array({ maxLength: 40 }),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(
          fc.constantFrom(
            'peers',
            'peers6',
            'interval',
            'min interval',
            'complete',
            'incomplete',
            'tracker id',
            'failure reason',
            'files',
            'ip',
            'port',
          ),
          tie('any'),
        ),
      ),
    })).any
    fc.assert(
      fc.property(
        fc.oneof(
          value.map((one) => encode(one)),
          fc.uint8Array(),
        ),
        (body) => {
          const answer = readAnnounce(body)
          if (answer.ok) {
            expect(answer.value.peers.length).toBeLessThanOrEqual(500)
            for (const peer of answer.value.peers) expect(typeof peer).toBe('string')
            for (const count of [answer.value.seeds, answer.value.leechers])
              expect(count === null || (count >= 0 && count <= 1e9)).toBe(true)
          }
          readScrape(body, request.infoHash)
        },
      ),
      { numRuns: 3_000 },
    )
  })
})
