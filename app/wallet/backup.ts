// What follows from whether the words are written down: when an address may be shown to be paid at, and when it is time
// to look for the words again. Times are ms since 1970. Invariant: keys without a backup receive nothing unless the
// user put the backup off to a day, and then only until that day.

import * as v from 'valibot'
import type { Address } from '../tron/address.ts'
import { AddressField, TimeField } from './fields.ts'

const DAY_MS = 86_400_000
/** Long enough for a weekend and a pen, short enough to be remembered. */
const PUT_OFF_MS = 7 * DAY_MS
/** Half a year: paper gets lost meanwhile. */
const DRILL_MS = 182 * DAY_MS

/** The user wants to be asked again then; of the wallet with this first address, no other. */
export const BackupReminderSchema = v.strictObject({ address: AddressField, at: TimeField })
export type BackupReminder = v.InferOutput<typeof BackupReminderSchema>

export const reminderFrom = (address: Address, now: number): BackupReminder => ({ address, at: now + PUT_OFF_MS })

interface Backup {
  /** Null: not known. */
  readonly backedUp: boolean | null
  /** First address of the wallet. */
  readonly first: Address | null
  readonly reminder: BackupReminder | null
}

/** When the backup that was put off is due; null: it was not put off, or is due. */
export const putOffUntil = ({ backedUp, first, reminder }: Backup, now: number): number | null =>
  backedUp === false && reminder !== null && reminder.address === first && now < reminder.at ? reminder.at : null

export const mayReceive = (backup: Backup, now: number): boolean =>
  backup.backedUp === true || putOffUntil(backup, now) !== null

/** A clock that was set back does not put it off: what lies in the future was checked on another clock. */
export const drillDue = (checkedAt: number | null, now: number): boolean =>
  checkedAt !== null && (now - checkedAt >= DRILL_MS || checkedAt - now >= DRILL_MS)
