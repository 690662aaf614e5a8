// Tells screen readers what happened to torrents while nobody looked: one finished, one needs help. Events only, never
// figures; what a notice or the banner says already is not said here.

import { useEffect, useState } from 'react'
import type { TorrentId, TorrentRow } from '../../../app/torrent/row.ts'
import { messages } from '../../messages/messages.ts'
import { torrents, type RowsStep } from '../../state/torrents.ts'

interface Seen {
  readonly done: boolean
  readonly troubled: boolean
}

const look = ({ doneAt, status }: TorrentRow): Seen => ({
  done: doneAt !== null,
  troubled: status === 'error' || status === 'waiting',
})

/** What to say of a row that was as `before` and now is as it is; null: nothing. */
const eventOf = (row: TorrentRow, before: Seen | undefined): string | null => {
  const words = messages()
  const now = look(row)
  if (before === undefined) return null
  if (now.done && !before.done) return words.frame.announceDone(row.name)
  return now.troubled && !before.troubled ? words.frame.announceTrouble(row.name, words.status.of(row).sentence) : null
}

const useEvents = (tell: (event: string) => void): void =>
  useEffect(() => {
    const seen = new Map<TorrentId, Seen>([...torrents.rows].map(([id, row]) => [id, look(row)]))
    return torrents.onStep(({ changed, fields, membership }: RowsStep) => {
      if (!membership && !fields.has('status') && !fields.has('doneAt')) return
      for (const id of changed) {
        const row = torrents.row(id)
        const event = row ? eventOf(row, seen.get(id)) : null
        if (event !== null) tell(event)
        if (row) seen.set(id, look(row))
        else seen.delete(id)
      }
    })
  }, [tell])

export const Announcer = () => {
  const [event, setEvent] = useState('')
  useEvents(setEvent)
  return (
    <p role="status" className="hidden-visually">
      {event}
    </p>
  )
}
