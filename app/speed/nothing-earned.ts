// Why nothing comes in while selling is on, from what the engine sees and what is known of the network. Invariant: it
// names the first thing that is missing, and "port closed" only where something shows that it is.

import type { NetworkState, RouterState } from '../net/network-state.ts'
import type { NothingEarned } from './speed-state.ts'
import type { SellingTick } from './speed-tick.ts'

export interface Listening {
  /** Null: on none. */
  readonly port: number | null
  readonly network: Pick<NetworkState, 'reachedAt' | 'innerRouter' | 'upnp' | 'natPmp'>
}

const isMapped = ({ state }: RouterState): boolean => state === 'mapped'
const isRefused = ({ state }: RouterState): boolean => state === 'refused'

const isClosed = ({ port, network: { reachedAt, innerRouter, upnp, natPmp } }: Listening): boolean => {
  if (port === null) return true
  if (reachedAt !== null) return false
  if (innerRouter !== null) return true
  return [upnp, natPmp].some(isRefused) && ![upnp, natPmp].some(isMapped)
}

/** `listening`: null while the engine has not said. Null: something does come in, or nothing is known. */
export const nothingEarned = (tick: SellingTick | null, listening: Listening | null): NothingEarned | null => {
  if (tick === null || tick.paying > 0) return null
  if (tick.offering === 0) return 'nothing-to-seed'
  if (tick.wanting === 0) return listening !== null && isClosed(listening) ? 'port-closed' : 'nobody-wants'
  if (tick.buyers === 0) return 'no-buyers'
  return tick.broke >= tick.buyers ? 'buyers-without-deposit' : 'outbid-elsewhere'
}
