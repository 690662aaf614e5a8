import { describe, expect, it } from 'vitest'
import type { PeerRow } from '../../../app/torrent/details.ts'
import { nextSort, orderPeers } from './peer-order.ts'

const peer = (key: string, rest: Partial<PeerRow> = {}): PeerRow => ({
  key,
  address: key,
  client: 'Some 1.0',
  transport: 'tcp',
  encrypted: false,
  incoming: false,
  source: 'tracker',
  progress: 0,
  downRate: 0,
  upRate: 0,
  downloaded: 0,
  uploaded: 0,
  weInterested: false,
  weChoke: true,
  theyInterested: false,
  theyChoke: true,
  ...rest,
})

const keys = (peers: readonly PeerRow[]): string[] => peers.map(({ key }) => key)

describe('the order of peers', () => {
  it('puts the fastest first and equal ones by their key, whichever way it is turned', () => {
    const peers = [peer('c'), peer('a', { downRate: 5 }), peer('b'), peer('d', { downRate: 9 })]
    expect(keys(orderPeers(peers, { column: 'downRate', descending: true }))).toEqual(['d', 'a', 'b', 'c'])
    expect(keys(orderPeers(peers, { column: 'downRate', descending: false }))).toEqual(['b', 'c', 'a', 'd'])
  })

  it('reads addresses as numbers, not letters', () => {
    const peers = [peer('10.0.0.10:1'), peer('10.0.0.9:1')]
    expect(keys(orderPeers(peers, { column: 'address', descending: false }))).toEqual(['10.0.0.9:1', '10.0.0.10:1'])
  })

  it('turns round on the second press and starts figures from the largest', () => {
    const first = nextSort({ column: 'address', descending: false }, 'upRate')
    expect(first).toEqual({ column: 'upRate', descending: true })
    expect(nextSort(first, 'upRate')).toEqual({ column: 'upRate', descending: false })
    expect(nextSort(first, 'client')).toEqual({ column: 'client', descending: false })
  })
})
