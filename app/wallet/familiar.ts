// Whom an address could be mistaken for: compared with those that were paid, one's own and those with a name.
// Invariant: only having been paid makes an address trusted by itself; a name does not, because a name is given in a
// moment and by whoever copied the address. It is trusted once a person compared it with each address it looks like.

import { likenessesOf } from '../tron/look-alike.ts'
import type { Address } from '../tron/address.ts'
import type { LookAlike } from './send-preview.ts'

export interface Familiar {
  readonly own: ReadonlySet<Address>
  /** When each was paid first, ms since 1970. */
  readonly paid: ReadonlyMap<Address, number>
  readonly names: ReadonlyMap<Address, string>
  /** Those that a person compared each with, and found to be others. */
  readonly compared: ReadonlyMap<Address, ReadonlySet<Address>>
}

/** The likest first. */
export const mistakable = (address: Address, { own, paid, names, compared }: Familiar): readonly LookAlike[] => {
  if (own.has(address) || paid.has(address)) return []
  const others = new Set([...paid.keys(), ...own, ...names.keys()])
  for (const one of compared.get(address) ?? []) others.delete(one)
  return likenessesOf(address, others).map((likeness) => ({ ...likeness, name: names.get(likeness.address) ?? null }))
}
