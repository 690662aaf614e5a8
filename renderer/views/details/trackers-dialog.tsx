// Edits the trackers of a torrent as text, tier by tier.

import { useState } from 'react'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { TextArea } from '../../components/text-area.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { textToTiers, tiersToText, type Tiers, type TrackerFault } from './tracker-text.ts'

interface TrackersDialogProps {
  readonly row: TorrentRow
  /** The trackers as they were when the dialog was opened. */
  readonly tiers: Tiers
  readonly onClose: () => void
}

export const TrackersDialog = ({ row, tiers: before, onClose }: TrackersDialogProps) => {
  const { trackers: words, common } = useMessages()
  const [text, setText] = useState(() => tiersToText(before))
  const [fault, setFault] = useState<TrackerFault | null>(null)
  const save = async (): Promise<void> => {
    const tiers = textToTiers(text)
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
          <Button look="primary" onClick={() => void save()}>
            {words.editConfirm}
          </Button>
        </>
      }
    >
      <Field label={words.editLabel} hint={words.editHint} error={fault && words.fault(fault.line, fault.why)}>
        <TextArea
          value={text}

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
