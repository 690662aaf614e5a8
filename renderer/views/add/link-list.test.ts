import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLink, linksIn } from './link-list.ts'

const HASH = '0123456789abcdef0123456789abcdef01234567'

describe('links in a text', () => {
  it('takes several, however they are set apart, in their order', () => {
    const text = `magnet:?xt=urn:btih:${HASH}&dn=A\n\n  https://example.org/a.torrent\t${HASH}`
    expect(linksIn(text).links).toEqual([`magnet:?xt=urn:btih:${HASH}&dn=A`, 'https://example.org/a.torrent', HASH])
  })

  it('names each once', () => expect(linksIn(`${HASH} ${HASH}`).links).toEqual([HASH]))

  it('sets aside what is no link', () => {
    const found = linksIn('see https://example.org/a.torrent or ftp://example.org/b')
    expect(found.links).toEqual(['https://example.org/a.torrent'])
    expect(found.unknown).toEqual(['see', 'or', 'ftp://example.org/b'])
  })

  it('knows base32 infohashes', () => {
    expect(isLink('MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U')).toBe(true)
    expect(isLink('MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43')).toBe(false)
  })

  it('never takes more than a hundred', () => {
    fc.assert(
      fc.property(fc.array(fc.webUrl(), { maxLength: 150 }), (urls) => {
        expect(linksIn(urls.join('\n')).links.length).toBeLessThanOrEqual(100)
      }),
      { numRuns: 20 },
    )
  })
})
