// Small decisions of a torrent in the swarm that need nothing of its state.

import type Wire from 'bittorrent-protocol'
import type { PeerSource } from '../../../app/torrent/details.ts'
import type { SwarmContext } from './swarm-context.ts'
import type { SwarmTorrent } from './swarm.ts'

/** Who may name peers of a private torrent (BEP 27). */
export const isOfPrivate = (source: PeerSource): boolean => source === 'tracker' || source === 'manual'

export const dhtState = (isPrivate: boolean, nodes: number | null): ReturnType<SwarmTorrent['dht']> => {
  if (isPrivate) return { state: 'private', nodes: 0 }
  if (nodes === null) return { state: 'off', nodes: 0 }
  return { state: nodes > 0 ? 'working' : 'looking', nodes }
}

/** What a handler throws closes this wire and nothing else. */
export const guarded = (wire: Wire, run: () => void, log: SwarmContext['log']): void => {
  try {
    run()
  } catch (error) {
    log('warn', `peer closed: ${String(error)}`)
    wire.destroy()
  }
}
