// Typing to find a row: letters in quick succession make a word, and the next row whose name begins with it is taken,
// from the focused one on and around. One letter again and again walks through the rows it begins. Pure; time is
// passed in, in ms.

import type { TorrentId } from '../../app/torrent/row.ts'

export interface TypeAhead {
  readonly text: string
  readonly at: number
}

export const nothingTyped: TypeAhead = { text: '', at: 0 }

const PAUSE = 800

export const isTyping = ({ text, at }: TypeAhead, now: number): boolean => text !== '' && now - at <= PAUSE

export const typed = (before: TypeAhead, character: string, now: number): TypeAhead => ({
  text: isTyping(before, now) ? before.text + character : character,
  at: now,
})

/** The row to go to, or null. `folded` gives a name without case and accents; `text` is folded too. */
export const findTyped = (
  ids: readonly TorrentId[],
  folded: (id: TorrentId) => string,
  text: string,
  focus: TorrentId | null,
): TorrentId | null => {
  if (text === '') return null
  const first = text[0] as string
  const repeated = [...text].every((character) => character === first)
  const prefix = repeated ? first : text
  const at = focus === null ? -1 : ids.indexOf(focus)
  const start = repeated ? at + 1 : Math.max(0, at)
  for (let step = 0; step < ids.length; step++) {
    const id = ids[(start + step) % ids.length] as TorrentId
    if (folded(id).startsWith(prefix)) return id
  }
  return null
}
