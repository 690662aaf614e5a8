// The files of a candidate, with what is to be downloaded of them. Choices go to the draft; here is only what is open
// and sought.

import type { FileEntry } from '../../../app/torrent/details.ts'
import { withPriority } from '../../../app/torrent/file-tree.ts'
import { FileGrid } from '../files/file-grid.tsx'
import { FileTools } from '../files/file-tools.tsx'
import { useTreeView } from '../files/tree-view.ts'

interface CandidateFilesProps {
  readonly files: readonly FileEntry[]
  readonly priorities: Uint8Array
  readonly onChange: (priorities: Uint8Array) => void
}

export const CandidateFiles = ({ files, priorities, onChange }: CandidateFilesProps) => {
  const view = useTreeView(files)
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
