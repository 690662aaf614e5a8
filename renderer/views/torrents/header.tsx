// The head of the list: names of the columns, the sort, and where columns are dragged by. The keyboard reaches it from
// the first row; its keys are told in header-keys.ts.

import { ChevronDown, ChevronUp } from 'lucide-react'
import type { MouseEvent } from 'react'
import { classes } from '../../components/class-names.ts'
import { useMessages } from '../../messages/messages.ts'
import { columnKinds, visibleColumns, type Columns } from '../../state/columns.ts'
import type { Sort, SortKey } from '../../state/order.ts'
import { isBehindName, useColumnMove, useColumnResize, type Mover, type Resizer } from './header-drag.ts'

export const headerDomId = (key: SortKey): string => `column-${key}`

export interface HeaderProps {
  readonly columns: Columns
  readonly sort: Sort
  /** The column the keyboard is on. */
  readonly focused: SortKey | null
  readonly onSort: (key: SortKey) => void
  readonly onColumns: (columns: Columns, done: boolean) => void
  readonly onMenu: (key: SortKey, event: MouseEvent) => void
}

interface HeadCellProps {
  readonly name: SortKey
  readonly place: number
  readonly props: HeaderProps
  readonly mover: Mover
  readonly resizer: Resizer
}

const Edge = ({ name, resizer, behind }: { name: SortKey; resizer: Resizer; behind: boolean }) => (
  <span
    aria-hidden
    className={classes('head-cell__edge', behind && 'head-cell__edge--left')}
    onPointerDown={(event) => resizer.onPointerDown(event, name)}
    onPointerMove={resizer.onPointerMove}
    onPointerUp={resizer.onPointerUp}
    onPointerCancel={resizer.onPointerUp}
  />
)

const SortMark = ({ sort, name }: { readonly sort: Sort; readonly name: SortKey }) => {
  if (sort.key !== name) return null
  const Icon = sort.descending ? ChevronDown : ChevronUp
  return <Icon size={12} strokeWidth={2.5} aria-hidden className="head-cell__sort" />
}

const HeadCell = ({ name, place, props, mover, resizer }: HeadCellProps) => {
  const words = useMessages().torrents
  const { columns, sort, focused, onMenu } = props
  const direction = sort.descending ? 'descending' : 'ascending'
  return (
    <div
      role="columnheader"
      id={headerDomId(name)}
      aria-colindex={place + 1}
      aria-sort={sort.key === name ? direction : 'none'}
      data-column={name}
      data-focused={focused === name || undefined}
      data-moving={mover.moving?.key === name || undefined}
      data-drop={mover.moving?.before === name || undefined}
      title={words.columnHints[name]}
      className={classes('head-cell', columnKinds[name].numeric && 'head-cell--number')}
      onPointerDown={(event) => mover.onPointerDown(event, name)}
      onPointerMove={mover.onPointerMove}
      onPointerUp={mover.onPointerUp}
      onPointerCancel={mover.onPointerCancel}
      onContextMenu={(event) => onMenu(name, event)}
    >
      <span className="head-cell__name">{words.columns[name]}</span>
      <SortMark sort={sort} name={name} />
      {name !== 'name' && <Edge name={name} resizer={resizer} behind={isBehindName(columns, name)} />}
    </div>
  )
}

export const Header = (props: HeaderProps) => {
  const { columns, onSort, onColumns } = props
  const mover = useColumnMove(columns, onSort, (next) => onColumns(next, true))
  const resizer = useColumnResize(columns, onColumns)
  const dropLast = mover.moving !== null && mover.moving.before === null
  return (
    <div role="rowgroup" className="torrent-head">
      <div role="row" aria-rowindex={1} className="torrent-head__row" data-drop-last={dropLast || undefined}>
        {visibleColumns(columns).map(({ key }, place) => (
          <HeadCell key={key} name={key} place={place} props={props} mover={mover} resizer={resizer} />
        ))}
      </div>
    </div>
  )
}
