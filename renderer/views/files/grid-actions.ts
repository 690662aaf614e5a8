// What presses and keys in a file grid do: move and extend the selection, open folders, set priorities for the chosen
// rows. An action on a row that is not chosen concerns it alone.

import { useState, type KeyboardEvent, type MouseEvent, type RefObject } from 'react'
import type { Priority } from '../../../app/torrent/details.ts'
import { filesBelow } from '../../../app/torrent/file-tree.ts'
import { useLatest } from '../../components/latest.ts'
import type { AnchoredMenuProps } from '../../components/menu.tsx'
import type { VirtualListHandle } from '../../components/virtual-list.tsx'
import { chooseAll, moveTo, press, pressForMenu } from '../../state/selection.ts'
import type { RowActions } from './file-row.tsx'
import { treeStep, type TreeStep } from './tree-keys.ts'
import type { TreeView } from './tree-view.ts'

export const ROW_HEIGHT = 28
export const HEAD_HEIGHT = 26

type Anchor = NonNullable<AnchoredMenuProps['anchor']>

export interface OpenMenu {
  readonly anchor: Anchor
  readonly nodes: readonly number[]
}

interface Options {
  readonly view: TreeView
  readonly list: RefObject<VirtualListHandle | null>
  readonly isWanted: (node: number) => boolean
  readonly onPriority: (files: readonly number[], priority: Priority) => void
  readonly onOpen: ((file: number) => void) | undefined
}

const pointOf = ({ clientX, clientY }: MouseEvent): Anchor => ({
  getBoundingClientRect: () => new DOMRect(clientX, clientY, 0, 0),
})

/** The node of the row an event happened in. */
const nodeAt = (target: EventTarget): number | null => {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-node]') : null
  return row === null ? null : Number(row.dataset['node'])
}

/** The chosen nodes when the node is one of them, else it alone. */
const withOthers = ({ rows, selection }: TreeView, node: number): readonly number[] =>
  selection.chosen.has(node) ? rows.filter((row) => selection.chosen.has(row)) : [node]

const setPriority = ({ view, onPriority }: Options, nodes: readonly number[], priority: Priority): void => {
  const files = new Set(nodes.flatMap((node) => filesBelow(view.tree, node, view.found)))
  if (files.size > 0) onPriority([...files], priority)
}

const activate = ({ view, onOpen }: Options, node: number): void => {
  const file = view.tree.nodes[node]?.file ?? -1
  if (file < 0) view.setOpen(node, !view.isOpen(node))
  else onOpen?.(file)
}

const rowActions = (options: Options, openMenu: (menu: OpenMenu) => void): RowActions => {
  const { view } = options
  return {
    press: (node, event) => {
      const keys = { range: event.shiftKey, toggle: event.ctrlKey || event.metaKey }
      const next =
        event.button === 2 ? pressForMenu(view.selection, node) : press(view.selection, view.rows, node, keys)
      view.setSelection(next)
    },
    activate: (node) => activate(options, node),
    openFolder: view.setOpen,
    want: (node, wanted) => setPriority(options, withOthers(view, node), wanted ? 2 : 0),
    choosePriority: (node, anchor) => openMenu({ anchor, nodes: withOthers(view, node) }),
  }
}

const take = (step: TreeStep, options: Options, event: KeyboardEvent): void => {
  const { view, list } = options
  const { selection, rows } = view
  const keys = { range: event.shiftKey, toggle: event.ctrlKey || event.metaKey }
  switch (step.do) {
    case 'move':
      view.setSelection(moveTo(selection, rows, step.row, keys))
      return list.current?.reveal(step.row)
    case 'open':
    case 'close':
      return view.setOpen(step.node, step.do === 'open')
    case 'choose-all':
      return view.setSelection(chooseAll(selection, rows))
    case 'toggle':
      if (selection.focus === null) return
      return setPriority(options, withOthers(view, selection.focus), options.isWanted(selection.focus) ? 0 : 2)
  }
}

const onKey = (options: Options, event: KeyboardEvent): void => {
  const { view, list, onOpen } = options
  const { tree, rows, selection, isOpen } = view
  const { focus } = selection
  if (event.key === 'Enter' && onOpen && focus !== null) {
    event.preventDefault()
    return activate(options, focus)
  }
  const page = Math.max(1, Math.floor(((list.current?.element?.clientHeight ?? 0) - HEAD_HEIGHT) / ROW_HEIGHT) - 1)
  const row = focus === null ? -1 : rows.indexOf(focus)
  const step = treeStep(event.key, event.ctrlKey || event.metaKey, { tree, rows, row, isOpen, page })
  if (step === null || event.altKey) return
  event.preventDefault()
  take(step, options, event)
}

export const useGridActions = (options: Options) => {
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const { view } = options
  const onContextMenu = (event: MouseEvent): void => {
    event.preventDefault()
    const pressed = nodeAt(event.target)
    const node = pressed ?? view.selection.focus
    if (node === null) return
    const focused = event.currentTarget.querySelector('.file-row--focused') ?? event.currentTarget
    setMenu({ anchor: pressed === null ? focused : pointOf(event), nodes: withOthers(view, node) })
  }
  return {
    menu,
    closeMenu: () => setMenu(null),
    actions: useLatest(rowActions(options, setMenu)),
    onKeyDown: (event: KeyboardEvent) => onKey(options, event),
    onContextMenu,
    setPriority: (nodes: readonly number[], priority: Priority) => setPriority(options, nodes, priority),
  }
}
