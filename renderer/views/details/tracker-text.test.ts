import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textToTiers, tiersToText } from './tracker-text.ts'

const url = fc.webUrl({ validSchemes: ['http', 'https', 'udp', 'wss'] })

describe('trackers as text', () => {
  it('reads back the tiers it wrote', () => {
    const tiers = fc.uniqueArray(url, { maxLength: 12 }).chain((urls) =>
      fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 }).map((sizes) => {
        let at = 0
        return sizes.map((size) => urls.slice(at, (at += size))).filter((tier) => tier.length > 0)
      }),
    )
    fc.assert(
      fc.property(tiers, (list) => {
        expect(textToTiers(tiersToText(list))).toEqual({ ok: true, value: list })
      }),
    )
  })

  it('takes several blank lines and stray spaces as one break between tiers', () => {
    const text = '\n  udp://a.example:1337 \n\n\n\t\nhttp://b.example/announce\nhttps://c.example/announce\n'
    expect(textToTiers(text)).toEqual({
      ok: true,
      value: [['udp://a.example:1337'], ['http://b.example/announce', 'https://c.example/announce']],
    })
  })

  it('keeps an address once, at its first place', () => {
    expect(textToTiers('http://a.example/\n\nhttp://a.example/\nhttp://b.example/')).toEqual({
      ok: true,
      value: [['http://a.example/'], ['http://b.example/']],
    })
  })

  it('names the line and the reason of what it cannot use', () => {
    expect(textToTiers('http://a.example/\n\nnonsense')).toMatchObject({
      ok: false,
      error: { line: 3, url: 'nonsense', why: 'not-an-address' },
    })
    expect(textToTiers('ftp://a.example/')).toMatchObject({ ok: false, error: { line: 1, why: 'unknown-scheme' } })
    expect(textToTiers(`http://a.example/${'x'.repeat(3000)}`)).toMatchObject({ error: { why: 'too-long' } })
    expect(textToTiers(Array.from({ length: 300 }, (_, i) => `http://a.example/${i}`).join('\n'))).toMatchObject({
      error: { why: 'too-many', line: 201 },
    })
  })

  it('reads nothing from an empty text', () => expect(textToTiers(' \n\n')).toEqual({ ok: true, value: [] }))
})
