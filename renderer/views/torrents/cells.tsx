// What stands in each column of a row, and the exact value it says on hover: compact in the cell, exact in the tooltip.
// A cell is drawn from plain values and redrawn only when one of them changed, which in a tick is true of few.

import { FastForward, Lock, type LucideIcon } from 'lucide-react'
import { memo } from 'react'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import { classes } from '../../components/class-names.ts'
import { Progress, type ProgressTone } from '../../components/progress.tsx'
import { formatExactRate, formatExactSize, formatRate, formatSize, type Units } from '../../format/bytes.ts'
import { formatCount, formatRatio, formatShare } from '../../format/numbers.ts'
import { formatDateTime, formatEta, formatExactTime } from '../../format/times.ts'
import type { Messages } from '../../messages/messages.ts'
import type { SortKey, SpeedKey } from '../../state/order.ts'
import { frame, type Place } from './cell-frame.ts'
import { markOf, progressToneOf, type MarkTone } from './marks.ts'
import { EarnedCell, SpeedCell } from './speed-cells.tsx'

export interface CellContext {
  readonly units: Units
  readonly words: Messages
}

interface TextProps extends Place {
  readonly text: string
  readonly title: string | null
  /** Stands for a value that is not there. */
  readonly none?: boolean
}

const TextCell = memo(({ text, title, none = false, ...place }: TextProps) => (
  <div {...frame(place, title)}>
    <span className={classes('cell__text', none && 'cell__none')}>{text}</span>
  </div>
))

interface NameProps extends Place {
  readonly title: string
  readonly icon: LucideIcon
  readonly tone: MarkTone
  /** Spoken name of the lock; null: not private. */
  readonly lock: string | null
}

const NameCell = memo(({ title, icon: Icon, tone, lock, ...place }: NameProps) => (
  <div {...frame(place, title)}>
    <Icon size={16} aria-hidden className={`cell__mark cell__mark--${tone}`} />
    <span className="cell__text cell__name">{title}</span>
    {lock !== null && <Lock size={12} aria-label={lock} className="cell__lock" />}
  </div>
))

interface ProgressProps extends Place {
  readonly share: number
  readonly tone: ProgressTone
  readonly title: string | null
}

const ProgressCell = memo(({ share, tone, title, ...place }: ProgressProps) => (
  <div {...frame(place, title)}>
    <Progress value={share} tone={tone} />
    <span className="cell__share">{formatShare(share)}</span>
  </div>
))

interface StatusProps extends Place {
  readonly headline: string
  readonly because: string | null
  readonly title: string
  readonly bad: boolean
  /** Spoken name of the mark of what runs besides the queue; null: it does not, or the reason says so. */
  readonly besides: string | null
}

const StatusCell = memo(({ headline, because, title, bad, besides, ...place }: StatusProps) => (
  <div {...frame(place, title)}>
    <span className={classes('cell__status', bad && 'cell__status--bad')}>
      <span className="cell__text cell__headline">
        {headline}
        {besides !== null && <FastForward size={12} aria-label={besides} className="cell__besides" />}
      </span>
      {because !== null && <span className="cell__text cell__because">{because}</span>}
    </span>
  </div>
))

type Text = Omit<TextProps, keyof Place>

/** Nothing moving is left out rather than written as a column of zeros: what moves stands out. */
const nothing: Text = { text: '', title: null }

const sizeText = (bytes: number | null, { units, words }: CellContext): Text =>
  bytes === null
    ? { text: words.units.unknown, title: words.common.unknown, none: true }
    : { text: formatSize(bytes, units), title: formatExactSize(bytes) }

const rateText = (rate: number, { units }: CellContext): Text =>
  rate === 0 ? nothing : { text: formatRate(rate, units), title: formatExactRate(rate) }

const timeText = (at: number | null): Text =>
  at === null ? nothing : { text: formatDateTime(at), title: formatExactTime(at) }

const etaText = ({ eta, progress }: TorrentRow): Text =>
  progress === 1 || eta === null ? nothing : { text: formatEta(eta), title: null }

type TextKey = Exclude<SortKey, 'name' | 'progress' | 'status' | SpeedKey>

const textOf = (row: TorrentRow, key: TextKey, context: CellContext): Text => {
  switch (key) {
    case 'size':
    case 'downloaded':
    case 'uploaded':
      return sizeText(row[key], context)
    case 'downRate':
    case 'upRate':
      return rateText(row[key], context)
    case 'eta':
      return etaText(row)
    case 'ratio':
      return { text: formatRatio(row.ratio), title: null }
    case 'place':
      return { text: formatCount(row.place), title: null }
    case 'seeds':
    case 'peers':
      return { text: formatCount(row[key]), title: null, none: row[key] === 0 }
    case 'addedAt':
    case 'doneAt':
      return timeText(row[key])
    case 'savePath':
      return { text: row.savePath, title: row.savePath }
  }
}

export interface CellProps extends Place {
  readonly row: TorrentRow
  readonly context: CellContext
}

export const Cell = ({ row, context, ...place }: CellProps) => {
  const { words } = context
  switch (place.name) {
    case 'name': {
      const [icon, tone] = markOf(row)
      const lock = row.isPrivate ? words.torrents.private : null
      return <NameCell {...place} title={row.name} icon={icon} tone={tone} lock={lock} />
    }
    case 'progress': {
      const title = row.wanted === null ? null : `${formatExactSize(row.have)} / ${formatExactSize(row.wanted)}`
      return <ProgressCell {...place} share={row.progress} tone={progressToneOf(row)} title={title} />
    }
    case 'status': {
      const { headline, because, sentence } = words.status.of(row)
      const bad = row.status === 'error' || row.status === 'waiting'
      const besides = words.status.isBesides(row) && because !== words.status.besides ? words.status.besides : null
      return <StatusCell {...place} {...{ headline, because, bad, besides }} title={sentence} />
    }
    case 'speed':
      return <SpeedCell {...place} id={row.id} complete={row.progress === 1} />
    case 'earned':
      return <EarnedCell {...place} id={row.id} />
    default:
      return <TextCell {...place} {...textOf(row, place.name, context)} />
  }
}
