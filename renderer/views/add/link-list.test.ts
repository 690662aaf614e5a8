import { describe, expect, it } from 'vitest'
import { linksIn } from './link-list.ts'

const HASH = '0123456789abcdef0123456789abcdef01234567'

describe('links in a text', () => {
  it('takes several, however they are set apart, in their order', () => {
    const text = `magnet:?xt=urn:btih:${HASH}&dn=A\n\n  https://example.org/a.torrent\t${HASH}`
    expect(linksIn(text)).toEqual({
      links: [`magnet:?xt=urn:btih:${HASH}&dn=A`, 'https://example.org/a.torrent', HASH],
      beyond: [],
      unknown: [],
    })
  })

  it('takes off what a mail or a list puts around them', () => {
    const text = `<https://example.org/a.torrent>, "${HASH}"; ‘x’`
    expect(linksIn(text)).toMatchObject({ links: ['https://example.org/a.torrent', HASH], unknown: ['‘x’'] })
  })

  it('counts the words of a name as part of its magnet link', () => {
    expect(linksIn(`magnet:?xt=urn:btih:${HASH}&dn=My Film (2024)`).unknown).toEqual([])
  })

  it('sets aside what is no link', () => {
    const found = linksIn('see https://example.org/a.torrent or ftp://example.org/b')
    expect(found.links).toEqual(['https://example.org/a.torrent'])
    expect(found.unknown).toEqual(['see', 'or', 'ftp://example.org/b'])
  })

  it('takes 500 and counts the rest', () => {
    const magnets = Array.from({ length: 750 }, (_, n) => `magnet:?xt=urn:btih:${n.toString(16).padStart(40, '0')}`)
    const { links, beyond, unknown } = linksIn(magnets.join('\n'))
    expect([links.length, beyond.length, unknown.length]).toEqual([500, 250, 0])
  })
})
