// Whether a switch of the books is about the torrent that is in the list. A torrent that was removed and is added again
// is another one, whatever it was switched to before: by another network's books, before a crash, on another computer.
// Pure. Invariant: nothing is in force for a torrent that is not in the list.

import type { TorrentFigures } from './figures.ts'

export interface Listed {
  /** ms since 1970. */
  readonly addedAt: number
}

/** `listed`: undefined, it is not. Books of a former version do not know when it was added, and are believed. */
export const isInForce = ({ on, added }: Pick<TorrentFigures, 'on' | 'added'>, listed: Listed | undefined): boolean =>
  on && listed !== undefined && (added === null || added === listed.addedAt)
