import { describe, expect, it } from 'vitest'
import { network as words } from '../../messages/en/network.ts'
import { addressFact, portFact, reachFact, routerFact, serviceFact } from './network-facts.ts'
import { unknownNetwork } from '../../../app/net/network-state.ts'

const NOW = Date.parse('2026-11-20T16:30:00')

describe('what is said of the network', () => {
  it('is what was seen, and nothing more', () => {
    expect(reachFact(words, null, NOW)).toEqual({ tone: 'waiting', text: words.reachUnknown })
    expect(reachFact(words, NOW - 60_000, NOW).text).toBe('Reachable: someone connected from outside at 16:29.')
    expect(reachFact(words, NOW - 2 * 86_400_000, NOW).text).toContain('18 Nov 2026')
    expect(addressFact(words, unknownNetwork)).toEqual({ tone: 'waiting', text: words.addressUnknown })
  })

  it('names the port in use when another program has the wanted one', () => {
    expect(portFact(words, 50_000, 50_000)).toEqual({ tone: 'good', text: 'Listening on 50000.' })
    expect(portFact(words, 50_000, 0).tone).toBe('good')
    expect(portFact(words, 43_210, 50_000)).toEqual({
      tone: 'bad',
      text: '50000 is used by another program. Listening on 43210 instead.',
    })
    expect(portFact(words, null, 50_000).tone).toBe('bad')
  })

  it('counts who a service works with, and says why it does not', () => {
    expect(serviceFact(words, 'dht', { state: 'working', count: 1 }).text).toBe('Working with 1 node, IPv4 only')
    expect(serviceFact(words, 'lsd', { state: 'working', count: 2 }).text).toBe(
      'Working: 2 peers found on your network',
    )
    expect(serviceFact(words, 'utp', { state: 'failed', why: 'not-available' }).tone).toBe('bad')
    expect(serviceFact(words, 'pex', { state: 'off' })).toEqual({ tone: 'off', text: words.off })
  })

  it('tells a mapping from a refusal, and a second router from an address', () => {
    expect(routerFact(words, { state: 'mapped', port: 50_001, udp: true }).text).toBe(
      'Mapped by the router to port 50001',
    )
    expect(routerFact(words, { state: 'refused', why: 'conflict' })).toEqual({
      tone: 'bad',
      text: 'The router refused: another device has the port',
    })
    expect(addressFact(words, { ...unknownNetwork, innerRouter: '100.64.0.7' }).tone).toBe('bad')
  })
})
