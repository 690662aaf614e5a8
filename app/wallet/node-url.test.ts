import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNodeUrl, isUnprotected } from './node-url.ts'

const good = [
  'https://api.trongrid.io',
  'http://127.0.0.1:8090',
  'http://localhost:65535/',
  'https://node.example.org:8090/key/abc%20d',
  'http://[::1]:8090',
  'https://[2001:db8::7]/path',
]
const bad = [
  '',
  'a',
  'ftp://a',
  'http://',
  'http://a:99999',
  'http://a:65536',
  'http://a:0',
  'http://a:port',
  'http://a b',
  'http://a/?key=1',
  'http://a/#b',
  'http://user@a',
  'http://1.2.3.999',
  'http://1.2.3',
  'http://300',
  'http://[::1',
  'http://[:::1]',
  'http://[1:2:3:4:5:6:7:8:9]',
  'http://a..b',
  'http://my_node:9090',
  'http://-a.b',
  'http://%zz',
  'http://xn--a',
  `http://${'a'.repeat(64)}`,
]

describe('the web address of a node', () => {
  it.each(good)('is %s', (text) => expect(isNodeUrl(text)).toBe(true))
  it.each(bad)('is not %s', (text) => expect(isNodeUrl(text)).toBe(false))

  it('can always be opened once it is taken', () => {
    const part = fc.string({ unit: fc.constantFrom(...'a Z 0 9 . : - _ [ ] % / x @ ~'.split(' ')), maxLength: 24 })
    const near = fc
      .constantFrom(...good, ...bad)
      .chain((url) => fc.tuple(fc.nat(url.length), part).map(([at, text]) => url.slice(0, at) + text + url.slice(at)))
    const property = fc.property(
      fc.oneof(
        near,
        part.map((text) => `http://${text}`),
      ),
      (url) => {
        expect(!isNodeUrl(url) || URL.canParse(url)).toBe(true)
      },
    )
    fc.assert(property, { numRuns: 5_000 })
  })

  it('is unprotected over http, unless it is of this computer', () => {
    expect(isUnprotected('http://node.example.org:8090')).toBe(true)
    expect(isUnprotected('HTTP://10.0.0.7')).toBe(true)
    expect(isUnprotected('https://node.example.org')).toBe(false)
    expect(isUnprotected('http://127.0.0.1:8090')).toBe(false)
    expect(isUnprotected('http://localhost')).toBe(false)
    expect(isUnprotected('http://localhost.example.org')).toBe(true)
  })
})
