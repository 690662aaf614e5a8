// Small decisions of a torrent in the swarm that need nothing of its state.

import type Wire from 'bittorrent-protocol'
import type { SwarmContext } from './swarm-context.ts'
import type { SwarmTorrent } from './swarm.ts'

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
