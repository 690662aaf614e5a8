// The files of a torrent as a treegrid: one tab stop, rows only for what is in sight, the focused one always. Says
// which files get which priority; keeping priorities is the caller's, what is open and chosen the tree view's.

import { useCallback, useId, useMemo, useRef, type ReactNode } from 'react'
import type { Priority } from '../../../app/torrent/details.ts'
import { nodePriorities } from '../../../app/torrent/file-tree.ts'
import { classes } from '../../components/class-names.ts'
import { AnchoredMenu, MenuChoice, MenuGroup, MenuSeparator } from '../../components/menu.tsx'
import { VirtualList, type VirtualListHandle } from '../../components/virtual-list.tsx'
import { useMessages } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'
import { FileRow, type FileRowProps } from './file-row.tsx'
import { HEAD_HEIGHT, ROW_HEIGHT, useGridActions, type OpenMenu } from './grid-actions.ts'
import { nodeProgress } from './tree-progress.ts'
import type { TreeView } from './tree-view.ts'
import './files.css'

export interface FileGridProps {
  readonly view: TreeView
  readonly priorities: Uint8Array
  /** Per mille per file: shows the progress column. */
  readonly done?: Uint16Array
  readonly onPriority: (files: readonly number[], priority: Priority) => void
  /** Double click on a file, or Enter. Without it, Enter stays with the dialog around. */
  readonly onOpen?: (file: number) => void
  /** Items above the priorities in the menu of these nodes. */
  readonly menu?: (nodes: readonly number[]) => ReactNode
}

const Head = ({ progress }: { readonly progress: boolean }) => {
  const words = useMessages().files
  return (
    <div role="rowgroup" className="file-grid__head">
      <div role="row" aria-rowindex={1} className="file-row">
        <div role="columnheader" className="file-grid__first">
          {words.name}
        </div>
        <div role="columnheader" className="file-row__size">
          {words.size}
        </div>
        {progress && <div role="columnheader">{words.progress}</div>}
        <div role="columnheader" className="file-grid__last">
          {words.priority}
        </div>
      </div>
    </div>
  )
}

interface PriorityMenuProps {
  readonly menu: OpenMenu | null
  /** What the nodes share; null: they differ. */
  readonly shared: Priority | null
  readonly extra: ReactNode
  readonly onClose: () => void
  readonly onChoose: (priority: Priority) => void
}

const PriorityMenu = ({ menu, shared, extra, onClose, onChoose }: PriorityMenuProps) => {
  const words = useMessages().files
  const options = ([3, 2, 1, 0] as const).map((value) => ({
    value: String(value),
    label: words.priorities[value] ?? '',
  }))
  return (
    <AnchoredMenu anchor={menu?.anchor ?? null} onClose={onClose}>
      {extra}
      {extra !== null && <MenuSeparator />}
      <MenuGroup label={words.priority}>
        <MenuChoice
          value={String(shared)}
          options={options}
          onChange={(value) => onChoose(Number(value) as Priority)}
        />
      </MenuGroup>
    </AnchoredMenu>
  )
}

/** What the rows show, each found in one pass over the tree. */
const useNodeStates = ({ view: { tree }, priorities, done }: FileGridProps) => ({
  shown: useMemo(() => nodePriorities(tree, priorities), [tree, priorities]),
  wanted: useMemo(
    () =>
      nodePriorities(
        tree,
        priorities.map((priority) => (priority === 0 ? 0 : 2)),
      ).map((state) => (state === 'mixed' ? state : state > 0)),
    [tree, priorities],
  ),
  progress: useMemo(() => (done ? nodeProgress(tree, done) : null), [tree, done]),
})

type NodeStates = ReturnType<typeof useNodeStates>

/** Draws the row at an index of what is shown. */
const useRow = (props: FileGridProps, id: string, actions: FileRowProps['actions'], states: NodeStates) => {
  const { tree, rows, selection, isOpen } = props.view
  const units = useSettings(({ look }) => look.units)
  return (index: number): ReactNode => {
    const node = rows[index] ?? -1
    const entry = tree.nodes[node]
    if (!entry) return null
    return (
      <FileRow
        id={`${id}-${node}`}
        node={node}
        name={entry.name}
        depth={entry.depth}
        size={entry.size}
        count={entry.file < 0 ? entry.count : null}
        open={entry.file < 0 && isOpen(node)}
        priority={states.shown[node] ?? 2}
        wanted={states.wanted[node] ?? true}
        progress={states.progress?.[node] ?? null}
        chosen={selection.chosen.has(node)}
        focused={selection.focus === node}
        rowIndex={index + 2}
        units={units}
        actions={actions}
      />
    )
  }
}

/** The priority all these nodes share, or null. */
const sharedPriority = (nodes: readonly number[], shown: NodeStates['shown']): Priority | null => {
  const [first, ...others] = new Set(nodes.map((node) => shown[node]))
  return first === undefined || first === 'mixed' || others.length > 0 ? null : first
}

const NoneFound = ({ query }: { readonly query: string }) => (
  <p className="file-grid__none" role="status">
    {useMessages().files.noneFound(query)}
  </p>
)

export const FileGrid = (props: FileGridProps) => {
  const { view, onPriority, onOpen, menu: extra } = props
  const { rows, selection } = view
  const words = useMessages().files
  const id = useId()
  const list = useRef<VirtualListHandle>(null)
  const states = useNodeStates(props)
  const isWanted = (node: number): boolean => states.wanted[node] === true
  const grid = useGridActions({ view, list, isWanted, onPriority, onOpen })
  const row = useRow(props, id, grid.actions, states)
  // The same function for the same rows: another one makes the list measure all of them anew.
  const rowKey = useCallback((index: number) => rows[index] ?? index, [rows])
  const focus = selection.focus === null ? -1 : rows.indexOf(selection.focus)
  const hasProgress = states.progress !== null
  if (rows.length === 0) return <NoneFound query={view.query} />
  return (
    <>
      <VirtualList
        ref={list}
        role="treegrid"
        tabIndex={0}
        aria-label={words.label}
        aria-multiselectable
        aria-rowcount={rows.length + 1}
        aria-colcount={hasProgress ? 4 : 3}
        {...(focus >= 0 && { 'aria-activedescendant': `${id}-${selection.focus}` })}
        className={classes('file-grid', hasProgress && 'file-grid--progress')}
        count={rows.length}
        rowHeight={ROW_HEIGHT}
        rowKey={rowKey}
        row={row}
        head={<Head progress={hasProgress} />}
        headHeight={HEAD_HEIGHT}
        keep={focus}
        body={{ role: 'rowgroup' }}
        onKeyDown={grid.onKeyDown}
        onContextMenu={grid.onContextMenu}
      />
      <PriorityMenu
        menu={grid.menu}
        shared={sharedPriority(grid.menu?.nodes ?? [], states.shown)}
        extra={grid.menu && extra ? extra(grid.menu.nodes) : null}
        onClose={grid.closeMenu}
        onChoose={(priority) => grid.setPriority(grid.menu?.nodes ?? [], priority)}
      />
    </>
  )
}
