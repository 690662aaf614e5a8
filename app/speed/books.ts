// The books as the wallet process tells them, checked before it does: totals, lines of each torrent and counterparty,
// entries of the journal. Invariant: what passes is what windows are promised (speed-state.ts, ipc/speed-commands.ts).

import * as v from 'valibot'
import { AddressField, AmountField, TimeField, TxIdField } from '../wallet/fields.ts'
import { TorrentIdField } from './figures.ts'
import { journalKinds } from './speed-state.ts'

/** Of an entry of the journal. */
export const IndexField = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

/** As peers and trackers spell them; shown as text. */
const NameField = v.pipe(v.string(), v.maxLength(1_024))
const LineSchema = v.strictObject({
  /** A torrent's id, or a counterparty's address. */
  key: v.pipe(v.string(), v.regex(/^([0-9a-f]{40}|T[1-9A-HJ-NP-Za-km-z]{33})$/)),
  name: NameField,
  earned: AmountField,
  spent: AmountField,
  uncashed: AmountField,
  bounced: AmountField,
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
  torrentName: v.nullable(NameField),
  counterparty: v.nullable(AddressField),
  /** Of a transaction. */
  reference: v.nullable(TxIdField),
})
