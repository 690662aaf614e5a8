// The push button. `primary` is the one main action of a view or dialog, `danger` one that destroys, `quiet` has no
// box until pointed at.

import type { LucideIcon } from 'lucide-react'
import type { ComponentPropsWithRef } from 'react'
import { classes } from './class-names.ts'
import './button.css'

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly look?: 'normal' | 'primary' | 'danger' | 'quiet'
  readonly icon?: LucideIcon
  /** Shows a small arrow: the button opens a menu. */
  readonly after?: LucideIcon
}

export const Button = ({ look = 'normal', icon: Icon, after: After, className, children, ...rest }: ButtonProps) => (
  <button type="button" {...rest} className={classes('button', `button--${look}`, className)}>
    {Icon && <Icon size={16} aria-hidden />}
    {children !== undefined && <span className="button__label">{children}</span>}
    {After && <After size={14} aria-hidden className="button__after" />}
  </button>
)
