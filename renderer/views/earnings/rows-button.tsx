// A figure that opens into the rows it is made of, where it stands among other text.

import type { ReactNode } from 'react'
import { useMessages } from '../../messages/messages.ts'
import { openRows, type Opened } from './opening.ts'
import './rows-button.css'

interface RowsButtonProps {
  readonly opens: Opened
  /** To the last unit. */
  readonly title: string
  readonly children: ReactNode
}

export const RowsButton = ({ opens, title, children }: RowsButtonProps) => {
  const words = useMessages().earnings
  return (
    <button type="button" className="rows-button numeric" title={title} onClick={() => openRows(opens)}>
      {children}
      <span className="hidden-visually">{words.figureOpens}</span>
    </button>
  )
}
