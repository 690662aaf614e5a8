import { describe, expect, it } from 'vitest'
import { Bans } from './bans.ts'

const liar = (address: string, incoming = false, peerId = address) => ({ address, peerId, incoming })

describe('a ban', () => {
  it('is for where the liar listens, and for its id under another port, not for others of its host', () => {
    const bans = new Bans()
    bans.add(liar('192.0.2.1:5000', false, 'abc'))
    expect(bans.bansAddress('192.0.2.1:5000')).toBe(true)
    expect(bans.bansAddress('192.0.2.1:5001')).toBe(false)
    expect(bans.bansIncoming('192.0.2.1:40000')).toBe(false)
    expect(bans.bansPeer({ address: '192.0.2.1:40000', peerId: 'abc' })).toBe(true)
    expect(bans.bansPeer({ address: '192.0.2.1:40000', peerId: 'abd' })).toBe(false)
    expect(bans.bansPeer({ address: '192.0.2.2:40000', peerId: 'abc' })).toBe(false)
  })

  it('shuts out who keeps coming from one host with a new name', () => {
    const bans = new Bans()
    for (const port of [1, 2]) bans.add(liar(`[::ffff:192.0.2.1]:${port}`, true))
    expect(bans.bansIncoming('192.0.2.1:7')).toBe(false)
    bans.add(liar('192.0.2.1:3', true))
    expect(bans.bansIncoming('[::ffff:192.0.2.1]:7')).toBe(true)
    expect(bans.bansAddress('192.0.2.1:7')).toBe(false)
  })

  it('is for the whole host once many of its peers lied, and counts a peer once', () => {
    const bans = new Bans()
    for (let again = 0; again < 9; again++) bans.add(liar('192.0.2.1:5000'))
    expect(bans.bansAddress('192.0.2.1:7')).toBe(false)
    for (let port = 5_001; port < 5_008; port++) bans.add(liar(`192.0.2.1:${port}`))
    expect(bans.bansAddress('192.0.2.1:7')).toBe(true)
    expect(bans.bansAddress('192.0.2.11:7')).toBe(false)
  })

  it('takes a /64 of IPv6 for one host, however it is written', () => {
    const bans = new Bans()
    for (const end of ['::1', ':0:0:0:2', ':1:2:3:4']) bans.add(liar(`[2001:db8:0:1${end}]:9`, true))
    expect(bans.bansIncoming('[2001:db8:0:1:ffff::]:1')).toBe(true)
    expect(bans.bansIncoming('[2001:db8:0:2::1]:1')).toBe(false)
    expect(bans.bansIncoming('[2001:db8::1]:1')).toBe(false)
  })
})
