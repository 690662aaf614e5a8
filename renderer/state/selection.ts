// Which rows are chosen, which one has the focus, and from where a range is drawn: the rules of a list on the desktop,
// as functions of the list's present order. Rows are torrents, or whatever else `Id` names. Invariant: the focus is on
// a row that exists, or null.

import type { TorrentId } from '../../app/torrent/row.ts'

export interface Selection<Id = TorrentId> {
  readonly chosen: ReadonlySet<Id>
  /** The row arrow keys go on from, and the details show. */
  readonly focus: Id | null
  /** The fixed end of a range drawn with Shift. */
  readonly anchor: Id | null
}

export const noSelection: Selection<never> = { chosen: new Set(), focus: null, anchor: null }

export const only = <Id>(id: Id): Selection<Id> => ({ chosen: new Set([id]), focus: id, anchor: id })

const between = <Id>(ids: readonly Id[], a: Id, b: Id): readonly Id[] => {
  const from = ids.indexOf(a)
  const to = ids.indexOf(b)
  if (from < 0 || to < 0) return [b]
  return ids.slice(Math.min(from, to), Math.max(from, to) + 1)
}

/** A range from the anchor to the row; `keep` adds it to what was chosen. */
export const extendTo = <Id>(selection: Selection<Id>, ids: readonly Id[], id: Id, keep = false): Selection<Id> => {
  const anchor = selection.anchor ?? id
  const range = between(ids, anchor, id)
  return { chosen: new Set(keep ? [...selection.chosen, ...range] : range), focus: id, anchor }
}

export const toggle = <Id>(selection: Selection<Id>, id: Id): Selection<Id> => {
  const chosen = new Set(selection.chosen)
  if (!chosen.delete(id)) chosen.add(id)
  return { chosen, focus: id, anchor: id }
}

export interface Keys {
  readonly range: boolean
  readonly toggle: boolean
}

/** A press on a row, with Shift for a range and Ctrl (Cmd) to add or take away. */
export const press = <Id>(selection: Selection<Id>, ids: readonly Id[], id: Id, keys: Keys): Selection<Id> => {
  if (keys.range) return extendTo(selection, ids, id, keys.toggle)
  return keys.toggle ? toggle(selection, id) : only(id)
}

/** A right press: what is chosen stays when the row is part of it. */
export const pressForMenu = <Id>(selection: Selection<Id>, id: Id): Selection<Id> =>
  selection.chosen.has(id) ? { ...selection, focus: id } : only(id)

/** To the row at the index, with Shift as a range, with Ctrl moving only the focus. */
export const moveTo = <Id>(selection: Selection<Id>, ids: readonly Id[], index: number, keys: Keys): Selection<Id> => {
  const id = ids[Math.max(0, Math.min(ids.length - 1, index))]
  if (id === undefined) return selection
  if (keys.range) return extendTo(selection, ids, id, keys.toggle)
  return keys.toggle ? { ...selection, focus: id } : only(id)
}

export const chooseAll = <Id>(selection: Selection<Id>, ids: readonly Id[]): Selection<Id> => ({
  chosen: new Set(ids),
  focus: selection.focus ?? ids[0] ?? null,
  anchor: selection.anchor ?? ids[0] ?? null,
})

/**
 * After rows left the list: what is left of the selection. Where the torrent in focus no longer exists, the row that
 * moved up into its place is chosen, so that the keyboard stays where it was; one that is only filtered out takes its
 * choice along.
 */
export const prune = <Id>(
  selection: Selection<Id>,
  before: readonly Id[],
  after: readonly Id[],
  exists: (id: Id) => boolean,
): Selection<Id> => {
  if (selection.focus === null && selection.chosen.size === 0) return selection
  const present = new Set(after)
  const there = (id: Id | null): boolean => id === null || present.has(id)
  const chosen = new Set([...selection.chosen].filter((id) => present.has(id)))
  if (chosen.size === selection.chosen.size && there(selection.focus) && there(selection.anchor)) return selection
  if (chosen.size === 0) return follower(selection, before, after, exists)
  const [first = null] = chosen
  return {
    chosen,
    focus: there(selection.focus) ? selection.focus : first,
    anchor: there(selection.anchor) ? selection.anchor : first,
  }
}

const follower = <Id>(
  { chosen, focus }: Selection<Id>,
  before: readonly Id[],
  after: readonly Id[],
  exists: (id: Id) => boolean,
): Selection<Id> => {
  if (focus === null || exists(focus) || chosen.size === 0) return noSelection
  const present = new Set(after)
  const next = before.slice(before.indexOf(focus)).find((id) => present.has(id)) ?? after.at(-1)
  return next === undefined ? noSelection : only(next)
}
