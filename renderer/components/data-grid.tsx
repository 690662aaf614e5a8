// A table of live rows for a pane: fixed columns, one height, only rows in sight in the document, one tab stop. Arrow
// keys move a focus that stays with its row while rows are re-ordered. Sorting and what a row means are the caller's.

import { ArrowDown, ArrowUp } from 'lucide-react'
import { useId, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { classes } from './class-names.ts'
import { AnchoredMenu, type AnchoredMenuProps } from './menu.tsx'
import { VirtualList, type VirtualListHandle } from './virtual-list.tsx'
import './data-grid.css'

export interface GridColumn<Row, K extends string> {
  readonly key: K
  readonly label: string
  readonly hint?: string
  /** A grid track: `84px`, `minmax(160px, 1fr)`. */
  readonly width: string
  readonly align?: 'start' | 'end'
  readonly cell: (row: Row) => ReactNode
  /** The whole text where the cell shortens it. */
  readonly title?: (row: Row) => string | undefined
}

export interface DataGridProps<Row, K extends string> {
  readonly label: string
  readonly columns: readonly GridColumn<Row, K>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** Narrower panes scroll sideways. */
  readonly minWidth: number
  readonly sort?: { readonly column: K; readonly descending: boolean }
  readonly onSort?: (column: K) => void
  /** Items of the context menu of a row. */
  readonly menu?: (row: Row) => ReactNode
}

const ROW = 28
const HEAD = 26

const HeadCell = <Row, K extends string>({
  column,
  sort,
  onSort,
}: Pick<DataGridProps<Row, K>, 'sort' | 'onSort'> & { readonly column: GridColumn<Row, K> }) => {
  const sorted = sort?.column === column.key
  const Arrow = sort?.descending ? ArrowDown : ArrowUp
  const direction = sort?.descending ? 'descending' : 'ascending'
  return (
    <div
      role="columnheader"
      aria-sort={sorted ? direction : onSort ? 'none' : undefined}
      className={classes('data-grid__name', column.align === 'end' && 'data-grid__name--end')}
      title={column.hint}
    >
      {onSort ? (
        <button type="button" tabIndex={-1} onClick={() => onSort(column.key)}>
          <span>{column.label}</span>
          {sorted && <Arrow size={12} aria-hidden />}
        </button>
      ) : (
        column.label
      )}
    </div>
  )
}

const Cells = <Row, K extends string>({
  row,
  columns,
}: {
  readonly row: Row
  readonly columns: readonly GridColumn<Row, K>[]
}) =>
  columns.map((column) => (
    <div
      key={column.key}
      role="gridcell"
      className={classes('data-grid__cell', column.align === 'end' && 'data-grid__cell--end numeric')}
      title={column.title?.(row)}
    >
      {column.cell(row)}
    </div>
  ))

const stepOf = (key: string, page: number, length: number, at: number): number | null => {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: length - 1,
  }
  const next = steps[key]
  return next === undefined ? null : Math.max(0, Math.min(length - 1, next))
}

interface OpenMenu<Row> {
  readonly anchor: NonNullable<AnchoredMenuProps['anchor']>
  readonly row: Row
}

const useFocus = <Row, K extends string>({ rows, rowKey, menu: items }: DataGridProps<Row, K>) => {
  const list = useRef<VirtualListHandle>(null)
  const [key, setKey] = useState<string | null>(null)
  const [menu, setMenu] = useState<OpenMenu<Row> | null>(null)
  const at = key === null ? -1 : rows.findIndex((row) => rowKey(row) === key)
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(((list.current?.element?.clientHeight ?? 0) - HEAD) / ROW) - 1)
    const next = stepOf(event.key, page, rows.length, at)
    const row = next === null ? undefined : rows[next]
    if (row === undefined || next === null) return
    event.preventDefault()
    setKey(rowKey(row))
    list.current?.reveal(next)
  }
  const onContextMenu = (event: MouseEvent): void => {
    if (!items) return
    event.preventDefault()
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null
    const row = rows.find((one) => rowKey(one) === (element?.dataset['row'] ?? key))
    if (row === undefined) return
    setKey(rowKey(row))
    const point = { getBoundingClientRect: () => new DOMRect(event.clientX, event.clientY, 0, 0) }
    setMenu({
      row,
      anchor: element ? point : (event.currentTarget.querySelector('.data-grid__row--focused') ?? event.currentTarget),
    })
  }
  return { list, at, setKey, menu, closeMenu: () => setMenu(null), onKeyDown, onContextMenu }
}

type Tracks = { readonly gridTemplateColumns: string; readonly minWidth: number }

const Head = <Row, K extends string>({ columns, sort, onSort, tracks }: DataGridProps<Row, K> & { tracks: Tracks }) => (
  <div role="rowgroup" className="data-grid__head" style={{ minWidth: tracks.minWidth }}>
    <div role="row" aria-rowindex={1} className="data-grid__row" style={tracks}>
      {columns.map((column) => (
        <HeadCell key={column.key} column={column} {...(sort && { sort })} {...(onSort && { onSort })} />
      ))}
    </div>
  </div>
)

export const DataGrid = <Row, K extends string>(props: DataGridProps<Row, K>) => {
  const { label, columns, rows, rowKey, minWidth, menu: items } = props
  const id = useId()
  const { list, at, setKey, menu, closeMenu, onKeyDown, onContextMenu } = useFocus(props)
  const tracks = { gridTemplateColumns: columns.map(({ width }) => width).join(' '), minWidth }
  const keyAt = (index: number): string | null => {
    const row = rows[index]
    return row === undefined ? null : rowKey(row)
  }
  const row = (index: number): ReactNode => {
    const one = rows[index]
    const key = keyAt(index)
    if (one === undefined || key === null) return null
    return (
      <div
        id={`${id}-${key}`}
        role="row"
        aria-rowindex={index + 2}
        data-row={key}
        className={classes('data-grid__row', index === at && 'data-grid__row--focused')}
        style={tracks}
        onMouseDown={() => setKey(key)}
      >
        <Cells row={one} columns={columns} />
      </div>
    )
  }
  const focused = keyAt(at)
  return (
    <>
      <VirtualList
        ref={list}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        {...(focused !== null && { 'aria-activedescendant': `${id}-${focused}` })}
        className="data-grid"
        count={rows.length}
        rowHeight={ROW}
        rowKey={(index) => keyAt(index) ?? index}
        row={row}
        rowWidth={minWidth}
        head={<Head {...props} tracks={tracks} />}
        headHeight={HEAD}
        keep={at}
        body={{ role: 'rowgroup' }}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
      />
      <AnchoredMenu anchor={menu?.anchor ?? null} onClose={closeMenu}>
        {menu && items?.(menu.row)}
      </AnchoredMenu>
    </>
  )
}
