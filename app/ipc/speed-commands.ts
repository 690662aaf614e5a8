// What windows may ask of Speed, a part of contract.ts. Nothing here signs: caps are enforced beside the key, those of
// a whole wallet are approved in the key window, and every transaction is reviewed there.

import * as v from 'valibot'
import { AllowanceSchema } from '../speed/allowance.ts'
import type { Debtor } from '../speed/cash-advice.ts'
import { PaidPercentSchema } from '../speed/speed-settings.ts'
import type { BooksLine, BooksTotals, JournalEntry, SpeedState, TorrentSpeed } from '../speed/speed-state.ts'
import { booksKinds } from '../speed/speed-state.ts'
import { VaultOrderSchema, type VaultPreview } from '../speed/vault-order.ts'
import type { TorrentId } from '../torrent/row.ts'
import { AddressField, AmountField } from '../wallet/fields.ts'
import { main, nothing, returns } from './command.ts'

const Nothing = v.undefined()
const Id = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{40}$/),
  v.transform((id) => id as TorrentId),
)
/** Of an entry of the journal. */
const Index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const Range = v.picklist(['today', 'week', 'all'])

export const BooksFilterSchema = v.strictObject({
  range: Range,
  torrent: v.nullable(Id),
  counterparty: v.nullable(AddressField),
  kinds: v.nullable(v.pipe(v.array(v.picklist(booksKinds)), v.minLength(1))),
})
export type BooksFilter = v.InferOutput<typeof BooksFilterSchema>

export interface Books {
  readonly totals: BooksTotals
  readonly byTorrent: readonly BooksLine[]
  readonly byCounterparty: readonly BooksLine[]
  /** Earned and spent of each step of the range: hours of today, days of the week, days or weeks of all. */
  readonly series: readonly { readonly at: number; readonly earned: bigint; readonly spent: bigint }[]
}

export const speedCommands = {
  'speed.state': main(Nothing, returns<SpeedState>()),
  /** All that have Speed on, sell something, or are looked at. */
  'speed.torrents': main(Nothing, returns<readonly TorrentSpeed[]>()),
  /** The torrent a details tab looks at, with its peers; null: none. */
  'speed.look': main(v.strictObject({ id: v.nullable(Id) }), nothing),
  /** `budget` in base units, the most that may ever be spent on this torrent; what was spent already counts. */
  'speed.setTorrent': main(v.strictObject({ id: Id, on: v.boolean(), budget: AmountField }), nothing),
  /** Speed on private torrents is off unless it is allowed for that one. */
  'speed.allowPrivate': main(v.strictObject({ id: Id, on: v.boolean() }), nothing),
  'speed.setSelling': main(v.strictObject({ on: v.boolean(), ask: AmountField }), nothing),
  /** Of upload slots and rate, the most for who pays while others want it. */
  'speed.setPaidPercent': main(v.strictObject({ percent: PaidPercentSchema }), nothing),
  /** True: within a second no voucher is signed any more, whatever is switched on; survives a restart. */
  'speed.stopSpending': main(v.strictObject({ stopped: v.boolean() }), nothing),
  /** The user has read that damaged books were set aside. */
  'speed.forgetSetAside': main(Nothing, nothing),
  /** Opens the key window, where a person approves it; a tighter one is taken at once. Answers whether it was taken. */
  'speed.allow': main(AllowanceSchema, returns<boolean>()),
  'speed.preview': main(VaultOrderSchema, returns<VaultPreview>()),
  /** Whose vouchers we hold, as the chain had each when it was read last; those who were not read yet are missing. */
  'speed.debtors': main(Nothing, returns<readonly Debtor[]>()),
  /** Builds and reviews each step in the key window, one after the other; answers when the last one is saved. */
  'speed.order': main(VaultOrderSchema, returns<{ readonly ids: readonly string[] }>()),
  'speed.books': main(v.strictObject({ range: Range }), returns<Books>()),
  /** Newest first, 100 at a time; `before`: the index of the oldest entry that is there already. */
  'speed.entries': main(
    v.strictObject({ filter: BooksFilterSchema, before: v.nullable(Index) }),
    returns<{ readonly entries: readonly JournalEntry[]; readonly more: boolean }>(),
  ),
  /** Asks where to save; null when the dialog was left. */
  'speed.exportBooks': main(BooksFilterSchema, returns<string | null>()),
  /** Practice only: a small swarm of our own on this machine, and a torrent of made data to be bought from it. */
  'speed.demo': main(v.strictObject({ on: v.boolean() }), returns<{ readonly id: TorrentId | null }>()),
} as const

export interface SpeedEvents {
  /** At most once a second. */
  'speed.changed': SpeedState
  /** At most once a second; all of them, as `speed.torrents` answers. */
  'speed.torrentsChanged': readonly TorrentSpeed[]
}

export const speedEventNames = ['speed.changed', 'speed.torrentsChanged'] as const
