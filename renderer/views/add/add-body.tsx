// The inside of the add dialog: what could not be read, what is being read, and the torrent at hand; with a list at
// the left when there are several.

import { FileWarning, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/class-names.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Note } from '../../components/note.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { formatSize } from '../../format/bytes.ts'
import { useMessages } from '../../messages/messages.ts'
import { clearUnreadable, useAdding } from '../../state/adding.ts'
import { useSettings } from '../../state/settings.ts'
import { cancelDraft } from './add-actions.ts'
import {
  choose,
  neededBytes,
  obstacle,
  setChoices,
  setPriorities,
  type AddQueue,
  type ChangeQueue,
  type Draft,
} from './add-queue.ts'
import { CandidatePanel } from './candidate-panel.tsx'

interface AddBodyProps {
  readonly queue: AddQueue
  readonly draft: Draft | null
  readonly change: ChangeQueue
}

/** What could not be read, shown without asking. */
const FEW = 3

const Unreadable = () => {
  const { add: words, errors } = useMessages()
  const unreadable = useAdding((state) => state.unreadable)
  const [all, showAll] = useState(false)
  if (unreadable.length === 0) return null
  const shown = all || unreadable.length <= FEW + 1 ? unreadable : unreadable.slice(0, FEW)
  return (
    <Note
      tone="warning"
      icon={FileWarning}
      announced
      title={words.unreadableTitle(unreadable.length)}
      action={<IconButton icon={X} small label={words.forgetUnreadable} onClick={clearUnreadable} />}
    >
      {shown.map(({ subject, error }, index) => (
        <span key={`${subject}-${index}`} className="add-dialog__unreadable">
          <span className="add-dialog__subject" title={subject}>
            {subject}
          </span>
          {errors.sentence(error)}
        </span>
      ))}
      {shown.length < unreadable.length && (
        <Button onClick={() => showAll(true)}>{words.unreadableMore(unreadable.length - shown.length)}</Button>
      )}
    </Note>
  )
}

const Reading = () => {
  const words = useMessages().add
  const reading = useAdding((state) => state.reading)
  return reading.map((subject, index) => (
    <p key={`${subject}-${index}`} className="add-dialog__reading" role="status">
      <Spinner /> <span className="add-dialog__subject">{words.reading(subject)}</span>
    </p>
  ))
}

const ListItem = ({ draft, current, onChoose }: { draft: Draft; current: boolean; onChoose: () => void }) => {
  const { add: words, errors } = useMessages()
  const units = useSettings(({ look }) => look.units)
  const { candidate, error } = draft
  const needed = neededBytes(draft)
  const blocked = obstacle(draft)
  const wrong = error ? errors.sentence(error) : blocked === null ? null : words.obstacles[blocked]
  return (
    <li className={classes('candidate-list__item', current && 'candidate-list__item--current')}>
      <button type="button" className="candidate-list__name" aria-current={current} onClick={onChoose}>
        <span className="candidate-list__title">{candidate.name}</span>
        <span className="candidate-list__size numeric">
          {candidate.duplicateOf !== null
            ? words.duplicateShort
            : needed === null
              ? words.magnetSize
              : formatSize(needed, units)}
          {wrong !== null && <TriangleAlert size={12} aria-label={wrong} className="candidate-list__wrong" />}
        </span>
      </button>
      <IconButton
        icon={X}
        small
        disabled={draft.busy}
        label={words.skip(candidate.name)}
        onClick={() => cancelDraft(draft)}
      />
    </li>
  )
}

const CandidateList = ({ queue, change }: Pick<AddBodyProps, 'queue' | 'change'>) => {
  const words = useMessages().add
  return (
    <ul className="candidate-list" aria-label={words.list}>
      {queue.drafts.map((draft) => (
        <ListItem
          key={draft.candidate.ref}
          draft={draft}
          current={draft.candidate.ref === queue.current}
          onChoose={() => change((before) => choose(before, draft.candidate.ref))}
        />
      ))}
    </ul>
  )
}

export const AddBody = ({ queue, draft, change }: AddBodyProps) => {
  const words = useMessages().add
  const blocked = draft && obstacle(draft)
  return (
    <div className="add-dialog__inside">
      {queue.drafts.length > 1 && <CandidateList queue={queue} change={change} />}
      <div className="add-dialog__main">
        <Unreadable />
        <Reading />
        {draft && (
          <CandidatePanel
            key={draft.candidate.id}
            draft={draft}
            onChoices={(choices) => change((before) => setChoices(before, draft.candidate.ref, choices))}
            onPriorities={(priorities) => change((before) => setPriorities(before, draft.candidate.ref, priorities))}
          />
        )}
        {blocked && (
          <p className="add-dialog__blocked" role="status">
            {words.obstacles[blocked]}
          </p>
        )}
      </div>
    </div>
  )
}
