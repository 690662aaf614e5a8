// Calls of the vault and its events as text in the database: JSON, with amounts and lanes as decimal digits and bytes
// in hexadecimal. Invariant: what is read back passes the same schema as what was written, or is not read.

import * as v from 'valibot'
import { VaultEventSchema, type VaultEvent } from '../../../app/speed/settled.ts'
import { VaultCallSchema, type VaultCall } from '../../../app/speed/vault-call.ts'

/** Fields that are bigint wherever they occur. */
const WHOLE = new Set(['amount', 'lane', 'cumulative', 'fromLock', 'missing'])

export const written = (value: VaultCall | readonly VaultEvent[]): string =>
  JSON.stringify(value, (_key, one: unknown) => {
    if (typeof one === 'bigint') return one.toString()
    return one instanceof Uint8Array ? Buffer.from(one).toString('hex') : one
  })

const read = (text: string): unknown =>
  JSON.parse(text, (key, one: unknown) => {
    if (typeof one !== 'string') return one
    if (WHOLE.has(key)) return BigInt(one)
    return key === 'signature' ? Uint8Array.from(Buffer.from(one, 'hex')) : one
  })

/** Null: a plain transfer. Throws for what was not written here. */
export const callOf = (text: string | null): VaultCall | null =>
  text === null ? null : v.parse(VaultCallSchema, read(text))

export const eventsOf = (text: string | null): readonly VaultEvent[] | null =>
  text === null ? null : v.parse(v.array(VaultEventSchema), read(text))
