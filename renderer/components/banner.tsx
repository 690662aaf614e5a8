// A line across a view that says something about all of it: the engine restarts, a disk is gone.

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../messages/messages.ts'
import { classes } from './class-names.ts'
import { IconButton } from './icon-button.tsx'
import './banner.css'

export interface BannerProps {
  readonly tone?: 'neutral' | 'danger'
  /** An icon or spinner before the words. */
  readonly mark?: ReactNode
  readonly title: string
  readonly children?: ReactNode
  /** Buttons at the end. */
  readonly actions?: ReactNode
  readonly onDismiss?: () => void
}

export const Banner = ({ tone = 'neutral', mark, title, children, actions, onDismiss }: BannerProps) => {
  const words = useMessages().common
  return (
    <div className={classes('banner', `banner--${tone}`)}>
      {mark !== undefined && <span className="banner__icon">{mark}</span>}
      <p className="banner__words">
        <strong className="banner__title">{title}</strong> {children}
      </p>
      {actions}
      {onDismiss && <IconButton icon={X} label={words.dismiss} small onClick={onDismiss} />}
    </div>
  )
}
