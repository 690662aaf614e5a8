// One torrent to be added: what it is, where it goes, which of its files. Shows a draft and tells each choice to the
// dialog, which keeps it.

import { Copy, Lock, SpellCheck } from 'lucide-react'
import type { Candidate } from '../../../app/ipc/contract.ts'
import { Note } from '../../components/note.tsx'
import { Tooltip } from '../../components/tooltip.tsx'
import { formatExactSize, formatSize } from '../../format/bytes.ts'
import { useMessages } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'
import { About } from './about.tsx'
import { addsNothing, neededBytes, type Choices, type Draft } from './add-queue.ts'
import { CandidateFiles } from './candidate-files.tsx'
import { MetadataWait } from './metadata-wait.tsx'
import { SavePath } from './save-path.tsx'

interface CandidatePanelProps {
  readonly draft: Draft
  readonly onChoices: (choices: Partial<Choices>) => void
  readonly onPriorities: (priorities: Uint8Array) => void
}

const Facts = ({ candidate }: { readonly candidate: Candidate }) => {
  const words = useMessages().add
  const units = useSettings(({ look }) => look.units)
  const { size, files, trackers, isPrivate, hybrid } = candidate
  return (
    <ul className="candidate__facts numeric">
      {size === null ? <li>{words.magnetSize}</li> : <li title={formatExactSize(size)}>{formatSize(size, units)}</li>}
      {files !== null && <li>{words.files(files.lengths.length)}</li>}
      <li>{trackers.length === 0 ? words.noTrackers : words.trackers(trackers.length)}</li>
      {isPrivate && (
        <li>
          <Tooltip text={words.privateHint}>
            <span className="candidate__badge">
              <Lock size={12} aria-hidden />
              {words.private}
            </span>
          </Tooltip>
        </li>
      )}
      {hybrid && (
        <li>
          <Tooltip text={words.hybridHint}>
            <span className="candidate__badge">{words.hybrid}</span>
          </Tooltip>
        </li>
      )}
    </ul>
  )
}

const Head = ({ candidate }: { readonly candidate: Candidate }) => (
  <div className="candidate__head">
    <div className="candidate__names">
      <h2 className="candidate__name" title={candidate.name}>
        {candidate.name}
      </h2>
      <Facts candidate={candidate} />
      {candidate.comment !== null && (
        <p className="candidate__comment" title={candidate.comment}>
          {candidate.comment}
        </p>
      )}
    </div>
    <About candidate={candidate} />
  </div>
)

const Duplicate = ({ name, draft }: { readonly name: string; readonly draft: Draft }) => {
  const words = useMessages().add
  const idle = addsNothing(draft)
  return (
    <Note icon={idle ? Lock : Copy} title={words.duplicate(name)}>
      {idle
        ? words.duplicatePrivate
        : words.duplicateEffect(draft.candidate.trackers.length + draft.candidate.webSeeds.length)}
    </Note>
  )
}

export const CandidatePanel = ({ draft, onChoices, onPriorities }: CandidatePanelProps) => {
  const { add: words, errors } = useMessages()
  const { candidate, priorities, folder, error } = draft
  const failure = error && (
    <Note tone="warning" announced>
      {errors.sentence(error)}
    </Note>
  )
  if (candidate.duplicateOf !== null) {
    return (
      <div className="candidate">
        <Head candidate={candidate} />
        <Duplicate name={candidate.duplicateOf} draft={draft} />
        {failure}
      </div>
    )
  }
  return (
    <div className="candidate">
      <Head candidate={candidate} />
      {failure}
      {candidate.renamed > 0 && <Note icon={SpellCheck}>{words.renamed(candidate.renamed)}</Note>}
      <SavePath folder={folder} needed={neededBytes(draft)} onChange={(next) => onChoices({ folder: next })} />
      {candidate.files === null || priorities === null ? (
        <MetadataWait candidate={candidate} />
      ) : (
        <CandidateFiles files={candidate.files} priorities={priorities} onChange={onPriorities} />
      )}
    </div>
  )
}
