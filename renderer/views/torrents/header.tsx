// The head of the list: names of the columns, the sort, and where columns are dragged by. The keyboard reaches it from
// the first row; its keys are told in header-keys.ts.

import { ChevronDown, ChevronUp } from 'lucide-react'
import type { MouseEvent } from 'react'
import { classes } from '../../components/class-names.ts'
import { useMessages } from '../../messages/messages.ts'
import { columnKinds, visibleColumns } from '../../state/columns.ts'
import type { Sort, SortKey } from '../../state/order.ts'
import type { ColumnsState, SortState } from './grid-columns.ts'
import { atPointer, type MenuAt } from './grid-menu.tsx'
import { focusList, headerDomId } from './grid-parts.ts'
import { isBehindName, useColumnMove, useColumnResize, type Mover, type Resizer } from './header-drag.ts'

export interface HeaderProps {
  readonly columns: ColumnsState
  readonly sort: SortState
  /** The column the keyboard is on. */
  readonly focused: SortKey | null
  readonly onMenu: (menu: MenuAt) => void
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

/** The list keeps the focus when its head is pressed. */
const keepFocus = (event: MouseEvent): void => {
  event.preventDefault()
  focusList()
}

const HeadCell = ({ name, place, props, mover, resizer }: HeadCellProps) => {
  const words = useMessages().torrents
  const { columns, focused, onMenu } = props
  const { sort } = props.sort
  const direction = sort.descending ? 'descending' : 'ascending'
  const openMenu = (event: MouseEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    onMenu({ of: name, anchor: atPointer(event) })
  }
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      id={headerDomId(name)}
      aria-colindex={place + 1}
      aria-sort={sort.key === name ? direction : 'none'}
      data-column={name}
      data-focused={focused === name || undefined}
      data-moving={mover.moving?.key === name || undefined}
      data-drop={mover.moving?.before === name || undefined}
      title={words.columnHints[name]}
      className={classes('head-cell', columnKinds[name].numeric && 'head-cell--number')}
      onMouseDown={keepFocus}
      onPointerDown={(event) => mover.onPointerDown(event, name)}
      onPointerMove={mover.onPointerMove}
      onPointerUp={mover.onPointerUp}
      onPointerCancel={mover.onPointerCancel}
      onContextMenu={openMenu}
    >
      <span className="head-cell__name">{words.columns[name]}</span>
      <SortMark sort={sort} name={name} />
      {name !== 'name' && <Edge name={name} resizer={resizer} behind={isBehindName(columns.columns, name)} />}
    </div>
  )
}

export const Header = (props: HeaderProps) => {
  const { columns, change } = props.columns
  const mover = useColumnMove(columns, props.sort.by, (next) => change(next, true))
  const resizer = useColumnResize(columns, change)
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
