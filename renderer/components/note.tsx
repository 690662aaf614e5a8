// A sentence set off from what is around it: something to know before going on. `warning` is for what will go wrong.

import { Info, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './class-names.ts'
import './note.css'

export interface NoteProps {
  readonly tone?: 'neutral' | 'warning'
  readonly icon?: LucideIcon
  readonly title?: string
  readonly children?: ReactNode
  readonly action?: ReactNode
  /** Read out when it appears: it answers what the user just did. */
  readonly announced?: boolean
}

export const Note = ({ tone = 'neutral', icon, title, children, action, announced }: NoteProps) => {
  const Icon = icon ?? (tone === 'warning' ? TriangleAlert : Info)
  return (
    <div className={classes('note', `note--${tone}`)} {...(announced && { role: 'alert' })}>
      <Icon size={16} aria-hidden className="note__icon" />
      <p className="note__words">
        {title !== undefined && <strong className="note__title">{title}</strong>} {children}
      </p>
      {action}
    </div>
  )
}
