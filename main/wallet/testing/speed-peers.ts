// Peers of a wallet in tests: keys that anybody knows, and vouchers they sign.

import type { Amount } from '../../../app/money/amount.ts'
import type { Vault, Voucher } from '../../../app/speed/terms.ts'
import { voucherDigest } from '../../../app/speed/typed.ts'
import type { Address } from '../../../app/tron/address.ts'
import { addressOfKey, signDigest } from '../signature.ts'
import { THIEF } from './sends.ts'

export const vault: Vault = { chainId: 3_448_148_188, address: THIEF }

export const keyOf = (seed: number): Uint8Array => new Uint8Array(32).fill(seed)

const known = new Map<number, Address>()
export const peer = (seed: number): Address => {
  const address = known.get(seed) ?? addressOfKey(keyOf(seed))
  known.set(seed, address)
  return address
}

/** By whoever has the key of this seed. */
export const signedBySeed = (of: Vault, unsigned: Omit<Voucher, 'signature'>, seed: number): Voucher => ({
  ...unsigned,
  signature: signDigest(voucherDigest(of, unsigned), keyOf(seed), peer(seed)),
})

/** By the payer of this key, or by another in its name. */
export const paidTo = (payee: Address, seed: number, cumulative: Amount, lane: bigint, signer = seed): Voucher =>
  signedBySeed(vault, { payer: peer(seed), payee, lane, cumulative }, signer)

/** Of histories of intents: whom we pay. */
export const PAYEES = [1, 2, 3, 4, 5].map(peer)
/** Who pays us, and whom they name as signers, by the seeds of their keys. */
export const PAYERS = [31, 32, 33]
export const SIGNERS = [40, 41, 42]
