// Edits the trackers of a torrent as text, tier by tier.

import type { TorrentRow } from '../../../app/torrent/row.ts'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { LinesDialog } from './lines-dialog.tsx'
import { textToTiers, tiersToText, type Tiers } from './tracker-text.ts'

interface TrackersDialogProps {
  readonly row: TorrentRow
  /** The trackers as they were when the dialog was opened. */
  readonly tiers: Tiers
  readonly onClose: () => void
}

export const TrackersDialog = ({ row, tiers, onClose }: TrackersDialogProps) => {
  const { trackers: words } = useMessages()
  const save = async (text: string): Promise<string | null> => {
    const read = textToTiers(text)
    if (!read.ok) return words.fault(read.error.line, read.error.why)
    if (await act('torrents.setTrackers', { id: row.id, tiers: read.value }, row.name)) onClose()
    return null
  }
  return <LinesDialog words={words} before={tiersToText(tiers)} rows={10} onSave={save} onClose={onClose} />
}
