// What can be made of a signed voucher by somebody who has no key: other words under the same signature, and the same
// words under a signature that is spelled otherwise. None of it may count anywhere.

import { amount } from '../../../app/money/amount.ts'
import type { Voucher } from '../../../app/speed/terms.ts'
import type { Address } from '../../../app/tron/address.ts'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
const bytesOf = (number: bigint): Uint8Array => Buffer.from(number.toString(16).padStart(64, '0'), 'hex')

const withSignature = (voucher: Voucher, change: (signature: Uint8Array) => Uint8Array): Voucher => ({
  ...voucher,
  signature: change(voucher.signature),
})

/** The same point by another s: anybody can make it of a valid one. */
const twin = (signature: Uint8Array): Uint8Array =>
  Uint8Array.of(
    ...signature.subarray(0, 32),
    ...bytesOf(ORDER - numberOf(signature.subarray(32, 64))),
    55 - (signature[64] ?? 0),
  )

const flipped = (signature: Uint8Array, bit: number): Uint8Array =>
  signature.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))

const EDGES = [0n, ORDER, ORDER + 1n, 2n ** 256n - 1n]
const WRONG_V = [0, 1, 2, 26, 29, 30, 255]

type Random = (below: number) => number

const of = <T>(list: readonly T[], random: Random): T => {
  const one = list[random(list.length)]
  if (one === undefined) throw new Error('nothing to choose from')
  return one
}

const forgers = {
  raised: (voucher, random) => ({ ...voucher, cumulative: amount(voucher.cumulative + 1n + BigInt(random(1_000))) }),
  lowered: (voucher) => ({ ...voucher, cumulative: amount(voucher.cumulative - 1n) }),
  'other lane': (voucher) => ({ ...voucher, lane: voucher.lane ^ 1n }),
  'other payer': (voucher, _, other) => ({ ...voucher, payer: other }),
  'other payee': (voucher, _, other) => ({ ...voucher, payee: other }),
  'high s': (voucher) => withSignature(voucher, twin),
  'wrong v': (voucher, random) =>
    withSignature(voucher, (signature) => Uint8Array.of(...signature.subarray(0, 64), of(WRONG_V, random))),
  'other v': (voucher) =>
    withSignature(voucher, (signature) => Uint8Array.of(...signature.subarray(0, 64), 55 - (signature[64] ?? 0))),
  'one bit': (voucher, random) => withSignature(voucher, (signature) => flipped(signature, random(512))),
  'r at an edge': (voucher, random) =>
    withSignature(voucher, (signature) => Uint8Array.of(...bytesOf(of(EDGES, random)), ...signature.subarray(32))),
  's at an edge': (voucher, random) =>
    withSignature(voucher, (signature) =>
      Uint8Array.of(...signature.subarray(0, 32), ...bytesOf(of(EDGES, random)), signature[64] ?? 0),
    ),
} satisfies Record<string, (voucher: Voucher, random: Random, other: Address) => Voucher>

export type Forgery = keyof typeof forgers
export const forgeries = Object.keys(forgers) as readonly Forgery[]

/** `other`: somebody who is neither payer nor payee. Of a voucher of at least 1. */
export const forged = (how: Forgery, voucher: Voucher, random: Random, other: Address): Voucher =>
  forgers[how](voucher, random, other)

/** Of lengths that no signature has. */
export const truncated = (voucher: Voucher, random: Random): Voucher =>
  withSignature(voucher, (signature) => Uint8Array.of(...signature, 27).slice(0, of([0, 64, 66], random)))
