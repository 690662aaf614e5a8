// What may be spent, as the user allowed it: kept and enforced beside the key, shown everywhere. Types and schema only;
// the arithmetic is caps.ts's. Invariant: a cap is never a wish of the engine's: it comes from a person, and those of a
// whole wallet were approved in the key window.

import * as v from 'valibot'
import { AmountField } from '../wallet/fields.ts'

/** Approved in the key window; a tighter one needs no approval. All amounts in base units of BTT. */
export const AllowanceSchema = v.strictObject({
  /** Of vouchers signed on one day; the day never goes back when the clock does. */
  perDay: AmountField,
  /** To one payee, ever. */
  perPeer: AmountField,
  /** Ever, until it is set anew: then it counts from zero again. */
  total: AmountField,
  /** Nobody is paid more for a MiB. */
  priceCeiling: AmountField,
  /** The voucher key stays when the wallet locks: buying and proving go on within the caps. */
  whileLocked: v.boolean(),
})
export type Allowance = v.InferOutput<typeof AllowanceSchema>

/** Which cap refused a payment. `off`: spending is switched off for all, or for the torrent. */
export const capNames = ['torrent', 'day', 'peer', 'total', 'price', 'deposit', 'off'] as const
export type CapName = (typeof capNames)[number]
