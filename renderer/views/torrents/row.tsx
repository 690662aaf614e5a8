// One row of the list. It hears of its own torrent and its own place in the selection only, so that a tick redraws
// nothing but the rows it changed. Its parent positions it.

import { memo } from 'react'
import type { TorrentId } from '../../../app/torrent/row.ts'
import type { Columns } from '../../state/columns.ts'
import { useSelection } from '../../state/selecting.ts'
import { useTorrent } from '../../state/torrents.ts'
import { Cell, type CellContext } from './cells.tsx'
import { rowDomId } from './grid-parts.ts'

export interface RowProps {
  readonly id: TorrentId
  readonly index: number
  readonly columns: Columns
  readonly context: CellContext
}

const Cells = ({ id, columns, context }: Omit<RowProps, 'index'>) => {
  const row = useTorrent(id)
  if (row === undefined) return null
  return columns.map(({ key }, place) => <Cell key={key} name={key} column={place + 1} row={row} context={context} />)
}

export const Row = memo(({ id, index, columns, context }: RowProps) => {
  const chosen = useSelection((selection) => selection.chosen.has(id))
  const focused = useSelection((selection) => selection.focus === id)
  return (
    <div
      role="row"
      id={rowDomId(id)}
      aria-rowindex={index + 2}
      aria-selected={chosen}
      data-index={index}
      data-focused={focused || undefined}
      className="torrent-row"
    >
      <Cells id={id} columns={columns} context={context} />
    </div>
  )
})
