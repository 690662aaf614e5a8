// What of Speed is a matter of settings: whether, for how much and how much of the upload to sell, where it may be used
// besides. No window changes them but by Speed's own commands. Leaves all that bounds spending to the wallet's ledger,
// but for the wish to spend nothing, or nothing for a torrent, which is kept here as well: it holds even where the
// wallet could not be told.

import * as v from 'valibot'
import { amountOf, type Amount } from '../money/amount.ts'
import { TorrentIdField } from './figures.ts'
import type { Selling } from './situation.ts'

const MOST_TORRENTS = 20_000

/** Base units; settings are text, which has no bigint. */
const AmountText = v.pipe(
  v.string(),
  v.check((text) => /^(?:0|[1-9]\d{0,77})$/.test(text) && amountOf(BigInt(text)) !== null),
)

/** Whole per cent; at the most, free BitTorrent is still as good as anywhere. */
export const PAID_PERCENT = { min: 10, max: 60 } as const

export const PaidPercentSchema = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(PAID_PERCENT.min),
  v.maxValue(PAID_PERCENT.max),
)

export const SpeedSettingsSchema = v.strictObject({
  selling: v.boolean(),
  /** Per MiB. */
  ask: AmountText,
  /** Of upload slots and rate, what buyers may have while others want it. */
  paidPercent: v.optional(PaidPercentSchema, PAID_PERCENT.max),
  stopped: v.boolean(),
  /** Private torrents it may be used on. */
  privateToo: v.pipe(v.array(TorrentIdField), v.maxLength(MOST_TORRENTS)),
  /** Marks of torrents that were switched off and that the wallet has not taken as such. */
  switchedOff: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))), v.maxLength(MOST_TORRENTS)),
    [],
  ),
})
export type SpeedSettings = v.InferOutput<typeof SpeedSettingsSchema>

export const defaultSpeedSettings: SpeedSettings = {
  selling: false,
  // A tenth of a BTT.
  ask: String(10n ** 17n),
  paidPercent: PAID_PERCENT.max,
  stopped: false,
  privateToo: [],
  switchedOff: [],
}

export const sellingOf = ({ selling, ask, paidPercent }: SpeedSettings): Selling => ({
  on: selling,
  ask: BigInt(ask) as Amount,
  paidPercent,
})
