// The one way anything gets into the list: whatever was dropped, pasted, opened or sent by another program waits here
// until the user has agreed. Candidates come from state/adding.ts; the choices made for them live here.

import { useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { classes } from '../../components/class-names.ts'
import { Dialog } from '../../components/dialog.tsx'
import { useMessages } from '../../messages/messages.ts'
import { clearUnreadable, useAdding } from '../../state/adding.ts'
import { useSettings } from '../../state/settings.ts'
import { cancelDraft, confirmDraft } from './add-actions.ts'
import { AddBody } from './add-body.tsx'
import { AddButtons, StartChoice } from './add-foot.tsx'
import {
  addsNothing,
  currentDraft,
  emptyQueue,
  obstacle,
  setBusy,
  setError,
  sync,
  type AddQueue,
  type ChangeQueue,
  type Draft,
} from './add-queue.ts'
import './add-dialog.css'

const useQueue = (): readonly [AddQueue, ChangeQueue] => {
  const candidates = useAdding((state) => state.candidates)
  const folder = useSettings(({ downloads }) => downloads.folder)
  const start = useSettings(({ downloads }) => downloads.startWhenAdded)
  const [kept, setKept] = useState(emptyQueue)
  const queue = useMemo(() => sync(kept, candidates, { folder, start }), [kept, candidates, folder, start])
  const change: ChangeQueue = (apply) =>
    setKept((before) => apply(sync(before, useAdding.getState().candidates, { folder, start })))
  return [queue, change]
}

const addDraft = async (draft: Draft, change: ChangeQueue): Promise<void> => {
  const { ref } = draft.candidate
  if (addsNothing(draft)) return cancelDraft(draft)
  change((queue) => setBusy(queue, ref))
  const error = await confirmDraft(draft)
  if (error) change((queue) => setError(queue, ref, error))
}

const addEach = async (drafts: readonly Draft[], change: ChangeQueue): Promise<void> => {
  // All of them wait for the engine from now on, not one after another.
  for (const { candidate } of drafts) change((queue) => setBusy(queue, candidate.ref))
  for (const draft of drafts) await addDraft(draft, change)
}

/** The main button has the focus when there is something to add, and again when what had it is gone or disabled. */
const useFocusOnPrimary = (primary: RefObject<HTMLButtonElement | null>, count: number): void => {
  const before = useRef(0)
  useEffect(() => {
    const lost = document.activeElement === document.body || document.activeElement?.matches(':disabled')
    if (count > 0 && (before.current === 0 || lost)) primary.current?.focus()
    before.current = count
  }, [primary, count])
}

interface ContentProps {
  readonly queue: AddQueue
  readonly change: ChangeQueue
  readonly onClose: () => void
}

const Content = ({ queue, change, onClose }: ContentProps) => {
  const words = useMessages().add
  const primary = useRef<HTMLButtonElement>(null)
  const draft = currentDraft(queue)
  const { drafts } = queue
  const several = drafts.length > 1
  /** Room for files; held from the start, so that nothing jumps when they arrive. */
  const tall = drafts.some(({ candidate }) => candidate.duplicateOf === null)
  const ready = drafts.length > 0 && drafts.every((one) => obstacle(one) === null && !one.busy)
  useFocusOnPrimary(primary, drafts.length)
  const busy = drafts.some((one) => one.busy)
  const close = (): void => {
    // What is being added cannot be called off any more.
    if (busy) return
    for (const one of drafts) cancelDraft(one)
    clearUnreadable()
    onClose()
  }
  const add = (): void => {
    if (ready) void addEach(drafts, change)
  }
  return (
    <Dialog
      open
      onClose={close}
      onEnter={draft ? add : close}
      title={draft === null ? words.title : several ? words.titleSeveral(drafts.length) : words.title}
      size={tall ? 'large' : 'medium'}
      className={classes('add-dialog', several && 'add-dialog--several', tall && 'add-dialog--tall')}
      initialFocus={primary}
      aside={draft && <StartChoice queue={queue} draft={draft} change={change} />}
      actions={
        <AddButtons
          draft={draft}
          count={drafts.length}
          ready={ready}
          busy={busy}
          primary={primary}
          onClose={close}
          onAdd={add}
          onAddOne={() => void (draft && addDraft(draft, change))}
        />
      }
    >
      <AddBody queue={queue} draft={draft} change={change} />
    </Dialog>
  )
}

const Waiting = ({ onClose }: Pick<ContentProps, 'onClose'>) => {
  const [queue, change] = useQueue()
  return <Content queue={queue} change={change} onClose={onClose} />
}

/** ms: what is read faster needs no word about it. */
const SLOW = 400

/** Something has been read for a while and the user has not turned away from it. */
const useSlowReading = (): readonly [boolean, () => void] => {
  const reading = useAdding((state) => state.reading.length > 0)
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!reading) return
    const timer = setTimeout(() => setSlow(true), SLOW)
    return () => {
      clearTimeout(timer)
      setSlow(false)
    }
  }, [reading])
  return [slow, () => setSlow(false)]
}

export const AddDialog = () => {
  const waiting = useAdding(({ candidates, unreadable }) => candidates.length + unreadable.length > 0)
  const [slow, turnAway] = useSlowReading()
  return waiting || slow ? <Waiting onClose={turnAway} /> : null
}
