import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMagnet, parseHash, parseLink, parseMagnet, splitPaste, type Magnet } from './magnet.ts'
import type { TorrentId } from './row.ts'

const HASH = '0123456789abcdef0123456789abcdef01234567'
const BASE32 = 'AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH'
const V2 = `1220${'ab'.repeat(32)}`
const XT = `xt=urn:btih:${HASH}`
const id = HASH as TorrentId

const read = (text: string): Magnet => {
  const parsed = parseMagnet(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}
const faultOf = (text: string): string | null => {
  const parsed = parseMagnet(text)
  return parsed.ok ? null : parsed.error
}

describe('a magnet link', () => {
  it('names its torrent in hex or base32, in any case', () => {
    for (const hash of [HASH, HASH.toUpperCase(), BASE32, BASE32.toLowerCase()]) {
      expect(read(`magnet:?xt=urn:btih:${hash}`).id).toBe(id)
    }
    expect(read(`MAGNET:?XT=URN:BTIH:${HASH}`).id).toBe(id)
    expect(read(`magnet:?xt.1=urn%3Abtih%3A${HASH}&xt.2=urn:sha1:X`).id).toBe(id)
  })

  it.each([
    ['', 'not-magnet'],
    ['magnet:', 'not-magnet'],
    [`magnet:${XT}`, 'not-magnet'],
    [`http://x/?${XT}`, 'not-magnet'],
    [`magnet:?${XT}&dn=${'x'.repeat(65_536)}`, 'too-long'],
    [`magnet:?${XT}\n`, 'control-character'],
    [`magnet:?${XT}&dn=a\0b`, 'control-character'],
    [`magnet:?${XT}&dn=\ud800`, 'control-character'],
    ['magnet:?', 'no-hash'],
    ['magnet:?dn=x', 'no-hash'],
    ['magnet:?xt=urn:sha1:ABC', 'no-hash'],
    ['magnet:?xt=urn:btih:', 'bad-hash'],
    [`magnet:?xt=urn:btih:${HASH}0`, 'bad-hash'],
    [`magnet:?xt=urn:btih:${HASH.slice(1)}g`, 'bad-hash'],
    [`magnet:?xt=urn:btih:${BASE32.slice(1)}1`, 'bad-hash'],
    [`magnet:?${XT}&xt=urn:btih:x`, 'bad-hash'],
    [`magnet:?${XT}&xt=urn:btih:${'a'.repeat(40)}`, 'two-hashes'],
    [`magnet:?xt=urn:btih:%zz${HASH}`, 'bad-escape'],
    ['magnet:?xt=%ff', 'bad-escape'],
    [`magnet:?xt=urn:btmh:${V2}`, 'v2-only'],
  ])('is refused: %j (%s)', (text, fault) => {
    expect(faultOf(text)).toBe(fault)
  })

  it('may name the same hash twice, and a v2 one beside it', () => {
    expect(read(`magnet:?${XT}&xt=urn:btih:${BASE32}`)).toMatchObject({ id, hybrid: false })
    expect(read(`magnet:?xt=urn:btmh:${V2}&${XT}`)).toMatchObject({ id, hybrid: true })
  })

  it('has a name in plain text', () => {
    expect(read(`magnet:?${XT}&dn=A+b%20c%C3%A9`).name).toBe('A b cé')
    expect(read(`magnet:?${XT}&dn=a%0Ab%00`).name).toBe('a b')
    expect(read(`magnet:?${XT}&dn=caf%E9`).name).toBe('caf%E9')
    expect(read(`magnet:?${XT}&dn=%20`).name).toBeNull()
    expect(read(`magnet:?${XT}`).name).toBeNull()
    expect(read(`magnet:?${XT}&dn=${'😀'.repeat(300)}`).name).toBe('😀'.repeat(255))
  })

  it('keeps the trackers and web seeds that are some, each once', () => {
    const link = read(
      `magnet:?${XT}&tr=udp%3A%2F%2FT.example%3A80&tr.5=udp://t.example:80&amp;tr=http://a/announce%0A&tr=ftp://x&tr=%zz&tr=` +
        `&tr=http://u:p@h/&ws=http://w/x y&ws=udp://w:1&xs=http://x/t.torrent&xs=urn:btpk:00&as=https://y/`,
    )
    expect(link.trackers).toEqual(['udp://t.example:80', 'http://a/announce'])
    expect(link.webSeeds).toEqual(['http://w/x%20y'])
    expect(link.sources).toEqual(['http://x/t.torrent', 'https://y/'])
    const many = Array.from({ length: 300 }, (_, index) => `&tr=http://t/${index}`).join('')
    expect(read(`magnet:?${XT}${many}`).trackers).toHaveLength(200)
  })

  it('keeps the peers that have an address', () => {
    const link = `magnet:?${XT}&x.pe=1.2.3.4:5&x.pe=[2001:DB8::1]:6881&x.pe=host.example:70000&x.pe=h:0&x.pe=h&x.pe=%5B::1%5D:9&x.pe=a b:1`
    expect(read(link).peers).toEqual([
      { host: '1.2.3.4', port: 5 },
      { host: '2001:db8::1', port: 6881 },
      { host: '::1', port: 9 },
    ])
  })

  it.each([
    ['0', [[0, 0]]],
    [
      '0,2,4-6',
      [
        [0, 0],
        [2, 2],
        [4, 6],
      ],
    ],
    [
      '4-6,5-9,10,1',
      [
        [1, 1],
        [4, 10],
      ],
    ],
    ['6-4,x,-1,1-,1e3, 3 ', [[3, 3]]],
    ['0-999999', [[0, 99_999]]],
    ['999999', null],
    ['', null],
    ['9007199254740993', null],
  ])('wants the files of so=%s', (text, ranges) => {
    expect(read(`magnet:?${XT}&so=${text}`).selection).toEqual(ranges?.map(([from, to]) => ({ from, to })) ?? null)
  })

  it('comes back the same when it was written from what was read', () => {
    const url = fc.webUrl({ withQueryParameters: true, withFragments: true })
    const link = fc.record({
      dn: fc.string({ unit: 'binary' }),
      tr: fc.array(url),
      ws: fc.array(url),
      xs: fc.array(url),
      so: fc.array(
        fc.oneof(
          fc.nat(20),
          fc.tuple(fc.nat(20), fc.nat(30)).map((pair) => pair.join('-')),
        ),
      ),
      pe: fc.array(
        fc
          .oneof(
            fc.ipV4(),
            fc.ipV6().map((ip) => `[${ip}]`),
            fc.domain(),
          )
          .map((host) => `${host}:77`),
      ),
    })
    fc.assert(
      fc.property(link, ({ dn, tr, ws, xs, so, pe }) => {
        const many = (key: string, values: string[]) =>
          values.map((value) => `&${key}=${encodeURIComponent(value)}`).join('')
        const text = `magnet:?${XT}&dn=${encodeURIComponent(dn.toWellFormed())}&so=${so.join(',')}${many('tr', tr)}${many('ws', ws)}${many('xs', xs)}${many('x.pe', pe)}`
        const magnet = read(text)
        expect(magnet.trackers.length).toBe(new Set(magnet.trackers).size)
        expect(read(formatMagnet(magnet))).toEqual(magnet)
      }),
      { numRuns: 1_000 },
    )
    expect(formatMagnet({ id })).toBe(`magnet:?${XT}`)
  })

  it('is read or refused, whatever it says', () => {
    const part = fc.constantFrom(
      'magnet:?',
      XT,
      '&',
      '=',
      'xt',
      'dn',
      'tr',
      'so',
      'x.pe',
      'urn:btih:',
      HASH,
      '%',
      '%00',
      '%e2%80',
      '+',
      '.1',
      '-',
      ',',
      '[',
      ']',
      ':',
      '😀',
    )
    fc.assert(
      fc.property(fc.array(part), fc.string({ unit: 'binary' }), (parts, tail) => {
        const parsed = parseMagnet(`magnet:?${parts.join('')}${tail}`)
        expect(parsed.ok ? read(formatMagnet(parsed.value)).id : parsed.error).toBeTypeOf('string')
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('a link', () => {
  it('is a magnet link, an infohash or where a .torrent is', () => {
    expect(parseLink(` magnet:?${XT}\n`)).toMatchObject({ ok: true, value: { kind: 'magnet', magnet: { id } } })
    expect(parseLink(HASH.toUpperCase())).toMatchObject({
      ok: true,
      value: { kind: 'magnet', magnet: { id, trackers: [] } },
    })
    expect(parseLink(BASE32)).toMatchObject({ ok: true, value: { kind: 'magnet', magnet: { id } } })
    expect(parseLink('HTTPS://Example.org/a b.torrent?x=ä')).toEqual({
      ok: true,
      value: { kind: 'url', url: 'https://example.org/a%20b.torrent?x=%C3%A4' },
    })
  })

  it.each([
    ['', 'not-a-link'],
    ['hello', 'not-a-link'],
    ['file:///etc/passwd', 'not-a-link'],
    ['/etc/passwd', 'not-a-link'],
    ['javascript:alert(1)', 'not-a-link'],
    ['http://', 'not-a-link'],
    ['http://user:password@host/x.torrent', 'not-a-link'],
    ['http://host:99999/', 'not-a-link'],
    ['http://ho st/', 'not-a-link'],
    ['http://h\\@evil/', 'not-a-link'],
    ['http://a/b\nc', 'not-a-link'],
    [`http://a/${'x'.repeat(3_000)}`, 'not-a-link'],
    [HASH.slice(1), 'not-a-link'],
    ['magnet:?dn=x', 'no-hash'],
    [V2, 'v2-only'],
    ['ab'.repeat(32), 'v2-only'],
  ])('is not %j (%s)', (text, fault) => {
    expect(parseLink(text)).toEqual({ ok: false, error: fault })
  })

  it('gives the hash base32 stands for', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
        const digits = (bits.match(/.{5}/g) ?? []).map(
          (five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)],
        )
        expect(parseHash(digits.join(''))).toBe(Buffer.from(bytes).toString('hex'))
      }),
    )
  })
})

describe('a pasted text', () => {
  const linksOf = (text: string) => splitPaste(text).links

  it('is taken apart into its links, in order, each once', () => {
    const magnet = `magnet:?${XT}&dn=A`
    expect(linksOf(`${magnet}\n\n  https://example.org/a.torrent\t${HASH}\r\n${magnet}\n${BASE32}`)).toEqual([
      magnet,
      'https://example.org/a.torrent',
      HASH,
      BASE32,
    ])
  })

  it('leaves out words that are no link, and what surrounds one', () => {
    expect(linksOf(`look at <https://a/b.torrent>, "https://c/d.torrent" (https://e/f.torrent).`)).toEqual([
      'https://a/b.torrent',
      'https://c/d.torrent',
      'https://e/f.torrent',
    ])
    expect(linksOf(`ftp://x/y ${HASH}0 x${HASH} deadbeef`)).toEqual([])
    expect(linksOf('https://a/Film_(2024)')).toEqual(['https://a/Film_(2024)'])
  })

  it('keeps a magnet link whole when its name holds spaces or another address', () => {
    const magnet = `magnet:?${XT}&dn=My Film (2024)&tr=http://t/announce`
    expect(linksOf(`${magnet}  magnet:?${XT}&dn=B\nhttp://x/`)).toEqual([magnet, `magnet:?${XT}&dn=B`, 'http://x/'])
  })

  it('gives 500 links at most, and says which it leaves out', () => {
    const lines = Array.from({ length: 700 }, (_, index) => `http://x/${index}`)
    const parted = { links: lines.slice(0, 500), beyond: lines.slice(500) }
    expect(splitPaste(lines.join('\n'))).toEqual(parted)
    expect(splitPaste(lines.join(' '))).toEqual(parted)
  })

  it.each([' ', '.', '(', ')', 'magnet:?', 'http://', 'a'.repeat(31), HASH])(
    'takes no longer than its length: %j',
    (part) => {
      const started = performance.now()
      for (const start of ['', `magnet:?${XT}&dn=`, 'http://x/'])
        linksOf(`${start}${part.repeat(1_000_000 / part.length)}x`)
      expect(performance.now() - started).toBeLessThan(1_500)
    },
  )

  it('gives links that can each be pasted again', () => {
    const word = fc.oneof(fc.webUrl(), fc.constant(HASH), fc.constant(`magnet:?${XT}`), fc.string({ maxLength: 12 }))
    fc.assert(
      fc.property(fc.array(word), fc.constantFrom(' ', '\n', '\t'), (words, space) => {
        for (const link of linksOf(words.join(space))) expect(linksOf(link)).toContain(link)
      }),
      { examples: [[["http://a.aa/')"], ' ']] },
    )
  })
})
