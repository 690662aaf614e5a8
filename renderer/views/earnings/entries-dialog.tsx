// The rows of the books that make up a figure, newest first, with their sums: what is shown can be added up by hand.
// They can be saved as a table.

import { Download } from 'lucide-react'
import type { JournalEntry, JournalKind } from '../../../app/speed/speed-state.ts'
import type { Amount } from '../../../app/money/amount.ts'
import { Button } from '../../components/button.tsx'
import { DataGrid, type GridColumn } from '../../components/data-grid.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { formatExactBtt } from '../../format/prices.ts'
import { formatDateTime, formatExactTime } from '../../format/times.ts'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { act } from '../../state/api.ts'
import { notify } from '../../state/notices.ts'
import { useSpeed } from '../../state/speed.ts'
import { trx } from '../wallet/money-text.tsx'
import { useEntries, type EntriesPage } from './books-feed.ts'
import { sumsOf } from './entries-sum.ts'
import { closeRows, useOpened, type Opened } from './opening.ts'
import './entries-dialog.css'

type Words = Messages['earnings']

/** Fees are of TRX; everything else is of BTT. */
const amountText = (words: Words, kind: JournalKind, amount: Amount): string =>
  kind === 'fee' ? words.trx(trx(amount)) : formatExactBtt(amount)

const signed = (words: Words, { kind, amount, direction }: JournalEntry): string =>
  (direction === 'in' ? words.incoming : words.outgoing)(amountText(words, kind, amount))

type Column = 'at' | 'kind' | 'amount' | 'torrent' | 'who' | 'reference'

const columns = (words: Words): readonly GridColumn<JournalEntry, Column>[] => [
  {
    key: 'at',
    label: words.time,
    width: '130px',
    cell: ({ at }) => <span className="numeric">{formatDateTime(at)}</span>,
    title: ({ at }) => formatExactTime(at),
  },
  {
    key: 'kind',
    label: words.what,
    width: '86px',
    cell: (entry) => words.kindOf(entry),
    title: (entry) => words.kindOf(entry),
  },
  {
    key: 'amount',
    label: words.sum,
    width: 'minmax(110px, 0.8fr)',
    align: 'end',
    cell: (entry) => <span className="selectable">{signed(words, entry)}</span>,
    title: (entry) => signed(words, entry),
  },
  {
    key: 'torrent',
    label: words.torrent,
    width: 'minmax(110px, 1fr)',
    cell: ({ torrentName }) => torrentName,
    title: ({ torrentName }) => torrentName ?? undefined,
  },
  {
    key: 'who',
    label: words.who,
    width: '232px',
    cell: ({ counterparty }) => <span className="entries__address">{counterparty}</span>,
    title: ({ counterparty }) => counterparty ?? undefined,
  },
  {
    key: 'reference',
    label: words.reference,
    width: '74px',
    cell: ({ reference }) => <span className="entries__address selectable">{reference}</span>,
    title: ({ reference }) => reference ?? undefined,
  },
]

const Sums = ({ page: { entries, more } }: { readonly page: EntriesPage }) => {
  const words = useMessages().earnings
  const sums = sumsOf(entries).map((sum) => words.kindSum(words.kindOf(sum), amountText(words, sum.kind, sum.amount)))
  const text = sums.join(words.sumsBetween)
  return (
    <p className="entries__sum numeric">
      {more ? words.entriesSoFar(entries.length, text) : words.entriesSum(entries.length, text)}
    </p>
  )
}

/** Of the grid, with its scroll bar and edge. */
const HEAD = 26 + 12
const ROW = 28

const Rows = ({ page }: { readonly page: EntriesPage }) => {
  const words = useMessages().earnings
  if (page.entries.length === 0) return <EmptyState title={words.entriesNone} />
  return (
    <div className="entries__rows" style={{ height: `min(${HEAD + ROW * page.entries.length}px, 60vh)` }}>
      <DataGrid
        label={words.entries}
        columns={columns(words)}
        rows={page.entries}
        rowKey={({ index }) => String(index)}
        minWidth={820}
      />
    </div>
  )
}

const How = ({ how, practice }: { readonly how: string | undefined; readonly practice: boolean }) => (
  <>
    {practice && <PracticeBadge small />} {how}
  </>
)

const Content = ({ opened: { what, how, filter } }: { readonly opened: Opened }) => {
  const words = useMessages().earnings
  const practice = useSpeed(({ state }) => state?.practice === true)
  const page = useEntries(filter)
  const save = async (): Promise<void> => {
    const saved = await act('speed.exportBooks', filter)
    if (saved?.value != null) notify({ kind: 'told', text: words.exported })
  }
  return (
    <Dialog
      open
      onClose={closeRows}
      size="large"
      className="entries"
      title={words.entriesTitle(what, filter.range)}
      {...((practice || how !== undefined) && { description: <How how={how} practice={practice} /> })}
      aside={page !== null && page.entries.length > 0 && <Sums page={page} />}
      actions={
        <>
          {page?.more === true && <Button onClick={page.older}>{words.older}</Button>}
          <Button icon={Download} onClick={() => void save()}>
            {words.export}
          </Button>
        </>
      }
    >
      {page !== null && <Rows page={page} />}
    </Dialog>
  )
}

export const EntriesDialog = () => {
  const opened = useOpened((state) => state.opened)
  return opened === null ? null : <Content opened={opened} />
}
