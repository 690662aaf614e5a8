// What is seen of a file tree: which folders are open, what is sought, which rows are chosen. One per tree on screen;
// priorities and progress are the caller's. Invariant: rows are indexes into the nodes of the tree.

import { useMemo, useState } from 'react'
import { allFolders, search, visibleNodes, type FileTree } from '../../../app/torrent/file-tree.ts'
import { noSelection, type Selection } from '../../state/selection.ts'

/** Trees up to this many nodes start with every folder open. */
const SMALL = 60

/** The folders open at the start: all of a small tree, else those that lie alone in what holds them. */
export const firstExpanded = (tree: FileTree): Set<number> => {
  if (tree.nodes.length <= SMALL) return allFolders(tree)
  const open = new Set<number>()
  let [from, to] = [0, tree.nodes.length]
  for (let node = tree.nodes[from]; node && node.file < 0 && node.end === to; node = tree.nodes[from]) {
    open.add(from)
    from += 1
    to = node.end
  }
  return open
}

export interface TreeView {
  readonly tree: FileTree
  /** Nodes in the order shown. */
  readonly rows: readonly number[]
  /** What the search found; null while nothing is sought. */
  readonly found: ReadonlySet<number> | null
  readonly query: string
  readonly setQuery: (query: string) => void
  readonly isOpen: (node: number) => boolean
  readonly setOpen: (node: number, open: boolean) => void
  readonly openAll: (open: boolean) => void
  readonly selection: Selection<number>
  readonly setSelection: (selection: Selection<number>) => void
}

export const useTreeView = (tree: FileTree): TreeView => {
  const [expanded, setExpanded] = useState<ReadonlySet<number>>(() => firstExpanded(tree))
  const [query, setQuery] = useState('')
  const [selection, setSelection] = useState<Selection<number>>(noSelection)
  const found = useMemo(() => search(tree, query), [tree, query])
  const rows = useMemo(() => visibleNodes(tree, expanded, found), [tree, expanded, found])
  const setOpen = (node: number, open: boolean): void => {
    const next = new Set(expanded)
    if (open) next.add(node)
    else next.delete(node)
    setExpanded(next)
  }
  return {
    tree,
    rows,
    found,
    query,
    setQuery,
    isOpen: (node) => found !== null || expanded.has(node),
    setOpen,
    openAll: (open) => setExpanded(open ? allFolders(tree) : new Set()),
    selection,
    setSelection,
  }
}
