// Trackers as text to edit: one address a line, a blank line between tiers (BEP 12). Reads back what it writes.
// Leaves sending to the caller; what comes out of parsing is always acceptable to `torrents.setTrackers`.

import { fail, ok, type Result } from '../../../app/result.ts'

export type Tiers = readonly (readonly string[])[]

export interface TrackerFault {
  /** 1-based line in the text. */
  readonly line: number
  readonly url: string
  readonly why: 'not-an-address' | 'unknown-scheme' | 'too-long' | 'too-many'
}

const SCHEMES = new Set(['http:', 'https:', 'udp:', 'ws:', 'wss:'])
const LONGEST = 2048
const MOST_IN_TIER = 200
const MOST_TIERS = 200

export const tiersToText = (tiers: Tiers): string =>
  tiers
    .filter((tier) => tier.length > 0)
    .map((tier) => tier.join('\n'))
    .join('\n\n')

const faultOf = (url: string): TrackerFault['why'] | null => {
  if (url.length > LONGEST) return 'too-long'
  const parsed = URL.parse(url)
  if (parsed === null || parsed.host === '') return 'not-an-address'
  return SCHEMES.has(parsed.protocol) ? null : 'unknown-scheme'
}

/** The tiers of the text, each address once (its first place counts), or the first line that cannot be used. */
export const textToTiers = (text: string): Result<string[][], TrackerFault> => {
  const tiers: string[][] = []
  const seen = new Set<string>()
  let tier: string[] = []
  const endTier = (): void => {
    if (tier.length > 0) tiers.push(tier)
    tier = []
  }
  for (const [index, raw] of text.split('\n').entries()) {
    const url = raw.trim()
    if (url === '') {
      endTier()
      continue
    }
    const full = tier.length === MOST_IN_TIER || tiers.length === MOST_TIERS
    const why = full ? 'too-many' : faultOf(url)
    if (why !== null) return fail({ line: index + 1, url, why })
    if (!seen.has(url)) tier.push(url)
    seen.add(url)
  }
  endTier()
  return ok(tiers)
}
