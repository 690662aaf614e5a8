// What the wallet process says of one account's spending and earning at one vault: all that main needs to tell the
// engine what it may do, and windows how things are. Shapes only. Invariant: worked out from the ledger, beside the
// caps; main adds nothing to it and subtracts nothing from it.

import * as v from 'valibot'
import { AddressField, AmountField, TimeField } from '../wallet/fields.ts'
import type { TorrentId } from '../torrent/row.ts'
import { AllowanceSchema, capNames } from './allowance.ts'
import { DeviceField, VaultField } from './settled.ts'

export const TorrentIdField = v.custom<TorrentId>((value) => typeof value === 'string' && /^[0-9a-f]{40}$/.test(value))

const TorrentFiguresSchema = v.strictObject({
  id: TorrentIdField,
  on: v.boolean(),
  budget: AmountField,
  spent: AmountField,
  earned: AmountField,
  /** What all caps together leave for it now; zero: nothing can be promised. */
  left: AmountField,
  /** Which cap that is. */
  cap: v.picklist(capNames),
  /** When the torrent it was switched on for was added to the list, ms since 1970; null: not known. */
  added: v.nullable(TimeField),
})
export type TorrentFigures = v.InferOutput<typeof TorrentFiguresSchema>

export const SpeedFiguresSchema = v.strictObject({
  vault: VaultField,
  account: AddressField,
  device: DeviceField,
  /** The account's own key can sign now: the wallet is unlocked. */
  unlocked: v.boolean(),
  /** The voucher key that can sign now, by its address; it counts when the vault knows it. Null: it is not in memory. */
  voucherKey: v.nullable(AddressField),
  allowance: v.nullable(AllowanceSchema),
  /** What the allowance leaves to be promised, the deposit aside; null: there is no allowance. */
  left: v.nullable(v.strictObject({ today: AmountField, total: AmountField })),
  stopped: v.boolean(),
  spentToday: AmountField,
  spentInAll: AmountField,
  earnedToday: AmountField,
  earnedInAll: AmountField,
  /**
   * Of vouchers that came here, what was cashed before by somebody else: another device of this wallet, or books before
   * these.
   */
  cashedElsewhere: AmountField,
  /** In vouchers that were given and not cashed yet. */
  promised: AmountField,
  /** Of the deposit, what may be promised to anybody still; null: the deposit was never read. */
  funds: v.nullable(AmountField),
  /** Every torrent that was ever switched on, or sold something. */
  torrents: v.array(TorrentFiguresSchema),
  /** A damaged ledger was set aside under this name, and the user has not said to know so: it is not in these figures. */
  setAside: v.nullable(v.pipe(v.string(), v.regex(/^speed\.damaged-\d+\.db$/))),
  /** Rises with every change of the books. */
  revision: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
})
export type SpeedFigures = v.InferOutput<typeof SpeedFiguresSchema>
