// What a view shows when there is nothing to show: what would be here, and what to do about it.

import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import './empty-state.css'

export interface EmptyStateProps {
  readonly icon?: LucideIcon
  readonly title: string
  readonly text?: ReactNode
  readonly children?: ReactNode
  /** Small print under the actions. */
  readonly hint?: string
}

export const EmptyState = ({ icon: Icon, title, text, children, hint }: EmptyStateProps) => (
  <div className="empty-state">
    {Icon && <Icon size={28} strokeWidth={1.5} aria-hidden className="empty-state__icon" />}
    <h2 className="empty-state__title">{title}</h2>
    {text !== undefined && <p className="empty-state__text">{text}</p>}
    {children !== undefined && <div className="empty-state__actions">{children}</div>}
    {hint !== undefined && <p className="empty-state__hint">{hint}</p>}
  </div>
)
