// A connected peer as the Peers tab shows it.

import type Wire from 'bittorrent-protocol'
import type Peer from 'webtorrent/lib/peer.js'
import { clientName } from '../../../app/swarm/client-name.ts'
import type { PeerRow, PeerSource } from '../../../app/torrent/details.ts'
import { quantiseRate } from '../../../app/torrent/status.ts'
import type { WireSession } from './wire-session.ts'

export interface Connected {
  readonly peer: Peer
  readonly address: string
  readonly source: PeerSource
  /** When the handshake was through, on the swarm's clock. */
  readonly since: number
  /** Payload both ways, and when it last grew. */
  moved: number
  movedAt: number
  probedAt: number
}

/** RC4 chosen for the payload (MSE); 1 is plaintext after an encrypted handshake. */
const RC4 = 2

/** `session` is null while only the metadata is wanted. */
export const peerRow = (
  wire: Wire,
  { peer, address, source }: Connected,
  session: WireSession | null,
  now: number,
): PeerRow => {
  const announced = wire.peerExtendedHandshake['v']
  const name = announced instanceof Uint8Array ? Buffer.from(announced).toString('utf8') : null
  return {
    key: peer.id,
    address,
    source,
    client: clientName(name, wire.peerId),
    transport: peer.type.startsWith('utp') ? 'utp' : 'tcp',
    encrypted: wire._encryptionMethod === RC4,
    incoming: peer.type.endsWith('Incoming'),
    progress: Math.floor((session?.progress ?? 0) * 1000) / 1000,
    downRate: quantiseRate(session?.down.rate(now) ?? 0),
    upRate: quantiseRate(session?.up.rate(now) ?? 0),
    downloaded: session?.down.total ?? 0,
    uploaded: session?.up.total ?? 0,
    weInterested: wire.amInterested,
    weChoke: wire.amChoking,
    theyInterested: wire.peerInterested,
    theyChoke: wire.peerChoking,
  }
}
