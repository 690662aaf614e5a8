// Edits the web seeds of a torrent as text, one a line.

import { useState } from 'react'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import { textToWebSeeds } from '../../../app/torrent/web-seed.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { TextArea } from '../../components/text-area.tsx'
import { useMessages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'

interface WebSeedsDialogProps {
  readonly row: TorrentRow
  /** As they were when the dialog was opened. */
  readonly urls: readonly string[]
  readonly onClose: () => void
}

export const WebSeedsDialog = ({ row, urls, onClose }: WebSeedsDialogProps) => {
  const { webSeeds: words, common } = useMessages()
  const [text, setText] = useState(() => urls.join('\n'))
  const [fault, setFault] = useState<string | null>(null)
  const save = async (): Promise<void> => {
    const read = textToWebSeeds(text)
    if ('line' in read) return setFault(words.fault(read.line, read.why))
    if (await act('torrents.setWebSeeds', { id: row.id, urls: read.urls }, row.name)) onClose()
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
      <Field label={words.editLabel} hint={words.editHint} error={fault}>
        <TextArea
          value={text}
          rows={8}
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
