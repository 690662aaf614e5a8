// Links in a piece of text: what a paste, a drop or the paste-link dialog may hold. Pure; how a text is taken apart is
// app/torrent/magnet.ts's, here is what to say of the rest of it.

import { splitPaste, type PastedLinks } from '../../../app/torrent/magnet.ts'

export interface LinkList extends PastedLinks {
  /** Words that are part of no link. */
  readonly unknown: readonly string[]
}

/** Words without what may stand around a link. */
const wordsOf = (text: string): string[] => text.split(/[\s<>"'`,;()]+/u).map((word) => word.replace(/[.:]+$/u, ''))

export const linksIn = (text: string): LinkList => {
  const found = splitPaste(text)
  const known = new Set([...found.links, ...found.beyond].flatMap(wordsOf))
  const words = new Set(wordsOf(text))
  return { ...found, unknown: [...words].filter((word) => /[\p{L}\p{N}]/u.test(word) && !known.has(word)) }
}
