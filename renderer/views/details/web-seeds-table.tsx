// The web seeds of a torrent: what each gives, and why one gives nothing.

import { Copy, Trash2 } from 'lucide-react'
import type { WebSeedRow } from '../../../app/torrent/details.ts'
import { DataGrid, type GridColumn } from '../../components/data-grid.tsx'
import { MenuItem } from '../../components/menu.tsx'
import { formatRate, formatSize, type Units } from '../../format/bytes.ts'
import { formatRelative } from '../../format/times.ts'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'

type Words = Messages['webSeeds']
type Key = 'url' | 'state' | 'message' | 'rate' | 'downloaded' | 'next'

/** Rows in sight at most; more are scrolled to. */
const MOST_SHOWN = 3
const [HEAD, ROW] = [27, 28]

const messageOf = (words: Words, { problem, message, missingFiles }: WebSeedRow): string => {
  if (missingFiles > 0 && problem === 'not-there') return words.missing(missingFiles)
  return problem === null ? '' : words.problem(problem, message)
}

const columns = (words: Words, units: Units): readonly GridColumn<WebSeedRow, Key>[] => [
  {
    key: 'url',
    label: words.url,
    width: 'minmax(180px, 2fr)',
    cell: ({ url }) => <span className="selectable">{url}</span>,
    title: ({ url }) => url,
  },
  {
    key: 'state',
    label: words.state,
    width: '128px',
    cell: ({ state }) => (
      <span className="tracker-state" data-state={state}>
        {words.states[state]}
      </span>
    ),
  },
  {
    key: 'message',
    label: words.message,
    width: 'minmax(110px, 1.4fr)',
    cell: (seed) => messageOf(words, seed),
    title: (seed) => messageOf(words, seed) || undefined,
  },
  {
    key: 'rate',
    label: words.downRate,
    width: '88px',
    align: 'end',
    cell: ({ downRate }) => (downRate === 0 ? '' : formatRate(downRate, units)),
  },
  {
    key: 'downloaded',
    label: words.downloaded,
    width: '88px',
    align: 'end',
    cell: ({ downloaded }) => (downloaded === 0 ? '' : formatSize(downloaded, units)),
  },
  {
    key: 'next',
    label: words.next,
    width: '112px',
    align: 'end',
    cell: ({ retryInMs }) => (retryInMs === null ? '' : formatRelative(retryInMs, 0)),
  },
]

interface WebSeedsTableProps {
  readonly seeds: readonly WebSeedRow[]
  readonly onCopy: (url: string) => void
  readonly onRemove: (url: string) => void
}

export const WebSeedsTable = ({ seeds, onCopy, onRemove }: WebSeedsTableProps) => {
  const words = useMessages().webSeeds
  const units = useSettings(({ look }) => look.units)
  return (
    <div className="web-seeds" style={{ height: HEAD + ROW * Math.min(MOST_SHOWN, seeds.length) }}>
      <DataGrid
        label={words.label}
        columns={columns(words, units)}
        rows={seeds}
        rowKey={({ url }) => url}
        minWidth={800}
        menu={({ url }) => (
          <>
            <MenuItem icon={Copy} onSelect={() => onCopy(url)}>
              {words.copyUrl}
            </MenuItem>
            <MenuItem icon={Trash2} onSelect={() => onRemove(url)}>
              {words.remove}
            </MenuItem>
          </>
        )}
      />
    </div>
  )
}
