import { isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInNetwork, isPublicAddress, networkOf, parseV4, parseV6 } from './address.ts'

const near = [
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '240.0.0.1',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::808:808',
  '64:ff9b:1:a00:0:100:808:808',
  '2002:7f00:1::',
  '2001:db8::1',
  '2001::1',
  'fe80::1',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  '::127.0.0.1',
  'fec0::1',
]
const far = ['1.1.1.1', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808']

describe('an address', () => {
  it.each(near)('%s is not of the open internet', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
  it.each(far)('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
  it.each([
    '',
    'localhost',
    '127.1',
    '0177.0.0.1',
    '0x7f.1',
    '2130706433',
    '1.2.3.4.5',
    ':::',
    '1::2::3',
    'fe80::1%eth0',
  ])('%s is none, and so refused', (text) => {
    expect(isPublicAddress(text)).toBe(false)
  })
  it('is read as the system reads it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), (text) => {
        expect(parseV4(text) !== null).toBe(isIPv4(text))
        if (!text.includes('%')) expect(parseV6(text) !== null).toBe(isIPv6(text))
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a network', () => {
  it('holds the addresses that begin with its bits, and no others', () => {
    expect(isInNetwork('192.168.1.77', '192.168.1.5/24')).toBe(true)
    expect(isInNetwork('192.168.2.77', '192.168.1.5/24')).toBe(false)
    expect(isInNetwork('192.168.2.77', '192.168.1.5/22')).toBe(true)
    expect(isInNetwork('fd00:1::9', 'fd00:1::1/64')).toBe(true)
    expect(isInNetwork('fe80::9%eth0', 'fe80::1/64')).toBe(true)
    expect(isInNetwork('fd00:2::9', 'fd00:1::1/64')).toBe(false)
    expect(isInNetwork('10.0.0.1', 'fd00::/8')).toBe(false)
    for (const block of ['', '10.0.0.1', '10.0.0.1/', '10.0.0.1/33', '10.0.0.1/x', '/8']) {
      expect(isInNetwork('10.0.0.1', block)).toBe(false)
    }
  })

  it('of 0 bits holds all of its kind, of all bits itself alone', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), (one, other) => {
        expect(isInNetwork(one, `${other}/0`)).toBe(true)
        expect(isInNetwork(one, `${other}/32`)).toBe(one === other)
      }),
    )
  })
})

describe('the network of an address', () => {
  it('is the 256 around it, or what one customer has of IPv6, and the same however it is written', () => {
    expect(networkOf('203.0.113.7')).toBe(networkOf('203.0.113.250'))
    expect(networkOf('203.0.113.7')).toBe(networkOf('::ffff:203.0.113.7'))
    expect(networkOf('203.0.113.7')).not.toBe(networkOf('203.0.112.7'))
    expect(networkOf('2a00:1:2:3::1')).toBe(networkOf('2a00:1:2:ffff::9'))
    expect(networkOf('2a00:1:2::1')).not.toBe(networkOf('2a00:1:3::1'))
  })

  it('is nothing for what is no address', () => {
    expect(networkOf('example.org')).toBe('')
  })
})
