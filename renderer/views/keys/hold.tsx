// Something secret that is seen only while a button is held, by pointer or by the space bar, so that nobody sees it who
// passes by.

import { Eye } from 'lucide-react'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { useMessages } from '../../messages/messages.ts'

interface HoldProps {
  readonly label: string
  /** Said while it is hidden. */
  readonly hidden: string
  readonly children: (shown: boolean) => ReactNode
}

export const Hold = ({ label, hidden, children }: HoldProps) => {
  const words = useMessages().keys
  const [shown, setShown] = useState(false)
  const onKey = (down: boolean) => (event: KeyboardEvent) => {
    if (event.key !== ' ' && event.key !== 'Enter') return
    event.preventDefault()
    setShown(down)
  }
  const hide = (): void => setShown(false)
  return (
    <div className="keys__secret">
      {children(shown)}
      <Button
        icon={Eye}
        aria-pressed={shown}
        onPointerDown={() => setShown(true)}
        onPointerUp={hide}
        onPointerLeave={hide}
        onPointerCancel={hide}
        onKeyDown={onKey(true)}
        onKeyUp={onKey(false)}
        onBlur={hide}
      >
        {label}
      </Button>
      <p role="status" className="hidden-visually">
        {shown ? words.wordsShown : hidden}
      </p>
    </div>
  )
}
