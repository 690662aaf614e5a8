// A button that is only an icon: its name is spoken to screen readers and shown as a tooltip.

import type { LucideIcon } from 'lucide-react'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import { classes } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'
import './icon-button.css'

export interface IconButtonProps extends ComponentPropsWithRef<'button'> {
  readonly icon: LucideIcon
  readonly label: string
  /** What the tooltip says instead of the label alone. */
  readonly hint?: ReactNode
  /** A toggle: pressed or not. Left out for a plain button. */
  readonly pressed?: boolean
  readonly small?: boolean
}

export const IconButton = ({ icon: Icon, label, hint, pressed, small, className, ...rest }: IconButtonProps) => (
  <Tooltip text={hint ?? label}>
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      {...rest}
      className={classes('icon-button', small && 'icon-button--small', className)}
    >
      <Icon size={small ? 14 : 16} aria-hidden />
    </button>
  </Tooltip>
)
