// Tells screen readers what happened while nobody looked: a torrent finished or needs help, spending was stopped or
// allowed again. Events only, never figures; what a notice or a banner says already is not said here.

import { useEffect, useState } from 'react'
import type { TorrentId, TorrentRow } from '../../../app/torrent/row.ts'
import { messages } from '../../messages/messages.ts'
import { useSpeed } from '../../state/speed.ts'
import { torrents, type RowsStep } from '../../state/torrents.ts'
import { useUi } from '../../state/ui.ts'

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

/** From the tray, the palette or a page: it is heard everywhere, but where a banner says it. */
const useSpending = (tell: (event: string) => void): void =>
  useEffect(
    () =>
      useSpeed.subscribe(({ state: now }, { state: before }) => {
        if (now === null || before === null || now.spendingStopped === before.spendingStopped) return
        const words = messages().speed
        const inBanner = now.spendingStopped && useUi.getState().view === 'earnings'
        tell(inBanner ? '' : now.spendingStopped ? words.announceStopped : words.announceAllowed)
      }),
    [tell],
  )

export const Announcer = () => {
  const [event, setEvent] = useState('')
  useEvents(setEvent)
  useSpending(setEvent)
  return (
    <p role="status" className="hidden-visually">
      {event}
    </p>
  )
}
