// The one context menu of the list: of the chosen rows or of a column, at the pointer or at what the keyboard is on.
// While it is open the rows keep still.

import { useEffect, useState, type MouseEvent } from 'react'
import { AnchoredMenu } from '../../components/menu.tsx'
import { holdStill } from '../../state/list.ts'
import type { SortKey } from '../../state/order.ts'
import type { ColumnsState, SortState } from './grid-columns.ts'
import { HeaderMenu } from './header-menu.tsx'
import { RowMenu } from './row-menu.tsx'

export interface MenuAt {
  readonly of: 'rows' | SortKey
  readonly anchor: Element | { readonly getBoundingClientRect: () => DOMRect }
}

export const atPointer = ({ clientX, clientY }: MouseEvent): MenuAt['anchor'] => ({
  getBoundingClientRect: () => new DOMRect(clientX, clientY, 0, 0),
})

/** Opened by a key: then the event names no kind of pointer. */
export const isByKey = ({ nativeEvent }: MouseEvent): boolean =>
  nativeEvent instanceof PointerEvent && nativeEvent.pointerType === ''

export const useMenuAt = () => {
  const [menu, open] = useState<MenuAt | null>(null)
  const isOpen = menu !== null
  useEffect(() => (isOpen ? holdStill() : undefined), [isOpen])
  return { menu, open, close: () => open(null) }
}

export interface GridMenuProps {
  readonly menu: MenuAt | null
  readonly onClose: () => void
  readonly columns: ColumnsState
  readonly sort: SortState
}

export const GridMenu = ({ menu, onClose, columns, sort }: GridMenuProps) => (
  <AnchoredMenu anchor={menu?.anchor ?? null} onClose={onClose}>
    {menu?.of === 'rows' && <RowMenu />}
    {menu !== null && menu.of !== 'rows' && (
      <HeaderMenu
        column={menu.of}
        columns={columns.columns}
        onSort={sort.set}
        onColumns={(next) => columns.change(next, true)}
      />
    )}
  </AnchoredMenu>
)
