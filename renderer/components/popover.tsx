// A small panel that opens at its button, for what is read or set in passing. Escape and a press elsewhere close it.

import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import './popover.css'

export interface PopoverProps {
  /** The button that opens it. */
  readonly trigger: ReactElement
  /** What it holds, for screen readers. */
  readonly label: string
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'bottom'
  readonly children: ReactNode
}

/** A button that closes the panel it stands in, besides what it does. */
export const PopoverClose = ({ children }: { readonly children: ReactElement }) => <Base.Close render={children} />

export const Popover = ({ trigger, label, align = 'start', side = 'bottom', children }: PopoverProps) => (
  <Base.Root>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner className="popover__positioner" align={align} side={side} sideOffset={4} collisionPadding={8}>
        <Base.Popup className="popover" aria-label={label}>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
