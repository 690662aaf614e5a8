// The files of a torrent: how far each is, what is wanted of it. A priority set here shows at once and is then replaced
// by what the engine says.

import { ExternalLink, FolderOpen, ListTree } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { FilesDetails, Priority } from '../../../app/torrent/details.ts'
import { filesBelow, pathsOf, withPriority, type FileTree } from '../../../app/torrent/file-tree.ts'
import type { PackedFiles } from '../../../app/torrent/packed-files.ts'
import type { TorrentId, TorrentRow } from '../../../app/torrent/row.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { MenuItem } from '../../components/menu.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act, api } from '../../state/api.ts'
import { useSteady } from '../../state/steady.ts'
import { FileGrid } from '../files/file-grid.tsx'
import { FileTools } from '../files/file-tools.tsx'
import { useFileTree } from '../files/file-tree-steps.ts'
import { useTreeView } from '../files/tree-view.ts'
import { useDetails } from './details-feed.ts'
import { usePriorities } from './priorities.ts'
import { SkipDialog } from './skip-dialog.tsx'
import { Waiting } from './waiting.tsx'

/** Null while they are not known; asked for again when the metadata has arrived. */
const useFiles = (id: TorrentId, hasMetadata: boolean): PackedFiles | null => {
  const [files, setFiles] = useState<PackedFiles | null>(null)
  useEffect(() => {
    if (!hasMetadata) return
    let current = true
    const ask = async (): Promise<void> => {
      const result = await api().call('torrents.files', { id })
      if (current && result.ok) setFiles(result.value)
    }
    void ask()
    return () => {
      current = false
    }
  }, [id, hasMetadata])
  return files
}

const Tree = ({
  row,
  tree,
  details,
}: {
  readonly row: TorrentRow
  readonly tree: FileTree
  readonly details: FilesDetails
}) => {
  const words = useMessages().files
  const view = useTreeView(tree)
  const { change, skip, cancel, skipping, priorities: latest } = usePriorities(row.id, details)
  const priorities = useSteady(latest)
  const done = useSteady(details.done)
  const setPriority = (chosen: readonly number[], priority: Priority): void =>
    change(withPriority(priorities, chosen, priority))
  const open = (file: number): void => void act('files.open', { id: row.id, file }, row.name)
  const show = (file: number): void => void act('files.show', { id: row.id, file }, row.name)
  const menu = (nodes: readonly number[]) => {
    const [node = -1] = nodes
    const [first] = filesBelow(view.tree, node)
    const file = view.tree.nodes[node]?.file ?? -1
    return (
      <>
        <MenuItem icon={ExternalLink} disabled={nodes.length !== 1 || file < 0} onSelect={() => open(file)}>
          {words.open}
        </MenuItem>
        <MenuItem
          icon={FolderOpen}
          disabled={nodes.length !== 1 || first === undefined}
          onSelect={() => show(first ?? 0)}
        >
          {words.showInFolder}
        </MenuItem>
      </>
    )
  }
  return (
    <div className="details-table">
      <div className="details-table__tools">
        <FileTools view={view} priorities={priorities} onChange={change} />
      </div>
      <div className="details-table__fill">
        <FileGrid view={view} priorities={priorities} done={done} onPriority={setPriority} onOpen={open} menu={menu} />
      </div>
      {skipping && (
        <SkipDialog
          paths={pathsOf(tree, skipping.stake.files)}
          bytes={skipping.stake.bytes}
          onSkip={skip}
          onClose={cancel}
        />
      )}
    </div>
  )
}

export const FilesTab = ({ row }: { readonly row: TorrentRow }) => {
  const words = useMessages().details
  const tree = useFileTree(useFiles(row.id, row.size !== null))
  const details = useDetails(row.id, 'files')
  if (row.size === null) return <EmptyState icon={ListTree} title={words.noMetadata} text={words.noMetadataText} />
  if (tree === null || details === null) return <Waiting />
  return <Tree row={row} tree={tree} details={details} />
}
