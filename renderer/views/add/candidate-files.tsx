// The files of a candidate, with what is to be downloaded of them. Choices go to the draft; here is only what is open
// and sought.

import { useMemo } from 'react'
import { withPriority } from '../../../app/torrent/file-tree.ts'
import { unpackFiles, type PackedFiles } from '../../../app/torrent/packed-files.ts'
import { FileGrid } from '../files/file-grid.tsx'
import { FileTools } from '../files/file-tools.tsx'
import { useTreeView } from '../files/tree-view.ts'

interface CandidateFilesProps {
  readonly files: PackedFiles
  readonly priorities: Uint8Array
  readonly onChange: (priorities: Uint8Array) => void
}

export const CandidateFiles = ({ files, priorities, onChange }: CandidateFilesProps) => {
  const view = useTreeView(useMemo(() => unpackFiles(files), [files]))
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
