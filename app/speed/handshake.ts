// `bs` of the extended handshake (BEP 10): who speaks Speed, on which chains, to buy or to sell. It shows no address.
// Invariant: whatever a peer put there, it is either read whole or as if nothing were there.

import { numberBytes, numberOf } from './amount-bytes.ts'
import { PROTOCOL_VERSION } from './terms.ts'

/** At the handshake's top level. */
export const HANDSHAKE_KEY = 'bs'
const MOST_CHAINS = 16

export interface SpeedHandshake {
  readonly chains: readonly number[]
  readonly buys: boolean
  readonly sells: boolean
}

/** For the encoder of the handshake. */
export interface WrittenHandshake {
  readonly v: number
  readonly c: readonly Uint8Array[]
  readonly r: 1 | 2 | 3
}

/** Null: neither buys nor sells, so nothing is said. */
export const writeHandshake = ({ chains, buys, sells }: SpeedHandshake): WrittenHandshake | null => {
  if ((!buys && !sells) || chains.length === 0) return null
  return {
    v: PROTOCOL_VERSION,
    c: chains.map((chain) => numberBytes(BigInt(chain))),
    r: buys && sells ? 3 : buys ? 1 : 2,
  }
}

const fieldOf = (value: unknown, key: string): unknown => {
  if (value instanceof Map) return (value as ReadonlyMap<unknown, unknown>).get(key)
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Readonly<Record<string, unknown>>)[key]
}

const chainOf = (value: unknown): number | null => {
  const chain = value instanceof Uint8Array && value.length > 0 ? numberOf(value, 4) : null
  return chain === null ? null : Number(chain)
}

/** `bs` as it was decoded, to a Map or an object. A later version is one that also speaks this one. */
export const readHandshake = (bs: unknown): SpeedHandshake | null => {
  const [version, list, role] = [fieldOf(bs, 'v'), fieldOf(bs, 'c'), fieldOf(bs, 'r')]
  if (typeof version !== 'number' || version < PROTOCOL_VERSION || !Array.isArray(list)) return null
  if (list.length > MOST_CHAINS || (role !== 1 && role !== 2 && role !== 3)) return null
  const chains = (list as readonly unknown[]).map(chainOf)
  const known = chains.filter((chain) => chain !== null)
  return known.length === chains.length && known.length > 0
    ? { chains: known, buys: role !== 2, sells: role !== 1 }
    : null
}
