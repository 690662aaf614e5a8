// What Speed does with a torrent: an icon and its word, the same ones everywhere.

import {
  Check,
  CircleQuestionMark,
  CircleSlash,
  Coins,
  Gavel,
  Lock,
  OctagonPause,
  Scale,
  TrendingDown,
  TriangleAlert,
  UserRoundX,
  Zap,
  type LucideIcon,
} from 'lucide-react'
import type { TorrentSpeedPhase } from '../../../app/speed/speed-state.ts'
import { classes } from '../../components/class-names.ts'
import { useMessages } from '../../messages/messages.ts'
import './phase-mark.css'

const icons: { readonly [P in TorrentSpeedPhase['is']]: LucideIcon } = {
  unknown: CircleQuestionMark,
  off: CircleSlash,
  unkept: TriangleAlert,
  private: Lock,
  'no-sellers': UserRoundX,
  'no-funds': Coins,
  ready: Zap,
  comparing: Scale,
  bidding: Gavel,
  paying: Zap,
  capped: OctagonPause,
  'not-helping': TrendingDown,
  complete: Check,
}

/** Money goes, or is about to. */
const isLive = ({ is }: TorrentSpeedPhase): boolean => is === 'paying' || is === 'bidding'

interface PhaseMarkProps {
  readonly phase: TorrentSpeedPhase
  /** A sentence that says it stands beside it. */
  readonly wordless?: boolean
}

export const PhaseMark = ({ phase, wordless = false }: PhaseMarkProps) => {
  const words = useMessages().speed
  const Icon = icons[phase.is]
  return (
    <span className={classes('phase-mark', isLive(phase) && 'phase-mark--live')} data-phase={phase.is}>
      <Icon size={14} aria-hidden fill={phase.is === 'paying' ? 'currentColor' : 'none'} />
      {!wordless && <span className="phase-mark__word">{words.phaseOf(phase)}</span>}
    </span>
  )
}
