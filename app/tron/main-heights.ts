// Whether a block could be one of TRON's main network, by its height alone. A transaction names the block it builds on,
// and nothing else of its network: one that was built on the main network's block, for whatever network it was meant,
// is good there too, and for real money. Heights of other networks are far from it: Nile is 15 million behind and stays
// so.

/** Of its first block, ms since 1970; one has come every three seconds since, but for a few that were missed. */
const FIRST_AT = 1_529_891_469_000
const BLOCK_MS = 3_000
/** Were missed at most, or are how far behind the block is that is built on: percent. So far it is less than one. */
const MOST_MISSED = 3
/** This computer's clock may be behind. */
const AHEAD_MS = 3_600_000

/** `now`: ms since 1970. */
export const mayBeMain = (height: number, now: number): boolean => {
  const most = (now + AHEAD_MS - FIRST_AT) / BLOCK_MS
  return height <= most && height >= (most * (100 - MOST_MISSED)) / 100
}
