import { expect, it } from 'vitest'
import { unknownNetwork } from '../net/network-state.ts'
import { nothingEarned, type Listening } from './nothing-earned.ts'
import type { SellingTick } from './speed-tick.ts'

const busy: SellingTick = { offering: 3, wanting: 5, buyers: 2, broke: 0, paying: 1 }
const idle: SellingTick = { ...busy, paying: 0 }
const open: Listening = { port: 6881, network: { ...unknownNetwork, reachedAt: 5 } }

it('is nothing to explain while somebody pays, or nothing is known', () => {
  expect(nothingEarned(busy, open)).toBeNull()
  expect(nothingEarned(null, open)).toBeNull()
})

it.each([
  [{ ...idle, offering: 0 }, 'nothing-to-seed'],
  [{ ...idle, wanting: 0, buyers: 0 }, 'nobody-wants'],
  [{ ...idle, buyers: 0 }, 'no-buyers'],
  [{ ...idle, broke: 2 }, 'buyers-without-deposit'],
  [{ ...idle, broke: 1 }, 'outbid-elsewhere'],
] as const)('names the first thing that is missing: %o is %s', (tick, why) => {
  expect(nothingEarned(tick, open)).toBe(why)
})

const unreached = { ...unknownNetwork, reachedAt: null }
it.each<[string, Listening['network'], number | null, string]>([
  ['listens on no port', unreached, null, 'port-closed'],
  ['is behind a second router', { ...unreached, innerRouter: '100.64.0.1' }, 6881, 'port-closed'],
  ['was refused a port', { ...unreached, upnp: { state: 'refused', why: 'conflict' } }, 6881, 'port-closed'],
  [
    'was refused by one way and given it by the other',
    { ...unreached, upnp: { state: 'refused', why: 'conflict' }, natPmp: { state: 'mapped', port: 1, udp: true } },
    6881,
    'nobody-wants',
  ],
  ['has heard nothing either way', unreached, 6881, 'nobody-wants'],
  [
    'was reached, whatever the router says',
    { ...unreached, reachedAt: 1, innerRouter: '100.64.0.1' },
    6881,
    'nobody-wants',
  ],
])('says that the port is closed only where something shows it: one that %s', (_who, network, port, why) => {
  expect(nothingEarned({ ...idle, wanting: 0, buyers: 0 }, { port, network })).toBe(why)
})
