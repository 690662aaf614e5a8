// The line between two panes, which can be dragged or moved with the arrow keys. The pane's size is the caller's; it is
// told each step while dragging and once more, with `done`, at the end.

import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { classes } from './class-names.ts'
import './splitter.css'

export interface SplitterProps {
  readonly label: string
  /** `vertical`: a standing line between left and right; `horizontal`: a lying one between top and bottom. */
  readonly line: 'vertical' | 'horizontal'
  readonly value: number
  readonly min: number
  readonly max: number
  /** The measured pane is behind the line (right or below), so it grows against the pointer. */
  readonly behind?: boolean
  readonly onChange: (value: number, done: boolean) => void
}

const STEP = 16

export const Splitter = ({ label, line, value, min, max, behind = false, onChange }: SplitterProps) => {
  const drag = useRef<{ readonly from: number; readonly value: number } | null>(null)
  const sign = behind ? -1 : 1
  const clamp = (next: number): number => Math.round(Math.min(max, Math.max(min, next)))
  const at = (event: PointerEvent): number => (line === 'vertical' ? event.clientX : event.clientY)

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { from: at(event), value }
  }
  const move = (event: PointerEvent, done: boolean): void => {
    if (drag.current === null) return
    onChange(clamp(drag.current.value + sign * (at(event) - drag.current.from)), done)
    if (done) drag.current = null
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const [less, more] = line === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
    const step = event.key === more ? STEP : event.key === less ? -STEP : 0
    if (step === 0) return
    event.preventDefault()
    onChange(clamp(value + sign * step), true)
  }
  return (
    <div
      role="separator"
      aria-orientation={line}
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={classes('splitter', `splitter--${line}`)}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => move(event, false)}
      onPointerUp={(event) => move(event, true)}
      onPointerCancel={(event) => move(event, true)}
      onKeyDown={onKeyDown}
    />
  )
}
