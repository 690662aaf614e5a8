// Edits the web seeds of a torrent as text, one a line.

import type { TorrentRow } from '../../../app/torrent/row.ts'
import { textToWebSeeds } from '../../../app/torrent/web-seed.ts'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { LinesDialog } from './lines-dialog.tsx'

interface WebSeedsDialogProps {
  readonly row: TorrentRow
  /** As they were when the dialog was opened. */
  readonly urls: readonly string[]
  readonly onClose: () => void
}

export const WebSeedsDialog = ({ row, urls, onClose }: WebSeedsDialogProps) => {
  const { webSeeds: words } = useMessages()
  const save = async (text: string): Promise<string | null> => {
    const read = textToWebSeeds(text)
    if ('line' in read) return words.fault(read.line, read.why)
    if (await act('torrents.setWebSeeds', { id: row.id, urls: read.urls }, row.name)) onClose()
    return null
  }
  return <LinesDialog words={words} before={urls.join('\n')} rows={8} onSave={save} onClose={onClose} />
}
