// The books as the wallet process tells them, checked before it does: totals, lines of each torrent and counterparty,
// entries of the journal. Invariant: what passes is what windows are promised (speed-state.ts, ipc/speed-commands.ts).

import * as v from 'valibot'
import { AddressField, AmountField, TimeField } from '../wallet/fields.ts'
import { TorrentIdField } from './figures.ts'
import { journalKinds } from './speed-state.ts'

/** Of an entry of the journal. */
export const IndexField = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

const Text = v.pipe(v.string(), v.maxLength(1_024))
const LineSchema = v.strictObject({
  key: Text,
  name: Text,
  earned: AmountField,
  spent: AmountField,
  uncashed: AmountField,
})

export const BooksSchema = v.strictObject({
  totals: v.strictObject({
    earned: AmountField,
    cashed: AmountField,
    uncashed: AmountField,
    bounced: AmountField,
    spent: AmountField,
    fees: AmountField,
  }),
  byTorrent: v.array(LineSchema),
  byCounterparty: v.array(LineSchema),
  series: v.array(v.strictObject({ at: TimeField, earned: AmountField, spent: AmountField })),
})

export const JournalEntrySchema = v.strictObject({
  index: IndexField,
  at: TimeField,
  kind: v.picklist(journalKinds),
  amount: AmountField,
  direction: v.picklist(['in', 'out']),
  torrent: v.nullable(TorrentIdField),
  torrentName: v.nullable(Text),
  counterparty: v.nullable(AddressField),
  reference: v.nullable(Text),
})
