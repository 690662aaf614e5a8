// The context menu of the list's head: sort and place of one column, and which columns are shown.

import { ArrowDownNarrowWide, ArrowLeft, ArrowRight, ArrowUpNarrowWide, EyeOff, RotateCcw } from 'lucide-react'
import { MenuCheckItem, MenuGroup, MenuItem, MenuSeparator } from '../../components/menu.tsx'
import { useMessages } from '../../messages/messages.ts'
import { defaultColumns, shiftColumn, showColumn, visibleColumns, type Columns } from '../../state/columns.ts'
import type { Sort, SortKey } from '../../state/order.ts'

export interface HeaderMenuProps {
  readonly column: SortKey
  readonly columns: Columns
  readonly onSort: (sort: Sort) => void
  readonly onColumns: (columns: Columns) => void
}

const ColumnItems = ({ column, columns, onSort, onColumns }: HeaderMenuProps) => {
  const words = useMessages().torrents
  const visible = visibleColumns(columns)
  const place = visible.findIndex(({ key }) => key === column)
  return (
    <>
      <MenuItem icon={ArrowUpNarrowWide} onSelect={() => onSort({ key: column, descending: false })}>
        {words.sortAscending}
      </MenuItem>
      <MenuItem icon={ArrowDownNarrowWide} onSelect={() => onSort({ key: column, descending: true })}>
        {words.sortDescending}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={ArrowLeft} disabled={place <= 0} onSelect={() => onColumns(shiftColumn(columns, column, -1))}>
        {words.moveLeft}
      </MenuItem>
      <MenuItem
        icon={ArrowRight}
        disabled={place === visible.length - 1}
        onSelect={() => onColumns(shiftColumn(columns, column, 1))}
      >
        {words.moveRight}
      </MenuItem>
      <MenuItem
        icon={EyeOff}
        disabled={column === 'name'}
        onSelect={() => onColumns(showColumn(columns, column, false))}
      >
        {words.hideColumn(words.columns[column])}
      </MenuItem>
    </>
  )
}

export const HeaderMenu = (props: HeaderMenuProps) => {
  const words = useMessages().torrents
  const { columns, onColumns } = props
  return (
    <>
      <ColumnItems {...props} />
      <MenuSeparator />
      <MenuGroup label={words.shownColumns}>
        {columns
          .filter(({ key }) => key !== 'name')
          .map(({ key, visible }) => (
            <MenuCheckItem key={key} checked={visible} onChange={(shown) => onColumns(showColumn(columns, key, shown))}>
              {words.columns[key]}
            </MenuCheckItem>
          ))}
      </MenuGroup>
      <MenuSeparator />
      <MenuItem icon={RotateCcw} onSelect={() => onColumns(defaultColumns)}>
        {words.resetColumns}
      </MenuItem>
    </>
  )
}
