// The books as the page shows them, asked for anew whenever an entry was added. What was there stays until the new is.

import { useEffect, useState } from 'react'
import type { Input, Output } from '../../../app/ipc/contract.ts'
import type { BooksFilter } from '../../../app/ipc/speed-commands.ts'
import type { JournalEntry } from '../../../app/speed/speed-state.ts'
import { act, api } from '../../state/api.ts'
import { useSettings } from '../../state/settings.ts'
import { useSpeed } from '../../state/speed.ts'

export type Range = Input<'speed.books'>['range']
export type Books = Output<'speed.books'>

/** Null: not here yet, or closed. Those of another account or network are never shown, whatever was here before. */
export const useBooks = (range: Range): Books | null => {
  const [said, setSaid] = useState<{ readonly of: string; readonly books: Books } | null>(null)
  const revision = useSpeed(({ state }) => state?.booksRevision ?? null)
  const open = useSpeed(({ state }) => state?.booksOpen === true)
  const account = useSpeed(({ state }) => state?.account ?? null)
  const network = useSettings((all) => all.wallet.network)
  const of = `${network} ${account} ${range}`
  useEffect(() => {
    let current = true
    const load = async (_asOf: readonly unknown[]): Promise<void> => {
      const answer = await api().call('speed.books', { range })
      if (current && answer.ok) setSaid({ of, books: answer.value })
    }
    void load([revision, open])
    return () => {
      current = false
    }
  }, [of, range, revision, open])
  return said !== null && said.of === of ? said.books : null
}

export interface EntriesPage {
  /** Newest first. */
  readonly entries: readonly JournalEntry[]
  readonly more: boolean
  readonly older: () => void
}

/** Null: not here yet. The filter must stay the same object. */
export const useEntries = (filter: BooksFilter): EntriesPage | null => {
  const [page, setPage] = useState<Omit<EntriesPage, 'older'> | null>(null)
  useEffect(() => {
    let current = true
    const load = async (): Promise<void> => {
      const answer = await act('speed.entries', { filter, before: null })
      if (current && answer !== null) setPage(answer.value)
    }
    void load()
    return () => {
      current = false
    }
  }, [filter])
  const older = async (): Promise<void> => {
    const last = page?.entries.at(-1)
    if (page === null || last === undefined) return
    const answer = await act('speed.entries', { filter, before: last.index })
    if (answer === null) return
    setPage({ entries: [...page.entries, ...answer.value.entries], more: answer.value.more })
  }
  return page === null ? null : { ...page, older: () => void older() }
}
