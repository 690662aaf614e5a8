// Which rows of the books are open: what they make up, and the filter that finds them.

import { create } from 'zustand'
import type { BooksFilter } from '../../../app/ipc/speed-commands.ts'

export interface Opened {
  /** What the rows are of. */
  readonly what: string
  readonly filter: BooksFilter
}

export const useOpened = create<{ readonly opened: Opened | null }>(() => ({ opened: null }))

export const openRows = (opened: Opened): void => useOpened.setState({ opened })
export const closeRows = (): void => useOpened.setState({ opened: null })
