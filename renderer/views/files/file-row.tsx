// One row of a file tree: box, name, size, progress, priority. Drawn from plain values, so that a row whose values are
// the same is not drawn again. Presses are told by node; what they do is the grid's.

import {
  ChevronDown,
  ChevronRight,
  File,
  FileArchive,
  FileImage,
  FileMusic,
  FileText,
  FileVideo,
  Folder,
} from 'lucide-react'
import { memo, type MouseEvent, type RefObject } from 'react'
import type { NodePriority } from '../../../app/torrent/file-tree.ts'
import { classes } from '../../components/class-names.ts'
import { Progress } from '../../components/progress.tsx'
import { formatExactSize, formatSize, type Units } from '../../format/bytes.ts'
import { formatShare } from '../../format/numbers.ts'
import { useMessages } from '../../messages/messages.ts'
import { fileKind, type FileKind } from './file-kind.ts'
import { RowBox } from './row-box.tsx'

export interface RowActions {
  press(node: number, event: MouseEvent): void
  activate(node: number): void
  openFolder(node: number, open: boolean): void
  want(node: number, wanted: boolean): void
  choosePriority(node: number, anchor: Element): void
}

export interface FileRowProps {
  readonly id: string
  readonly node: number
  readonly name: string
  readonly depth: number
  readonly size: number
  /** Files in it; null for a file. */
  readonly count: number | null
  readonly open: boolean
  readonly priority: NodePriority
  /** Whether its files are downloaded; `mixed`: some of them. */
  readonly wanted: boolean | 'mixed'
  /** 0…1; null: no such column. */
  readonly progress: number | null
  readonly chosen: boolean
  readonly focused: boolean
  readonly rowIndex: number
  readonly units: Units
  readonly actions: RefObject<RowActions>
}

const icons = {
  video: FileVideo,
  audio: FileMusic,
  image: FileImage,
  text: FileText,
  archive: FileArchive,
  other: File,
} satisfies Record<FileKind, typeof File>

const Twisty = ({ node, name, open, actions }: Pick<FileRowProps, 'node' | 'name' | 'open' | 'actions'>) => {
  const words = useMessages().files
  const Icon = open ? ChevronDown : ChevronRight
  return (
    <button
      type="button"
      className="file-row__twisty"
      tabIndex={-1}
      aria-label={open ? words.collapse(name) : words.expand(name)}
      onClick={() => actions.current.openFolder(node, !open)}
    >
      <Icon size={14} aria-hidden />
    </button>
  )
}

const NameCell = (props: FileRowProps) => {
  const { node, name, depth, count, open, wanted, actions } = props
  const words = useMessages().files
  const isFolder = count !== null
  const Icon = isFolder ? Folder : icons[fileKind(name)]
  return (
    <div role="gridcell" className="file-row__name" style={{ paddingLeft: 8 + depth * 18 }}>
      {isFolder ? <Twisty {...{ node, name, open, actions }} /> : <span className="file-row__twisty" />}
      <RowBox checked={wanted} label={words.download(name)} onChange={(next) => actions.current.want(node, next)} />
      <Icon size={16} aria-hidden className="file-row__icon" />
      <span className="file-row__text" title={name}>
        {name}
      </span>
      {isFolder && <span className="file-row__count numeric">{words.inFolder(count)}</span>}
    </div>
  )
}

/** A skipped file of which nothing is there says so: its share would look like one that waits. */
const ProgressCell = ({ share, skipped }: { readonly share: number; readonly skipped: boolean }) => {
  const words = useMessages().files
  return (
    <div role="gridcell" className="file-row__progress">
      {skipped && share === 0 ? (
        <span className="file-row__absent">{words.notOnDisk}</span>
      ) : (
        <>
          <Progress value={share} tone={share === 1 ? 'upload' : skipped ? 'idle' : 'download'} />
          <span className="numeric">{formatShare(share)}</span>
        </>
      )}
    </div>
  )
}

const PriorityCell = ({
  node,
  name,
  priority,
  actions,
}: Pick<FileRowProps, 'node' | 'name' | 'priority' | 'actions'>) => {
  const words = useMessages().files
  return (
    <div role="gridcell" className="file-row__priority">
      <button
        type="button"
        tabIndex={-1}
        className={classes('file-row__choice', `file-row__choice--${priority}`)}
        aria-haspopup="menu"
        aria-label={`${words.priorityOf(name)}: ${priority === 'mixed' ? words.mixed : words.priorities[priority]}`}
        onClick={(event) => actions.current.choosePriority(node, event.currentTarget)}
      >
        {priority === 'mixed' ? words.mixed : words.priorities[priority]}
        <ChevronDown size={12} aria-hidden />
      </button>
    </div>
  )
}

/** The row's own buttons leave the selection as it is: they act on all of it. */
const isOnButton = ({ target }: MouseEvent): boolean => target instanceof Element && target.closest('button') !== null

export const FileRow = memo(function FileRow(props: FileRowProps) {
  const { id, node, depth, size, count, open, priority, progress, chosen, focused, rowIndex, units, actions } = props
  return (
    <div
      id={id}
      role="row"
      aria-level={depth + 1}
      aria-rowindex={rowIndex}
      aria-selected={chosen}
      {...(count !== null && { 'aria-expanded': open })}
      className={classes('file-row', chosen && 'file-row--chosen', focused && 'file-row--focused')}
      data-skipped={priority === 0 || undefined}
      data-node={node}
      onMouseDown={(event) => !isOnButton(event) && actions.current.press(node, event)}
      onDoubleClick={(event) => !isOnButton(event) && actions.current.activate(node)}
    >
      <NameCell {...props} />
      <div role="gridcell" className="file-row__size numeric" title={formatExactSize(size)}>
        {formatSize(size, units)}
      </div>
      {progress !== null && <ProgressCell share={progress} skipped={priority === 0} />}
      <PriorityCell {...props} />
    </div>
  )
})
