import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAnnouncement, hashesPerMessage, MAX_MESSAGE, parseAnnouncement } from './local-message.ts'

const V4 = '239.192.152.143:6771'
const V6 = '[ff15::efc0:988f]:6771'
const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`))
const port = fc.integer({ min: 1, max: 65_535 })

describe('a message to the local network', () => {
  it('is read back as it was written, and never too long for a link', () => {
    const message = fc
      .record({ port, cookie: hex(8), host: fc.constantFrom(V4, V6) })
      .chain((base) =>
        fc
          .uniqueArray(hex(40), { minLength: 1, maxLength: hashesPerMessage(base.host, base.port, base.cookie) })
          .map((infoHashes) => ({ ...base, infoHashes })),
      )
    fc.assert(
      fc.property(message, ({ host, ...announcement }) => {
        const text = formatAnnouncement(host, announcement)
        expect(text.length).toBeLessThanOrEqual(MAX_MESSAGE)
        expect(parseAnnouncement(text)).toEqual(announcement)
      }),
    )
  })

  it('has room for two dozen torrents', () => expect(hashesPerMessage(V4, 65_535, '01234567')).toBeGreaterThan(23))

  it('is what others write: any order and case of fields, one or more infohashes, with and without a cookie', () => {
    const one = `BT-SEARCH * HTTP/1.1\r\nHost: ${V4}\r\nPort: 6881\r\nInfohash: ${'AB'.repeat(20)}\r\ncookie: 4f1a\r\n\r\n\r\n`
    expect(parseAnnouncement(one)).toEqual({ port: 6881, infoHashes: ['ab'.repeat(20)], cookie: '4f1a' })
    const other = `BT-SEARCH * HTTP/1.1\r\ninfohash:${'1'.repeat(40)}\r\nINFOHASH: ${'2'.repeat(40)}\r\nPORT:1\r\n\r\n`
    expect(parseAnnouncement(other)).toEqual({
      port: 1,
      infoHashes: ['1'.repeat(40), '2'.repeat(40)],
      cookie: null,
    })
  })

  it.each([
    ['nothing', ''],
    ['another method', `M-SEARCH * HTTP/1.1\r\nPort: 1\r\nInfohash: ${'a'.repeat(40)}\r\n\r\n`],
    ['no port', `BT-SEARCH * HTTP/1.1\r\nInfohash: ${'a'.repeat(40)}\r\n\r\n`],
    ['port 0', `BT-SEARCH * HTTP/1.1\r\nPort: 0\r\nInfohash: ${'a'.repeat(40)}\r\n\r\n`],
    ['a port too high', `BT-SEARCH * HTTP/1.1\r\nPort: 65536\r\nInfohash: ${'a'.repeat(40)}\r\n\r\n`],
    ['a port that is no number', `BT-SEARCH * HTTP/1.1\r\nPort: 1e3\r\nInfohash: ${'a'.repeat(40)}\r\n\r\n`],
    ['a short infohash', `BT-SEARCH * HTTP/1.1\r\nPort: 1\r\nInfohash: ${'a'.repeat(39)}\r\n\r\n`],
    ['no infohash', 'BT-SEARCH * HTTP/1.1\r\nPort: 1\r\n\r\n'],
    ['too much', `BT-SEARCH * HTTP/1.1\r\nPort: 1\r\nInfohash: ${'a'.repeat(40)}\r\nX: ${'x'.repeat(2_000)}\r\n\r\n`],
  ])('is refused with %s', (_, text) => expect(parseAnnouncement(text)).toBeNull())

  it('believes a bounded number of infohashes, each once', () => {
    const text = 'BT-SEARCH * HTTP/1.1\r\nPort: 1\r\n' + `Infohash:${'c'.repeat(40)}\r\n`.repeat(28)
    expect(parseAnnouncement(text)?.infoHashes).toEqual(['c'.repeat(40)])
  })

  it('whatever the bytes, is either refused or well formed', () => {
    const noise = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('BT-SEARCH * HTTP/1.1\r\n', 'Port: ', 'Infohash: ', '\r\n', ':', '6881', 'a'.repeat(40)),
      ),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(noise, (parts) => {
        const parsed = parseAnnouncement(parts.join(''))
        if (parsed === null) return
        expect(parsed.port).toBeGreaterThan(0)
        expect(parsed.port).toBeLessThan(65_536)
        expect(parsed.infoHashes.every((hash) => /^[0-9a-f]{40}$/.test(hash))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
