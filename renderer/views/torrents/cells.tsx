// What stands in each column of a row, and the exact value it says on hover. Compact in the cell, exact in the tooltip.

import {
  ArrowDown,
  ArrowUp,
  Check,
  CircleDashed,
  Lock,
  Magnet,
  Square,
  ScanSearch,
  TriangleAlert,
  Unplug,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import { classes } from '../../components/class-names.ts'
import { Progress, type ProgressTone } from '../../components/progress.tsx'
import { formatExactRate, formatExactSize, formatRate, formatSize, type Units } from '../../format/bytes.ts'
import { formatCount, formatRatio, formatShare } from '../../format/numbers.ts'
import { formatDateTime, formatEta, formatExactTime } from '../../format/times.ts'
import type { Messages } from '../../messages/messages.ts'
import type { SortKey } from '../../state/order.ts'

export interface CellContext {
  readonly units: Units
  readonly words: Messages
}

export interface CellContent {
  readonly content: ReactNode
  /** Native tooltip; null where the cell says it all. */
  readonly title: string | null
}

type Tone = 'download' | 'upload' | 'quiet' | 'danger'

const markOf = ({ status, reason, progress }: TorrentRow): readonly [LucideIcon, Tone] => {
  switch (status) {
    case 'downloading':
      return [ArrowDown, 'download']
    case 'seeding':
      return [ArrowUp, reason === null ? 'upload' : 'quiet']
    case 'stopped':
      return progress === 1 ? [Check, 'quiet'] : [Square, 'quiet']
    case 'checking':
      return [ScanSearch, 'quiet']
    case 'metadata':
      return [Magnet, 'quiet']
    case 'stalled':
      return [CircleDashed, 'quiet']
    case 'waiting':
      return [Unplug, 'danger']
    case 'error':
      return [TriangleAlert, 'danger']
  }
}

const toneOf = ({ status, progress }: TorrentRow): ProgressTone => {
  if (status === 'error') return 'danger'
  if (status === 'checking') return 'busy'
  if (status === 'stopped' || status === 'waiting') return 'idle'
  return progress === 1 ? 'upload' : status === 'stalled' ? 'idle' : 'download'
}

const nameCell = (row: TorrentRow, { words }: CellContext): CellContent => {
  const [Icon, tone] = markOf(row)
  const content = (
    <>
      <Icon size={16} aria-hidden className={`cell__mark cell__mark--${tone}`} />
      <span className="cell__text cell__name">{row.name}</span>
      {row.isPrivate && <Lock size={12} aria-label={words.torrents.private} className="cell__lock" />}
    </>
  )
  return { content, title: row.name }
}

const progressCell = (row: TorrentRow): CellContent => {
  const share = formatShare(row.progress)
  const content = (
    <>
      <Progress value={row.progress} tone={toneOf(row)} />
      <span className="cell__share">{share}</span>
    </>
  )
  return {
    content,
    title: row.wanted === null ? null : `${formatExactSize(row.have)} / ${formatExactSize(row.wanted)}`,
  }
}

const statusCell = (row: TorrentRow, { words }: CellContext): CellContent => {
  const { headline, because, sentence } = words.status.of(row)
  const content = (
    <span className={classes('cell__status', `cell__status--${row.status}`)}>
      <span className="cell__text cell__headline">{headline}</span>
      {because !== null && <span className="cell__text cell__because">{because}</span>}
    </span>
  )
  return { content, title: sentence }
}

const unknown = (words: Messages): CellContent => ({
  content: <span className="cell__none">{words.units.unknown}</span>,
  title: words.common.unknown,
})

const sizeCell = (bytes: number | null, { units, words }: CellContext): CellContent =>
  bytes === null ? unknown(words) : { content: formatSize(bytes, units), title: formatExactSize(bytes) }

/** Nothing moving is left out rather than written as a column of zeros: what moves stands out. */
const rateCell = (rate: number, { units }: CellContext): CellContent =>
  rate === 0 ? { content: null, title: null } : { content: formatRate(rate, units), title: formatExactRate(rate) }

const timeCell = (at: number | null): CellContent =>
  at === null ? { content: null, title: null } : { content: formatDateTime(at), title: formatExactTime(at) }

const countCell = (count: number): CellContent =>
  count === 0
    ? { content: <span className="cell__none">{formatCount(0)}</span>, title: null }
    : { content: formatCount(count), title: null }

const etaCell = ({ eta, progress }: TorrentRow): CellContent =>
  progress === 1 || eta === null ? { content: null, title: null } : { content: formatEta(eta), title: null }

export const cellOf = (row: TorrentRow, key: SortKey, context: CellContext): CellContent => {
  switch (key) {
    case 'name':
      return nameCell(row, context)
    case 'progress':
      return progressCell(row)
    case 'status':
      return statusCell(row, context)
    case 'size':
    case 'downloaded':
    case 'uploaded':
      return sizeCell(row[key], context)
    case 'downRate':
    case 'upRate':
      return rateCell(row[key], context)
    case 'eta':
      return etaCell(row)
    case 'ratio':
      return { content: formatRatio(row.ratio), title: null }
    case 'seeds':
    case 'peers':
      return countCell(row[key])
    case 'addedAt':
    case 'doneAt':
      return timeCell(row[key])
    case 'savePath':
      return { content: <span className="cell__text">{row.savePath}</span>, title: row.savePath }
  }
}
