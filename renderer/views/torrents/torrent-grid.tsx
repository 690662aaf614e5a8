// The list of torrents: a grid with one tab stop. The grid itself has the focus and names its active row or column
// header, so that rows may come, go and move without the keyboard being lost.

import {
  type CSSProperties,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  type MouseEvent,
  type RefObject,
  type UIEvent,
} from 'react'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { VirtualList, type VirtualListHandle } from '../../components/virtual-list.tsx'
import { useMessages } from '../../messages/messages.ts'
import { gridTemplate, totalWidth, visibleColumns } from '../../state/columns.ts'
import { showDetails } from '../../state/commands.ts'
import { holdWhileAiming } from '../../state/list.ts'
import { clearSelection, selectionNow, setSelection } from '../../state/selecting.ts'
import { press, pressForMenu } from '../../state/selection.ts'
import { useSettings } from '../../state/settings.ts'
import { revealed, useUi } from '../../state/ui.ts'
import type { CellContext } from './cells.tsx'
import { useColumns, useSort } from './grid-columns.ts'
import { useGridKeyboard } from './grid-keyboard.ts'
import { atPointer, GridMenu, isByKey, useMenuAt } from './grid-menu.tsx'
import { HEAD_HEIGHT, LIST_ID, ROW_HEIGHT } from './grid-parts.ts'
import { Header } from './header.tsx'
import { Row } from './row.tsx'
import './torrent-grid.css'

const indexOfEvent = (event: MouseEvent): number | null => {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null
  return row === null ? null : Number(row.dataset['index'])
}

const onRowPress = (event: MouseEvent, ids: readonly TorrentId[]): void => {
  const index = indexOfEvent(event)
  const id = index === null ? undefined : ids[index]
  if (id === undefined) return clearSelection()
  if (event.button === 2) return setSelection(pressForMenu(selectionNow(), id))
  if (event.button !== 0) return
  setSelection(press(selectionNow(), ids, id, { range: event.shiftKey, toggle: event.ctrlKey || event.metaKey }))
}

const rowBody = (ids: readonly TorrentId[]) => ({
  role: 'rowgroup',
  onMouseDown: (event: MouseEvent) => onRowPress(event, ids),
  onDoubleClick: (event: MouseEvent) => indexOfEvent(event) !== null && showDetails(true),
  onPointerMove: holdWhileAiming,
})

const useContext = (): CellContext => {
  const words = useMessages()
  const units = useSettings(({ look }) => look.units)
  return useMemo(() => ({ units, words }), [units, words])
}

let lastScroll = 0

/** Where the list was scrolled to outlives it, while the settings are in its place. */
const useScrollMemory = (list: RefObject<VirtualListHandle | null>) => {
  useLayoutEffect(() => list.current?.element?.scrollTo({ top: lastScroll }), [list])
  return (event: UIEvent): void => {
    lastScroll = event.currentTarget.scrollTop
  }
}

/** Scrolls to the torrent that is to be shown, once it is in the list. */
const useReveal = (list: RefObject<VirtualListHandle | null>, ids: readonly TorrentId[]): void => {
  const id = useUi((ui) => ui.toReveal)
  useEffect(() => {
    const index = id === null ? -1 : ids.indexOf(id)
    if (index < 0) return
    list.current?.reveal(index)
    revealed()
  }, [id, ids, list])
}

/** What the list needs to draw its rows: keys and elements by index. */
const useRows = (ids: readonly TorrentId[], visible: ReturnType<typeof visibleColumns>) => {
  const context = useContext()
  const rowKey = useCallback((index: number) => ids[index] ?? index, [ids])
  const row = useCallback(
    (index: number) => {
      const id = ids[index]
      return id === undefined ? null : <Row id={id} index={index} columns={visible} context={context} />
    },
    [ids, visible, context],
  )
  return { rowKey, row }
}

export const TorrentGrid = ({ ids }: { readonly ids: readonly TorrentId[] }) => {
  const words = useMessages().torrents
  const columns = useColumns()
  const sort = useSort()
  const rowHeight = ROW_HEIGHT[useSettings(({ look }) => look.density)]
  const visible = useMemo(() => visibleColumns(columns.columns), [columns.columns])
  const rows = useRows(ids, visible)
  const list = useRef<VirtualListHandle>(null)
  const onScroll = useScrollMemory(list)
  useReveal(list, ids)
  const { menu, open, close } = useMenuAt()
  const keyboard = useGridKeyboard({ ids, rowHeight, list, columns, sort, openMenu: open })

  const onContextMenu = (event: MouseEvent): void => {
    event.preventDefault()
    if (isByKey(event)) keyboard.openMenuHere()
    else if (indexOfEvent(event) !== null) open({ of: 'rows', anchor: atPointer(event) })
  }
  return (
    <>
      <VirtualList
        {...rows}
        ref={list}
        id={LIST_ID}
        className="torrent-grid"
        role="grid"
        aria-label={words.label}
        aria-multiselectable
        aria-rowcount={ids.length + 1}
        aria-colcount={visible.length}
        aria-activedescendant={keyboard.active}
        tabIndex={0}
        data-menu={menu !== null || undefined}
        style={{ '--tracks': gridTemplate(visible) } as CSSProperties}
        count={ids.length}
        rowHeight={rowHeight}
        rowWidth={totalWidth(visible)}
        headHeight={HEAD_HEIGHT}
        keep={keyboard.focusIndex < 0 ? null : keyboard.focusIndex}
        head={<Header columns={columns} sort={sort} focused={keyboard.header} onMenu={open} />}
        body={rowBody(ids)}
        onScroll={onScroll}
        onMouseDown={keyboard.leaveHeader}
        onBlur={keyboard.leaveHeader}
        onKeyDown={keyboard.onKeyDown}
        onContextMenu={onContextMenu}
      />
      <GridMenu menu={menu} onClose={close} columns={columns} sort={sort} />
    </>
  )
}
