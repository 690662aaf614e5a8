// One line of the command palette: what it is called and does. Its id is what it is known by in the document.

import type { LucideIcon } from 'lucide-react'

export interface Entry {
  readonly id: string
  readonly label: string
  readonly icon: LucideIcon
  readonly shortcut?: string
  readonly run: () => void
}

export const entry = (id: string, label: string, icon: LucideIcon, run: () => void, key?: string): Entry => ({
  id,
  label,
  icon,
  run,
  ...(key !== undefined && { shortcut: key }),
})
