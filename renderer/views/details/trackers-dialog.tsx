// Edits the trackers of a torrent as text, tier by tier.

import { useEffect, useState } from 'react'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { TextArea } from '../../components/text-area.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { textToTiers, tiersToText, type TrackerFault } from './tracker-text.ts'

interface TrackersDialogProps {
  readonly row: TorrentRow
  readonly onClose: () => void
}

/** The text to edit; null until the engine has told the present trackers. */
const useTrackerText = ({ row, onClose }: TrackersDialogProps) => {
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    const ask = async (): Promise<void> => {
      const tiers = await act('torrents.trackers', { id: row.id }, row.name)
      if (tiers) setText(tiersToText(tiers.value))
      else onClose()
    }
    void ask()
    // Asked once: what is being edited must not change under the cursor.
  }, [])
  return [text, setText] as const
}

export const TrackersDialog = (props: TrackersDialogProps) => {
  const { row, onClose } = props
  const { trackers: words, common } = useMessages()
  const [text, setText] = useTrackerText(props)
  const [fault, setFault] = useState<TrackerFault | null>(null)
  const save = async (): Promise<void> => {
    const tiers = textToTiers(text ?? '')
    if (!tiers.ok) return setFault(tiers.error)
    if (await act('torrents.setTrackers', { id: row.id, tiers: tiers.value }, row.name)) onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.editTitle}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button look="primary" disabled={text === null} onClick={() => void save()}>
            {words.editConfirm}
          </Button>
        </>
      }
    >
      <Field label={words.editLabel} hint={words.editHint} error={fault && words.fault(fault.line, fault.why)}>
        <TextArea
          value={text ?? ''}
          disabled={text === null}
          rows={10}
          autoFocus
          onChange={(next) => {
            setText(next)
            setFault(null)
          }}
        />
      </Field>
    </Dialog>
  )
}
