// What every cell of the list has in common: its place in the grid, its class, its tooltip.

import { classes } from '../../components/class-names.ts'
import { columnKinds } from '../../state/columns.ts'
import type { SortKey } from '../../state/order.ts'

export interface Place {
  readonly name: SortKey
  /** From 1. */
  readonly column: number
}

export const frame = ({ name, column }: Place, title: string | null) => ({
  role: name === 'name' ? 'rowheader' : 'gridcell',
  'aria-colindex': column,
  className: classes('cell', `cell--${name}`, columnKinds[name].numeric && 'cell--number numeric'),
  title: title ?? undefined,
})
