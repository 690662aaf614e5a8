// What a key does in a file tree, by the rules of a treegrid (WAI-ARIA APG). Pure: it names the step, the grid takes
// it. Keys it does not know stay with the dialog or window around.

import type { FileTree } from '../../../app/torrent/file-tree.ts'

export type TreeStep =
  | { readonly do: 'move'; readonly row: number }
  | { readonly do: 'open' | 'close'; readonly node: number }
  | { readonly do: 'toggle' | 'choose-all' }

export interface TreePlace {
  readonly tree: FileTree
  readonly rows: readonly number[]
  /** Index into `rows` of the focused one; -1: none. */
  readonly row: number
  readonly isOpen: (node: number) => boolean
  /** Rows in sight, for paging. */
  readonly page: number
}

const move = (row: number): TreeStep => ({ do: 'move', row })

const inward = ({ tree, rows, row, isOpen }: TreePlace): TreeStep | null => {
  const node = rows[row] ?? -1
  if ((tree.nodes[node]?.file ?? 0) >= 0) return null
  return isOpen(node) ? move(row + 1) : { do: 'open', node }
}

const outward = ({ tree, rows, row, isOpen }: TreePlace): TreeStep | null => {
  const node = rows[row] ?? -1
  const { file = 0, parent = -1 } = tree.nodes[node] ?? {}
  if (file < 0 && isOpen(node)) return { do: 'close', node }
  return parent < 0 ? null : move(rows.indexOf(parent))
}

export const treeStep = (key: string, command: boolean, place: TreePlace): TreeStep | null => {
  const { rows, row, page } = place
  switch (key) {
    case 'ArrowDown':
      return move(Math.min(row + 1, rows.length - 1))
    case 'ArrowUp':
      return move(Math.max(row - 1, 0))
    case 'PageDown':
      return move(Math.min(row + page, rows.length - 1))
    case 'PageUp':
      return move(Math.max(row - page, 0))
    case 'Home':
      return move(0)
    case 'End':
      return move(rows.length - 1)
    case 'ArrowRight':
      return inward(place)
    case 'ArrowLeft':
      return outward(place)
    case ' ':
      return { do: 'toggle' }
    case 'a':
      return command ? { do: 'choose-all' } : null
    default:
      return null
  }
}
