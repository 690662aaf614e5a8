// What happened to a torrent, newest first, as sentences with their time. Can be narrowed down and copied as text.

import { Copy, ScrollText, Search, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { LogEntry } from '../../../app/torrent/details.ts'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/class-names.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Select } from '../../components/select.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { formatClock, formatDateTime, formatExactTime, sameDay } from '../../format/times.ts'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { notify } from '../../state/notices.ts'
import { useDetails } from './details-feed.ts'
import { isProblem, shownEntries, type LogFilter } from './log-filter.ts'
import { useEverySecond } from './seconds.ts'
import { Waiting } from './waiting.tsx'
import './log-tab.css'

const filters = ['all', 'problems', 'trackers', 'progress'] as const

const copyLog = async (entries: readonly LogEntry[], words: Messages['log']): Promise<void> => {
  const lines = entries.map(({ at, event }) => `${new Date(at).toISOString()} ${words.sentence(event)}`)
  if (await act('app.copyText', { text: lines.toReversed().join('\n').slice(0, 1_000_000) })) {
    notify({ kind: 'copied', what: 'other', count: lines.length })
  }
}

const Entry = ({ entry: { at, event }, today }: { readonly entry: LogEntry; readonly today: number }) => {
  const words = useMessages().log
  return (
    <li className="log__entry">
      <time className="log__time numeric" dateTime={new Date(at).toISOString()} title={formatExactTime(at)}>
        {sameDay(at, today) ? formatClock(at) : formatDateTime(at)}
      </time>
      <span className="log__mark">{isProblem(event) && <TriangleAlert size={14} aria-label={words.problem} />}</span>
      <span className="selectable">{words.sentence(event)}</span>
    </li>
  )
}

export const LogTab = ({ row }: { readonly row: TorrentRow }) => {
  const words = useMessages().log
  const details = useDetails(row.id, 'log')
  const [filter, setFilter] = useState<LogFilter>('all')
  const [query, setQuery] = useState('')
  const all = details?.entries ?? []
  const shown = shownEntries(all, filter, query, words.sentence)
  const today = useEverySecond()
  return (
    <div className="details-table">
      <div className="details-table__tools">
        <Select
          aria-label={words.kind}
          value={filter}
          onChange={setFilter}
          options={filters.map((value) => ({ value, label: words.kinds[value] }))}
        />
        <TextInput
          type="search"
          className="log__search"
          icon={Search}
          value={query}
          onChange={setQuery}
          placeholder={words.search}
          aria-label={words.search}
        />
        <Button look="quiet" icon={Copy} disabled={shown.length === 0} onClick={() => void copyLog(shown, words)}>
          {words.copy}
        </Button>
        <p className="details-table__end numeric">{shown.length > 0 && words.count(shown.length)}</p>
      </div>
      {details === null ? (
        <Waiting />
      ) : shown.length === 0 ? (
        <EmptyState icon={ScrollText} title={all.length === 0 ? words.empty : words.noneFound} />
      ) : (
        <div className="details-table__fill log" role="region" aria-label={words.label}>
          <ol className={classes(shown.some(({ at }) => !sameDay(at, today)) && 'log__entries--days')}>
            {shown.map((entry) => (
              <Entry key={entry.seq} entry={entry} today={today} />
            ))}
          </ol>
        </div>
      )}
    </div>
  )
}
