// The keys of the list: moving, choosing, typing to find, and the commands that have a key. What is chosen follows the
// rules of state/selection.ts.

import type { KeyboardEvent } from 'react'
import type { QueueMove } from '../../../app/queue/order.ts'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { chosenIds, clearSelection, selectionNow, setSelection } from '../../state/selecting.ts'
import { copyMagnets, moveInQueue, remove, showDetails, toggleChosen, toggleForced } from '../../state/commands.ts'
import { askForLimits } from '../../state/limiting.ts'
import { holdWhileAiming, names, useList } from '../../state/list.ts'
import { fold } from '../../state/name-index.ts'
import { chooseAll, moveTo, only, toggle } from '../../state/selection.ts'
import { findTyped, isTyping, nothingTyped, typed } from '../../state/type-ahead.ts'
import { isMain } from '../frame/platform.ts'

export interface ListKeys {
  /** Rows that fit in sight, for PageUp and PageDown. */
  readonly page: () => number
  /** Brings a row into sight. */
  readonly reveal: (index: number) => void
  /** The header takes the keyboard: the arrow went up from the first row. */
  readonly toHeader: () => void
}

type Ids = readonly TorrentId[]

let typing = nothingTyped

const idsNow = (): Ids => useList.getState().ids ?? []

const focusIndex = (ids: Ids): number => {
  const { focus } = selectionNow()
  return focus === null ? -1 : ids.indexOf(focus)
}

/** Where a moving key leads from a row, or null for other keys. */
const target = (key: string, at: number, count: number, page: number): number | null => {
  switch (key) {
    case 'ArrowDown':
      return at + 1
    case 'ArrowUp':
      return at < 0 ? 0 : at - 1
    case 'Home':
      return 0
    case 'End':
      return count - 1
    case 'PageDown':
      return at + page
    case 'PageUp':
      return at - page
    default:
      return null
  }
}

const move = (event: KeyboardEvent, keys: ListKeys): boolean => {
  const ids = idsNow()
  const at = focusIndex(ids)
  const to = target(event.key, at, ids.length, keys.page())
  if (to === null) return false
  if (event.key === 'ArrowUp' && at === 0 && !event.shiftKey) {
    keys.toHeader()
    return true
  }
  setSelection(moveTo(selectionNow(), ids, to, { range: event.shiftKey, toggle: event.ctrlKey || event.metaKey }))
  keys.reveal(focusIndex(ids))
  holdWhileAiming()
  return true
}

const find = (character: string, keys: ListKeys): void => {
  typing = typed(typing, fold(character), performance.now())
  const ids = idsNow()
  const id = findTyped(ids, (each) => names.folded(each), typing.text, selectionNow().focus)
  if (id === null) return
  setSelection(only(id))
  keys.reveal(ids.indexOf(id))
  holdWhileAiming()
}

const onSpace = (event: KeyboardEvent, keys: ListKeys): void => {
  const { focus } = selectionNow()
  if (isTyping(typing, performance.now())) find(' ', keys)
  else if (isMain(event) && focus !== null) setSelection(toggle(selectionNow(), focus))
  else if (event.shiftKey) toggleForced()
  else toggleChosen()
}

const commands: Readonly<Record<string, (event: KeyboardEvent, keys: ListKeys) => void>> = {
  ' ': onSpace,
  Enter: () => showDetails(true),
  Delete: () => remove(chosenIds()),
  Backspace: () => remove(chosenIds()),
  Escape: () => clearSelection(),
}

const mainCommands: Readonly<Record<string, () => void>> = {
  a: () => setSelection(chooseAll(selectionNow(), idsNow())),
  c: () => void copyMagnets(chosenIds()),
  l: () => askForLimits(chosenIds()),
}

const isCharacter = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey

const queueMoves: Readonly<Record<string, QueueMove>> = {
  Home: 'top',
  ArrowUp: 'up',
  ArrowDown: 'down',
  End: 'bottom',
}

const moveChosen = ({ altKey, key }: KeyboardEvent): boolean => {
  const to = altKey ? queueMoves[key] : undefined
  if (to === undefined) return false
  moveInQueue(chosenIds(), to)
  return true
}

/** True when the key was the list's. */
export const onListKey = (event: KeyboardEvent, keys: ListKeys): boolean => {
  if (moveChosen(event)) return true
  if (move(event, keys)) return true
  const command = isMain(event) && event.key !== ' ' ? mainCommands[event.key.toLowerCase()] : commands[event.key]
  if (command !== undefined) command(event, keys)
  else if (isCharacter(event)) find(event.key, keys)
  else return false
  return true
}
