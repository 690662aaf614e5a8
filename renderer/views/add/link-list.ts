// Links in a piece of text: what a paste, a drop or the paste-link dialog may hold. Pure; only sorts out what could be
// a torrent, the engine decides what is. Invariant: nothing is named twice, and order is kept.

export interface LinkList {
  /** Magnet links, bare infohashes, http(s) addresses: at most 100. */
  readonly links: readonly string[]
  /** Words that are none of these. */
  readonly unknown: readonly string[]
}

const MOST = 100
/** Hex (v1), or base32 (BEP 9). */
const INFO_HASH = /^(?:[0-9a-f]{40}|[a-z2-7]{32})$/i

export const isLink = (word: string): boolean =>
  /^magnet:\?/i.test(word) || /^https?:\/\/[^/]/i.test(word) || INFO_HASH.test(word)

export const linksIn = (text: string): LinkList => {
  const words = [...new Set(text.split(/\s+/).filter((word) => word !== ''))]
  return { links: words.filter(isLink).slice(0, MOST), unknown: words.filter((word) => !isLink(word)) }
}
