// A button that acts only after it was held for ten seconds: for what somebody may have been talked into. Letting go,
// or looking elsewhere, begins anew.

import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Button } from '../../components/button.tsx'
import { useMessages } from '../../messages/messages.ts'

const HOLD_MS = 10_000
const TICK_MS = 100

interface LongHoldProps {
  readonly label: string
  readonly tone: 'primary' | 'danger'
  readonly disabled: boolean
  readonly onHeld: () => void
}

/** ms held so far; null: nobody holds it. */
const useHolding = (onHeld: () => void) => {
  const [held, setHeld] = useState<number | null>(null)
  const timer = useRef<ReturnType<typeof setInterval> | undefined>(undefined)
  const release = (): void => {
    clearInterval(timer.current)
    timer.current = undefined
    setHeld(null)
  }
  const press = (): void => {
    if (timer.current !== undefined) return
    const since = performance.now()
    setHeld(0)
    timer.current = setInterval(() => {
      const ms = performance.now() - since
      if (ms < HOLD_MS) return setHeld(ms)
      release()
      onHeld()
    }, TICK_MS)
  }
  useEffect(() => () => clearInterval(timer.current), [])
  return { held, press, release }
}

export const LongHold = ({ label, tone, disabled, onHeld }: LongHoldProps) => {
  const words = useMessages().keys
  const { held, press, release } = useHolding(onHeld)
  const left = held === null ? null : Math.ceil((HOLD_MS - held) / 1000)
  const onKey = (down: boolean) => (event: KeyboardEvent) => {
    if (event.key !== ' ' && event.key !== 'Enter') return
    event.preventDefault()
    if (down) press()
    else release()
  }
  return (
    <span className="keys__hold">
      {held !== null && <progress className="keys__held" max={HOLD_MS} value={held} aria-hidden />}
      <Button
        look={tone}
        disabled={disabled}
        aria-label={label}
        onPointerDown={press}
        onPointerUp={release}
        onPointerLeave={release}
        onPointerCancel={release}
        onKeyDown={onKey(true)}
        onKeyUp={onKey(false)}
        onBlur={release}
      >
        {left === null ? label : words.holdOn(left)}
      </Button>
      <span role="status" className="hidden-visually">
        {left === null ? '' : words.holdOn(Math.ceil(left / 5) * 5)}
      </span>
    </span>
  )
}
