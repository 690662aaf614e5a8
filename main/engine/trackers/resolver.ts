// Turns the host of a tracker's or web seed's URL into addresses we may connect to: every address is checked, and the
// caller connects to what was checked, never to the name again. Remembers answers for a minute, for thousands of
// torrents share trackers.

import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { addressKind, type AddressKind } from '../../../app/net/address-kind.ts'
import { mayReach, type Approach } from '../../../app/net/reach.ts'
import { fail, ok, type Result } from '../../../app/result.ts'
import type { TrackerFailure } from '../../../app/trackers/announce.ts'

const KEEP = 60_000
const MAX_NAMES = 1_000

export interface Resolved {
  readonly address: string
  readonly family: 4 | 6
}

export type Lookup = (host: string) => Promise<readonly Resolved[]>

const systemLookup: Lookup = async (host) =>
  (await lookup(host, { all: true })).map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))

export const bareHost = (host: string): string => host.replace(/^\[|\]$/g, '')

/** Hands out what was resolved and checked before, whatever it is asked for. */
export const pinned =
  (addresses: readonly Resolved[]): LookupFunction =>
  (_host, options, done) => {
    const [first] = addresses
    if (options.all) return done(null, [...addresses])
    done(null, first?.address ?? '', first?.family ?? 4)
  }

/** Of several addresses the internet's counts: what it answers must not gain more trust by a second address. */
export const worstKind = (addresses: readonly Resolved[]): AddressKind => {
  const kinds = addresses.map(({ address }) => addressKind(address))
  return kinds.includes('public') ? 'public' : (kinds[0] ?? 'public')
}

export class Resolver {
  readonly #lookup: Lookup
  readonly #known = new Map<string, { readonly at: number; readonly found: Promise<readonly Resolved[]> }>()

  constructor(lookupNames: Lookup = systemLookup) {
    this.#lookup = lookupNames
  }

  /** At least one address, IPv4 first, or why there is none. */
  async resolve(approach: Approach): Promise<Result<readonly Resolved[], TrackerFailure>> {
    const found = await this.addresses(approach.host)
    if (!found || found.length === 0) return fail({ problem: 'no-such-name', message: null })
    const allowed = found.filter(({ address }) => mayReach(address, approach))
    if (allowed.length === 0) return fail({ problem: 'refused-address', message: null })
    return ok(allowed.toSorted((a, b) => a.family - b.family))
  }

  /** All of them, whatever they lead to: to be checked before anything connects. Null: there is no such name. */
  async addresses(host: string): Promise<readonly Resolved[] | null> {
    const family = isIP(host)
    if (family !== 0) return [{ address: host, family: family === 6 ? 6 : 4 }]
    const now = performance.now()
    const known = this.#known.get(host)
    if (known && now - known.at < KEEP) return known.found.catch(() => null)
    if (this.#known.size >= MAX_NAMES) this.#known.clear()
    const found = this.#lookup(host)
    this.#known.set(host, { at: now, found })
    return found.catch(() => {
      this.#known.delete(host)
      return null
    })
  }
}
