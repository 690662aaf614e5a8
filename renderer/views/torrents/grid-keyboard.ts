// The keyboard of the list: it is on the rows or on a column of the head. The grid keeps the focus; this says which of
// its parts is active, and hands each key to the part it belongs to.

import { useState, type KeyboardEvent, type RefObject } from 'react'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { VirtualListHandle } from '../../components/virtual-list.tsx'
import type { SortKey } from '../../state/order.ts'
import { selectionNow, setSelection, useSelection } from '../../state/selecting.ts'
import { pressForMenu } from '../../state/selection.ts'
import type { ColumnsState, SortState } from './grid-columns.ts'
import { HEAD_HEIGHT, headerDomId, rowDomId } from './grid-parts.ts'
import type { MenuAt } from './grid-menu.tsx'
import { onHeaderKey } from './header-keys.ts'
import { onListKey } from './keys.ts'

interface Parts {
  readonly ids: readonly TorrentId[]
  readonly rowHeight: number
  readonly list: RefObject<VirtualListHandle | null>
  readonly columns: ColumnsState
  readonly sort: SortState
  readonly openMenu: (menu: MenuAt) => void
}

const isMenuKey = (event: KeyboardEvent): boolean =>
  event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)

export const useGridKeyboard = ({ ids, rowHeight, list, columns, sort, openMenu }: Parts) => {
  const focus = useSelection((selection) => selection.focus)
  const [header, setHeader] = useState<SortKey | null>(null)
  const focusIndex = focus === null ? -1 : ids.indexOf(focus)
  const onRow = focusIndex >= 0 && focus !== null ? rowDomId(focus) : undefined
  const active = header === null ? onRow : headerDomId(header)

  const openMenuHere = (): void => {
    const element = active === undefined ? null : document.getElementById(active)
    if (element === null) return
    if (header === null && focus !== null) setSelection(pressForMenu(selectionNow(), focus))
    openMenu({ of: header ?? 'rows', anchor: element })
  }
  const rowKeys = {
    page: () => Math.max(1, Math.floor(((list.current?.element?.clientHeight ?? 0) - HEAD_HEIGHT) / rowHeight)),
    reveal: (index: number) => list.current?.reveal(index),
    toHeader: () => setHeader(sort.sort.key === 'name' || isShown(columns, sort.sort.key) ? sort.sort.key : 'name'),
  }
  const headerKeys = {
    columns: columns.columns,
    onFocus: setHeader,
    onSort: sort.by,
    onColumns: columns.change,
    toRows: () => setHeader(null),
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const handled = header === null ? onListKey(event, rowKeys) : onHeaderKey(event, header, headerKeys)
    if (isMenuKey(event)) openMenuHere()
    if (handled || isMenuKey(event)) event.preventDefault()
  }
  return { active, header, focusIndex, onKeyDown, openMenuHere, leaveHeader: () => setHeader(null) }
}

const isShown = ({ columns }: ColumnsState, key: SortKey): boolean =>
  columns.some((column) => column.key === key && column.visible)
