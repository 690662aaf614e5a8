// Keeps account of every connection of a torrent from the meter's events alone, for tests that compare both sides.

import type { MeterEvents, PeerKey, PeerMeter } from '../swarm.ts'

export interface Account {
  accepted: number
  verified: number
  bad: number
  written: number
  /** What the port said when the connection ended. */
  closed: PeerMeter | null
}

export interface PeerBooks {
  readonly meter: MeterEvents
  /** By connection, in the order they came. */
  readonly accounts: ReadonlyMap<PeerKey, Account>
}

export const peerBooks = (): PeerBooks => {
  const accounts = new Map<PeerKey, Account>()
  const of = (peer: PeerKey): Account => {
    const account = accounts.get(peer)
    if (!account) throw new Error('an event of a peer that is not up')
    return account
  }
  return {
    accounts,
    meter: {
      peerUp: (peer) => void accounts.set(peer, { accepted: 0, verified: 0, bad: 0, written: 0, closed: null }),
      peerDown: (peer, meter) => void (of(peer).closed = meter),
      accepted: (peer, _, bytes) => void (of(peer).accepted += bytes),
      verified: (peer, _, bytes) => void (of(peer).verified += bytes),
      bad: (peer, _, bytes) => void (of(peer).bad += bytes),
      dropped: () => undefined,
      written: (peer, bytes) => void (of(peer).written += bytes),
    },
  }
}
