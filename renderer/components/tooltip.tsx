// A short explanation shown on hover and keyboard focus. It never carries what is said nowhere else: names stand in
// aria-label, sentences in the view.

import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import './tooltip.css'

export interface TooltipProps {
  readonly text: ReactNode
  readonly children: ReactElement
  readonly side?: 'top' | 'bottom' | 'left' | 'right'
}

/** Once around the app: after one tooltip was shown, its neighbours show theirs at once. */
export const TooltipProvider = ({ children }: { readonly children: ReactNode }) => (
  <Base.Provider delay={500} closeDelay={0} timeout={400}>
    {children}
  </Base.Provider>
)

export const Tooltip = ({ text, children, side = 'bottom' }: TooltipProps) => (
  <Base.Root>
    <Base.Trigger render={children} />
    <Base.Portal>
      <Base.Positioner side={side} sideOffset={6} collisionPadding={8} className="tooltip__positioner">
        <Base.Popup className="tooltip">{text}</Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
