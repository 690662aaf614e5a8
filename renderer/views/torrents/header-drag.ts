// Dragging in the header: a column by its name to another place, or its edge to another width. A press that does not
// move is a click. Reports while dragging and once at the end; the caller stores.

import { useRef, useState, type PointerEvent } from 'react'
import { columnKinds, moveColumn, resizeColumn, visibleColumns, type Columns } from '../../state/columns.ts'
import type { SortKey } from '../../state/order.ts'

const SLACK = 5

interface Drag {
  readonly key: SortKey
  readonly from: number
  moved: boolean
}

export interface MoveState {
  readonly key: SortKey
  /** The column it would be put before; null: last. */
  readonly before: SortKey | null
}

/** The column whose middle is right of the pointer, among the header's cells in order. */
const placeAt = (header: Element, x: number): SortKey | null => {
  for (const cell of header.querySelectorAll<HTMLElement>('[data-column]')) {
    const { left, width } = cell.getBoundingClientRect()
    if (x < left + width / 2) return cell.dataset['column'] as SortKey
  }
  return null
}

export interface Mover {
  readonly moving: MoveState | null
  readonly onPointerDown: (event: PointerEvent<HTMLElement>, key: SortKey) => void
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerCancel: () => void
}

export const useColumnMove = (
  columns: Columns,
  onClick: (key: SortKey) => void,
  onMoved: (columns: Columns) => void,
): Mover => {
  const drag = useRef<Drag | null>(null)
  const [moving, setMoving] = useState<MoveState | null>(null)
  const end = (): void => {
    drag.current = null
    setMoving(null)
  }
  return {
    moving,
    onPointerDown: (event, key) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      drag.current = { key, from: event.clientX, moved: false }
    },
    onPointerMove: (event) => {
      const now = drag.current
      if (now === null || (!now.moved && Math.abs(event.clientX - now.from) < SLACK)) return
      now.moved = true
      const header = event.currentTarget.parentElement
      if (header) setMoving({ key: now.key, before: placeAt(header, event.clientX) })
    },
    onPointerUp: () => {
      const now = drag.current
      if (now !== null && !now.moved) onClick(now.key)
      if (moving !== null) onMoved(moveColumn(columns, moving.key, moving.before))
      end()
    },
    onPointerCancel: end,
  }
}

export interface Resizer {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>, key: SortKey) => void
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void
}

/**
 * The name column takes what the others leave, so an edge belongs to the column on the side away from the name: right
 * of the name a column is dragged by its left edge, left of it by its right one. Either way the edge follows the
 * pointer, until the name has its least width.
 */
export const isBehindName = (columns: Columns, key: SortKey): boolean => {
  const visible = visibleColumns(columns)
  const place = (wanted: SortKey): number => visible.findIndex((column) => column.key === wanted)
  return place(key) > place('name')
}

const nameRoom = (edge: HTMLElement): number => {
  const name = edge.closest('[role="row"]')?.querySelector('[data-column="name"]')
  return (name?.getBoundingClientRect().width ?? 0) - columnKinds.name.least
}

export const useColumnResize = (columns: Columns, onResize: (columns: Columns, done: boolean) => void): Resizer => {
  const drag = useRef<{ key: SortKey; from: number; width: number; most: number; sign: 1 | -1; moved: boolean } | null>(
    null,
  )
  const report = (event: PointerEvent, done: boolean): void => {
    if (drag.current === null) return
    const { key, from, width, most, sign, moved } = drag.current
    const by = sign * (event.clientX - from)
    drag.current.moved = moved || by !== 0
    if (drag.current.moved) onResize(resizeColumn(columns, key, Math.min(most, width + by)), done)
    if (done) drag.current = null
  }
  return {
    onPointerDown: (event, key) => {
      // As it is seen: a narrow window takes of what is stored.
      const width = event.currentTarget.closest('[data-column]')?.getBoundingClientRect().width
      if (event.button !== 0 || width === undefined) return
      event.stopPropagation()
      event.currentTarget.setPointerCapture(event.pointerId)
      const most = width + Math.max(0, nameRoom(event.currentTarget))
      drag.current = { key, from: event.clientX, width, most, sign: isBehindName(columns, key) ? -1 : 1, moved: false }
    },
    onPointerMove: (event) => report(event, false),
    onPointerUp: (event) => report(event, true),
  }
}
