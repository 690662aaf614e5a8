// The list of torrents: a grid with one tab stop. The grid itself has the focus and names its active row or column
// header, so that rows may come, go and move without the keyboard being lost.

import {
  type CSSProperties,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
} from 'react'
import type { TorrentId } from '../../../app/torrent/row.ts'
import { AnchoredMenu } from '../../components/menu.tsx'
import { VirtualList, type VirtualListHandle } from '../../components/virtual-list.tsx'
import { useMessages } from '../../messages/messages.ts'
import {
  columnsFrom,
  gridTemplate,
  columnKinds,
  totalWidth,
  visibleColumns,
  type Columns,
} from '../../state/columns.ts'
import { showDetails } from '../../state/commands.ts'
import { holdStill, holdWhileAiming, sortOf } from '../../state/list.ts'
import type { Sort, SortKey } from '../../state/order.ts'
import { clearSelection, selectionNow, setSelection, useSelection } from '../../state/selecting.ts'
import { press, pressForMenu } from '../../state/selection.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import type { CellContext } from './cells.tsx'
import { LIST_ID } from './focus.ts'
import { onHeaderKey } from './header-keys.ts'
import { HeaderMenu } from './header-menu.tsx'
import { Header, headerDomId } from './header.tsx'
import { onListKey } from './keys.ts'
import { RowMenu } from './row-menu.tsx'
import { Row, rowDomId } from './row.tsx'
import './torrent-grid.css'

export const HEAD_HEIGHT = 30
const ROW_HEIGHT = { comfortable: 40, compact: 30 } as const

interface MenuAt {
  readonly of: 'rows' | SortKey
  readonly anchor: Element | { readonly getBoundingClientRect: () => DOMRect }
}

const atPoint = ({ clientX, clientY }: MouseEvent): MenuAt['anchor'] => ({
  getBoundingClientRect: () => new DOMRect(clientX, clientY, 0, 0),
})

const indexOfEvent = (event: MouseEvent): number | null => {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null
  return row === null ? null : Number(row.dataset['index'])
}

/** The columns as stored, or as they are while an edge is dragged. */
const useColumns = () => {
  const stored = useSettings(({ layout }) => layout.columns)
  const [dragged, setDragged] = useState<Columns | null>(null)
  const columns = useMemo(() => dragged ?? columnsFrom(stored), [dragged, stored])
  const change = useCallback((next: Columns, done: boolean): void => {
    setDragged(done ? null : next)
    if (done) void changeSettings({ layout: { columns: [...next] } })
  }, [])
  return { columns, change }
}

const useSort = () => {
  const stored = useSettings(({ layout }) => layout.sort)
  const sort = sortOf(stored)
  const set = (next: Sort): void => void changeSettings({ layout: { sort: next } })
  const by = (key: SortKey): void =>
    set({ key, descending: key === sort.key ? !sort.descending : columnKinds[key].descendingFirst })
  return { sort, set, by }
}

/** Rows keep still while a menu is open over them. */
const useHold = (held: boolean): void => useEffect(() => (held ? holdStill() : undefined), [held])

const onRowPress = (event: MouseEvent, ids: readonly TorrentId[]): void => {
  const index = indexOfEvent(event)
  const id = index === null ? undefined : ids[index]
  if (id === undefined) return clearSelection()
  if (event.button === 2) return setSelection(pressForMenu(selectionNow(), id))
  if (event.button !== 0) return
  setSelection(press(selectionNow(), ids, id, { range: event.shiftKey, toggle: event.ctrlKey || event.metaKey }))
}

const useContext = (): CellContext => {
  const words = useMessages()
  const units = useSettings(({ look }) => look.units)
  return useMemo(() => ({ units, words }), [units, words])
}

const isMenuKey = (event: KeyboardEvent): boolean =>
  event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)

export const TorrentGrid = ({ ids }: { readonly ids: readonly TorrentId[] }) => {
  const words = useMessages().torrents
  const context = useContext()
  const { columns, change } = useColumns()
  const { sort, set: setSort, by: sortBy } = useSort()
  const density = useSettings(({ look }) => look.density)
  const focus = useSelection((selection) => selection.focus)
  const [header, setHeader] = useState<SortKey | null>(null)
  const [menu, setMenu] = useState<MenuAt | null>(null)
  const list = useRef<VirtualListHandle>(null)
  useHold(menu !== null)

  const visible = useMemo(() => visibleColumns(columns), [columns])
  const rowHeight = ROW_HEIGHT[density]
  const focusIndex = focus === null ? -1 : ids.indexOf(focus)
  const active = header !== null ? headerDomId(header) : focusIndex >= 0 && focus !== null ? rowDomId(focus) : undefined

  const openMenuByKey = (): void => {
    const element = active === undefined ? null : document.getElementById(active)
    if (element === null) return
    if (header === null && focus !== null) setSelection(pressForMenu(selectionNow(), focus))
    setMenu({ of: header ?? 'rows', anchor: element })
  }
  const onRowsMenu = (event: MouseEvent): void => {
    event.preventDefault()
    if (event.nativeEvent instanceof PointerEvent && event.nativeEvent.pointerType === '') return openMenuByKey()
    if (indexOfEvent(event) !== null) setMenu({ of: 'rows', anchor: atPoint(event) })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const handled =
      header === null
        ? onListKey(event, {
            page: () => Math.max(1, Math.floor(((list.current?.element?.clientHeight ?? 0) - HEAD_HEIGHT) / rowHeight)),
            reveal: (index) => list.current?.reveal(index),
            toHeader: () => setHeader(sort.key),
          })
        : onHeaderKey(event, header, {
            columns,
            onFocus: setHeader,
            onSort: sortBy,
            onColumns: change,
            toRows: () => setHeader(null),
          })
    if (isMenuKey(event)) openMenuByKey()
    if (handled || isMenuKey(event)) event.preventDefault()
  }
  return (
    <>
      <VirtualList
        ref={list}
        id={LIST_ID}
        className="torrent-grid"
        role="grid"
        aria-label={words.label}
        aria-multiselectable
        aria-rowcount={ids.length + 1}
        aria-colcount={visible.length}
        aria-activedescendant={active}
        tabIndex={0}
        style={{ '--tracks': gridTemplate(visible) } as CSSProperties}
        count={ids.length}
        rowHeight={rowHeight}
        rowWidth={totalWidth(visible)}
        headHeight={HEAD_HEIGHT}
        keep={focusIndex < 0 ? null : focusIndex}
        rowKey={(index) => ids[index] ?? index}
        row={(index) => <RowAt ids={ids} index={index} columns={visible} context={context} />}
        head={
          <Header
            columns={columns}
            sort={sort}
            focused={header}
            onSort={sortBy}
            onColumns={change}
            onMenu={(key, event) => {
              event.preventDefault()
              event.stopPropagation()
              setMenu({ of: key, anchor: atPoint(event) })
            }}
          />
        }
        body={{
          role: 'rowgroup',
          onMouseDown: (event) => onRowPress(event, ids),
          onDoubleClick: (event) => indexOfEvent(event) !== null && showDetails(true),
          onPointerMove: holdWhileAiming,
        }}
        onMouseDown={(event) => {
          setHeader(null)
          if (event.target === event.currentTarget) clearSelection()
        }}
        onBlur={() => setHeader(null)}
        onKeyDown={onKeyDown}
        onContextMenu={onRowsMenu}
      />
      <AnchoredMenu anchor={menu?.anchor ?? null} onClose={() => setMenu(null)}>
        {menu?.of === 'rows' && <RowMenu />}
        {menu !== null && menu.of !== 'rows' && (
          <HeaderMenu column={menu.of} columns={columns} onSort={setSort} onColumns={(next) => change(next, true)} />
        )}
      </AnchoredMenu>
    </>
  )
}

interface RowAtProps {
  readonly ids: readonly TorrentId[]
  readonly index: number
  readonly columns: Columns
  readonly context: CellContext
}

const RowAt = ({ ids, index, columns, context }: RowAtProps) => {
  const id = ids[index]
  return id === undefined ? null : <Row id={id} index={index} columns={columns} context={context} />
}
