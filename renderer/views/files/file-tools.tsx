// Above a file tree: search, all, none, invert, and what is chosen. They concern the files shown: all of them, or what
// the search found.

import { Search, X } from 'lucide-react'
import { useMemo } from 'react'
import { inverted, selection, shownFiles, withPriority } from '../../../app/torrent/file-tree.ts'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { Tooltip } from '../../components/tooltip.tsx'
import { formatSize } from '../../format/bytes.ts'
import { useMessages } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'
import type { TreeView } from './tree-view.ts'

interface FileToolsProps {
  readonly view: TreeView
  readonly priorities: Uint8Array
  readonly onChange: (priorities: Uint8Array) => void
}

const SearchBox = ({ view: { query, setQuery } }: { readonly view: TreeView }) => {
  const { files: words, common } = useMessages()
  return (
    <TextInput
      type="search"
      className="file-tools__search"
      icon={Search}
      value={query}
      onChange={setQuery}
      placeholder={words.search}
      aria-label={words.search}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || query === '') return
        event.stopPropagation()
        setQuery('')
      }}
      end={
        query === '' ? undefined : <IconButton icon={X} small label={common.clearSearch} onClick={() => setQuery('')} />
      }
    />
  )
}

export const FileTools = ({ view, priorities, onChange }: FileToolsProps) => {
  const words = useMessages().files
  const units = useSettings(({ look }) => look.units)
  const { tree, found } = view
  const chosen = useMemo(() => selection(tree, priorities), [tree, priorities])
  const total = useMemo(() => shownFiles(tree).length, [tree])
  const shown = (): number[] => shownFiles(tree, found)
  const skipped = (): number[] => shown().filter((file) => priorities[file] === 0)
  return (
    <div className="file-tools">
      <SearchBox view={view} />
      <div className="file-tools__marks" role="group" aria-label={words.choose}>
        <Tooltip text={words.allHint}>
          <Button look="quiet" onClick={() => onChange(withPriority(priorities, skipped(), 2))}>
            {words.all}
          </Button>
        </Tooltip>
        <Tooltip text={words.noneHint}>
          <Button look="quiet" onClick={() => onChange(withPriority(priorities, shown(), 0))}>
            {words.none}
          </Button>
        </Tooltip>
        <Tooltip text={words.invertHint}>
          <Button look="quiet" onClick={() => onChange(inverted(priorities, shown()))}>
            {words.invert}
          </Button>
        </Tooltip>
      </div>
      <p className="file-tools__chosen numeric" role="status">
        {words.chosen(chosen.files, total, formatSize(chosen.bytes, units))}
      </p>
    </div>
  )
}
