import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { peerAddress } from './peer-address.ts'

const port = fc.integer({ min: 1, max: 65_535 })

describe('a peer’s address', () => {
  it('takes every IPv4 and bracketed IPv6 address with a port', () => {
    fc.assert(
      fc.property(fc.ipV4(), port, (host, p) => {
        expect(peerAddress(`${host}:${p}`)).toBe(`${host}:${p}`)
      }),
    )
    fc.assert(
      fc.property(fc.ipV6(), port, (host, p) => {
        expect(peerAddress(`[${host}]:${p}`)).toBe(`[${host}]:${p}`)
      }),
    )
  })

  it('forgives spaces around and zeros before the port', () => {
    expect(peerAddress(' 192.0.2.7:06881 ')).toBe('192.0.2.7:6881')
  })

  it.each([
    '',
    '192.0.2.7',
    '192.0.2.7:0',
    '192.0.2.7:65536',
    '2001:db8::7:6881',
    '[192.0.2.7]:80',
    'example.org:6881',
    '300.0.0.1:80',
    '[zz::1]:80',
  ])('refuses %s', (text) => expect(peerAddress(text)).toBe(null))
})
