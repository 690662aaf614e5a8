import { describe, expect, it } from 'vitest'
import { addressKind } from './address-kind.ts'
import { mayReach, mayReachWebSeed } from './reach.ts'

describe('the kind of an address', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['::ffff:8.8.8.8', 'public'],
    ['127.0.0.1', 'loopback'],
    ['127.255.1.1', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['10.0.0.1', 'local'],
    ['172.31.0.1', 'local'],
    ['192.168.3.4', 'local'],
    ['169.254.169.254', 'local'],
    ['100.64.0.1', 'local'],
    ['fe80::1', 'local'],
    ['fd00::1', 'local'],
    ['0.0.0.0', 'unusable'],
    ['::', 'unusable'],
    ['224.0.0.1', 'unusable'],
    ['239.1.1.1', 'unusable'],
    ['255.255.255.255', 'unusable'],
    ['240.0.0.1', 'unusable'],
    ['ff02::1', 'unusable'],
    ['2001:db8::1', 'unusable'],
    ['172.32.0.1', 'public'],
    ['localhost', 'unusable'],
    ['0x7f.1', 'unusable'],
  ])('%s is %s', (address, kind) => expect(addressKind(address)).toBe(kind))
})

describe('a tracker’s URL', () => {
  const url = { host: 'tracker.example', path: '/announce', localAllowed: false, from: null }

  it('leads anywhere on the internet', () => {
    expect(mayReach('8.8.8.8', url)).toBe(true)
    expect(mayReach('2606:4700::1111', { ...url, path: '/x', from: 'public' })).toBe(true)
  })

  it('leads to this computer only when it names it, and only to what looks like a tracker', () => {
    expect(mayReach('127.0.0.1', { ...url, host: '127.0.0.1' })).toBe(true)
    expect(mayReach('::1', { ...url, host: 'localhost' })).toBe(true)
    expect(mayReach('127.0.0.1', { ...url, host: '127.0.0.1', path: '/admin?reset' })).toBe(false)
    expect(mayReach('127.0.0.1', { ...url, host: '0x7f.1' })).toBe(false)
    expect(mayReach('127.0.0.1', url)).toBe(false)
  })

  it('leads to the own network only when the user allowed that', () => {
    expect(mayReach('192.168.1.1', { ...url, host: '192.168.1.1' })).toBe(false)
    expect(mayReach('192.168.1.1', { ...url, host: '192.168.1.1', localAllowed: true })).toBe(true)
    expect(mayReach('169.254.169.254', url)).toBe(false)
  })

  it('is never redirected from the internet to the own network or computer', () => {
    const redirected = { ...url, host: 'localhost', localAllowed: true, from: 'public' as const }
    expect(mayReach('127.0.0.1', redirected)).toBe(false)
    expect(mayReach('10.0.0.1', redirected)).toBe(false)
    expect(mayReach('10.0.0.1', { ...redirected, from: 'local' })).toBe(true)
  })

  it('leads nowhere that is no place', () => {
    for (const address of ['0.0.0.0', '224.0.0.1', '255.255.255.255', '::', 'ff02::1', 'nonsense'])
      expect(mayReach(address, { ...url, localAllowed: true })).toBe(false)
  })
})

describe('the URL of a web seed', () => {
  const url = { query: '', localAllowed: false, from: null }

  it('leads to the internet, and to the own network and computer only when the user allowed that', () => {
    for (const address of ['127.0.0.1', '::1', '192.168.1.1', '169.254.169.254', 'fe80::1', '::ffff:10.0.0.1']) {
      expect(mayReachWebSeed(address, url)).toBe(false)
      expect(mayReachWebSeed(address, { ...url, localAllowed: true })).toBe(true)
      expect(mayReachWebSeed(address, { ...url, localAllowed: true, query: '?do=it' })).toBe(false)
      expect(mayReachWebSeed(address, { ...url, localAllowed: true, from: 'public' })).toBe(false)
    }
    expect(mayReachWebSeed('1.1.1.1', { ...url, query: '?file=x', from: 'public' })).toBe(true)
    expect(mayReachWebSeed('0.0.0.0', { ...url, localAllowed: true })).toBe(false)
  })
})
