// Which addresses the URL of a tracker or a web seed may lead us to (server-side request forgery): the open internet
// always; this computer and the own network only where the user allowed it, or a tracker's URL says so openly. A
// redirect never leads from the internet to either. Decided for every address a name resolves to, before connecting to
// it.

import { addressKind, type AddressKind } from './address-kind.ts'

export interface Approach {
  /** As in the URL, without brackets. */
  readonly host: string
  /** Path of the URL; what it leads to must look like a tracker when it is on this computer. */
  readonly path: string
  /** The user opened the own network to trackers. */
  readonly localAllowed: boolean
  /** Redirected here from an address of this kind; null: this is the URL itself. */
  readonly from: AddressKind | null
}

const isLoopbackName = (host: string): boolean => host === 'localhost' || addressKind(host) === 'loopback'

const isTrackerPath = (path: string): boolean => /^\/(?:announce|scrape)/.test(path)

/** May we connect to `address` for this URL? */
export const mayReach = (address: string, { host, path, localAllowed, from }: Approach): boolean => {
  const kind = addressKind(address)
  if (kind === 'public') return true
  if (kind === 'unusable' || from === 'public') return false
  if (localAllowed) return true
  return kind === 'loopback' && isLoopbackName(host) && isTrackerPath(path)
}

/**
 * May we connect to `address` for a web seed's URL? Not for one with a query on the own network: what a device there
 * does is mostly asked of it by a query.
 */
export const mayReachWebSeed = (
  address: string,
  { query, localAllowed, from }: Pick<Approach, 'localAllowed' | 'from'> & { readonly query: string },
): boolean => {
  const kind = addressKind(address)
  if (kind === 'public') return true
  return kind !== 'unusable' && from !== 'public' && localAllowed && query === ''
}
