// A bar of how much is done. Its meaning is never in the colour alone: the number stands beside it, or is its label.

import { classes } from './class-names.ts'
import './progress.css'

export type ProgressTone = 'download' | 'upload' | 'speed' | 'idle' | 'danger' | 'busy'

export interface ProgressProps {
  /** 0…1; null: not known, drawn as empty. */
  readonly value: number | null
  readonly tone: ProgressTone
  /** What is measured, for screen readers. Left out where the number is told beside the bar. */
  readonly label?: string
}

export const Progress = ({ value, tone, label }: ProgressProps) => {
  const share = Math.min(1, Math.max(0, value ?? 0))
  const spoken =
    label === undefined
      ? { 'aria-hidden': true }
      : { role: 'progressbar', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100 }
  return (
    <div
      className={classes('progress', `progress--${tone}`)}
      {...spoken}
      aria-valuenow={label === undefined || value === null ? undefined : Math.round(share * 100)}
    >
      <div className="progress__fill" style={{ transform: `scaleX(${share})` }} />
    </div>
  )
}
