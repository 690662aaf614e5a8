// The files of a candidate, with what is to be downloaded of them. Choices go to the draft; here is only what is open
// and sought.

import { withPriority, type FileTree } from '../../../app/torrent/file-tree.ts'
import type { PackedFiles } from '../../../app/torrent/packed-files.ts'
import { FileGrid } from '../files/file-grid.tsx'
import { FileTools } from '../files/file-tools.tsx'
import { useFileTree } from '../files/file-tree-steps.ts'
import { useTreeView } from '../files/tree-view.ts'

interface ChoiceProps {
  readonly priorities: Uint8Array
  readonly onChange: (priorities: Uint8Array) => void
}

const Choice = ({ tree, priorities, onChange }: ChoiceProps & { readonly tree: FileTree }) => {
  const view = useTreeView(tree)
  return (
    <section className="candidate-files">
      {view.tree.nodes.length > 1 && <FileTools view={view} priorities={priorities} onChange={onChange} />}
      <div className="candidate-files__box">
        <FileGrid
          view={view}
          priorities={priorities}
          onPriority={(chosen, priority) => onChange(withPriority(priorities, chosen, priority))}
        />
      </div>
    </section>
  )
}

export const CandidateFiles = ({ files, ...choice }: ChoiceProps & { readonly files: PackedFiles }) => {
  const tree = useFileTree(files)
  return tree ? <Choice {...choice} tree={tree} /> : <section className="candidate-files" aria-busy />
}
