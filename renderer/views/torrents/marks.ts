// How a torrent's state looks: the icon and the tone of its name, the tone of its bar. The words are messages/status.

import {
  ArrowDown,
  ArrowUp,
  Check,
  CircleDashed,
  Hourglass,
  Magnet,
  Square,
  ScanSearch,
  TriangleAlert,
  Unplug,
  type LucideIcon,
} from 'lucide-react'
import type { TorrentRow } from '../../../app/torrent/row.ts'
import type { ProgressTone } from '../../components/progress.tsx'

export type MarkTone = 'download' | 'upload' | 'quiet' | 'danger'

export const markOf = ({ status, reason, progress }: TorrentRow): readonly [LucideIcon, MarkTone] => {
  switch (status) {
    case 'downloading':
      return [ArrowDown, 'download']
    case 'seeding':
      return [ArrowUp, reason === null ? 'upload' : 'quiet']
    case 'stopped':
      return progress === 1 ? [Check, 'quiet'] : [Square, 'quiet']
    case 'queued':
      return [Hourglass, 'quiet']
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

export const progressToneOf = ({ status, progress }: TorrentRow): ProgressTone => {
  if (status === 'error') return 'danger'
  if (status === 'checking') return 'busy'
  if (status === 'stopped' || status === 'queued' || status === 'waiting') return 'idle'
  return progress === 1 ? 'upload' : status === 'stalled' ? 'idle' : 'download'
}
