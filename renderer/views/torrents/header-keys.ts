// The keys of the list's head: arrows walk, Enter or Space sorts, Alt with an arrow moves the column, Shift with an
// arrow resizes it, down goes back to the rows. What a drag can do, these can.

import type { KeyboardEvent } from 'react'
import { resizeColumn, shiftColumn, visibleColumns, type Columns } from '../../state/columns.ts'
import type { SortKey } from '../../state/order.ts'

const STEP = 16

export interface HeaderKeys {
  readonly columns: Columns
  readonly onFocus: (key: SortKey) => void
  readonly onSort: (key: SortKey) => void
  readonly onColumns: (columns: Columns, done: boolean) => void
  readonly toRows: () => void
}

const sideways = (event: KeyboardEvent): -1 | 1 | null =>
  event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : null

const walk = (key: SortKey, by: -1 | 1, { columns, onFocus }: HeaderKeys): void => {
  const visible = visibleColumns(columns)
  const next = visible[visible.findIndex((column) => column.key === key) + by]
  if (next) onFocus(next.key)
}

const widen = (key: SortKey, by: -1 | 1, { columns, onColumns }: HeaderKeys): void => {
  const width = columns.find((column) => column.key === key)?.width ?? 0
  onColumns(resizeColumn(columns, key, width + by * STEP), true)
}

const onSideways = (event: KeyboardEvent, key: SortKey, by: -1 | 1, keys: HeaderKeys): void => {
  if (event.altKey) keys.onColumns(shiftColumn(keys.columns, key, by), true)
  else if (event.shiftKey) widen(key, by, keys)
  else walk(key, by, keys)
}

/** True when the key was the head's. */
export const onHeaderKey = (event: KeyboardEvent, key: SortKey, keys: HeaderKeys): boolean => {
  const by = sideways(event)
  if (by !== null) onSideways(event, key, by, keys)
  else if (event.key === 'Enter' || event.key === ' ') keys.onSort(key)
  else if (event.key === 'ArrowDown' || event.key === 'Escape') keys.toRows()
  else return false
  return true
}
