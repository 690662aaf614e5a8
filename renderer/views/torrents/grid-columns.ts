// The columns and the sort of the list as the settings have them, and what changes them.

import { useCallback, useMemo, useState } from 'react'
import { columnKinds, columnsFrom, withoutSpeed, withSpeedOf, type Columns } from '../../state/columns.ts'
import { sortOf } from '../../state/list.ts'
import type { Sort, SortKey } from '../../state/order.ts'
import { changeSettings, useSettings } from '../../state/settings.ts'
import { hasColumns, useSpeed } from '../../state/speed.ts'

export interface ColumnsState {
  readonly columns: Columns
  /** `done` false while an edge is dragged: shown, not stored. */
  readonly change: (columns: Columns, done: boolean) => void
}

export const useColumns = (): ColumnsState => {
  const stored = useSettings(({ layout }) => layout.columns)
  const [dragged, setDragged] = useState<Columns | null>(null)
  const speed = useSpeed(hasColumns)
  const all = useMemo(() => columnsFrom(stored), [stored])
  const columns = useMemo(() => dragged ?? (speed ? all : withoutSpeed(all)), [dragged, all, speed])
  const change = useCallback(
    (next: Columns, done: boolean): void => {
      setDragged(done ? null : next)
      if (done) void changeSettings({ layout: { columns: [...withSpeedOf(next, all)] } })
    },
    [all],
  )
  return { columns, change }
}

export interface SortState {
  readonly sort: Sort
  readonly set: (sort: Sort) => void
  /** As a press on the column's name: its useful order first, then the other one. */
  readonly by: (key: SortKey) => void
}

export const useSort = (): SortState => {
  const stored = useSettings(({ layout }) => layout.sort)
  const sort = sortOf(stored)
  const set = (next: Sort): void => void changeSettings({ layout: { sort: next } })
  const by = (key: SortKey): void =>
    set({ key, descending: key === sort.key ? !sort.descending : columnKinds[key].descendingFirst })
  return { sort, set, by }
}
