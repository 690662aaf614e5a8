// How the peers of a torrent are ordered. Pure. Peers that compare equal keep the order of their keys, so that a table
// refreshed every second does not shuffle rows that look the same.

import type { PeerRow } from '../../../app/torrent/details.ts'

export type PeerColumn =
  | 'address'
  | 'client'
  | 'connection'
  | 'source'
  | 'progress'
  | 'traffic'
  | 'downRate'
  | 'upRate'
  | 'downloaded'
  | 'uploaded'

export interface PeerSort {
  readonly column: PeerColumn
  readonly descending: boolean
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** How much goes on: data flowing counts more than data waited for. */
const flow = (peer: PeerRow): number =>
  (peer.weInterested ? (peer.theyChoke ? 1 : 4) : 0) + (peer.theyInterested ? (peer.weChoke ? 1 : 2) : 0)

const compare = (a: PeerRow, b: PeerRow, column: PeerColumn): number => {
  switch (column) {
    case 'address':
    case 'client':
    case 'source':
      return collator.compare(a[column], b[column])
    case 'connection':
      return collator.compare(a.transport, b.transport) || Number(a.encrypted) - Number(b.encrypted)
    case 'traffic':
      return flow(a) - flow(b)
    default:
      return a[column] - b[column]
  }
}

export const orderPeers = (peers: readonly PeerRow[], sort: PeerSort): PeerRow[] => {
  const sign = sort.descending ? -1 : 1
  return peers.toSorted((a, b) => sign * compare(a, b, sort.column) || collator.compare(a.key, b.key))
}

/** The next sort when a header is pressed: the other direction, or figures from the largest and words from A. */
export const nextSort = (sort: PeerSort, column: PeerColumn): PeerSort => {
  if (sort.column === column) return { column, descending: !sort.descending }
  const words: readonly PeerColumn[] = ['address', 'client', 'connection', 'source']
  return { column, descending: !words.includes(column) }
}
