// Signs for an account what Speed signs, and nothing else: vouchers and proofs of who one is on a wire. Composes what
// is signed by itself from typed values. By the voucher key where the vault takes its signatures, else by the account's
// own while the wallet is unlocked. Invariant: no digest comes in from outside.

import type { Address } from '../../../app/tron/address.ts'
import type { Keyring } from '../keyring.ts'
import type { Book } from './book.ts'
import { bindDigest, countsFor, voucherDigest, voucherSigner, type Bind } from '../../../app/speed/typed.ts'
import type { Amount } from '../../../app/money/amount.ts'
import type { Recipient } from '../../../app/speed/terms.ts'

/** What signs. */
export type Keys = Pick<Keyring, 'isUnlocked' | 'accounts' | 'sign' | 'voucherKey'>

/** The two ends of a wire in a swarm, and the other end's nonce. */
export type Wire = Omit<Bind, 'account'>

export interface Signer {
  voucher(to: Recipient, cumulative: Amount): Uint8Array
  /** Whether the vault takes it now: a signer can have been changed since. */
  counts(to: Recipient, cumulative: Amount, signature: Uint8Array): boolean
  proof(wire: Wire): Uint8Array
}

const isRegistered = (keyring: Keys, signers: readonly Address[]): boolean => {
  const { address } = keyring.voucherKey
  return address !== null && signers.includes(address)
}

const signFunction = (keyring: Keys, account: Address, signers: readonly Address[]) => {
  if (isRegistered(keyring, signers)) return (digest: Uint8Array) => keyring.voucherKey.sign(digest)
  const isOurs = keyring.isUnlocked && keyring.accounts.some(({ address }) => address === account)
  return isOurs ? (digest: Uint8Array) => keyring.sign(digest, account) : null
}

/** Null: nobody can sign for it now. `signers`: whom the vault takes besides the account itself. */
export const signerFor = (keyring: Keys, book: Book, signers: readonly Address[]): Signer | null => {
  const sign = signFunction(keyring, book.account, signers)
  if (sign === null) return null
  const signed = (digest: Uint8Array): Uint8Array => {
    const signature = sign(digest)
    if (signature === null) throw new Error('a key is gone that was there')
    return signature
  }
  const { vault, account } = book
  return {
    voucher: ({ payee, lane }, cumulative) => signed(voucherDigest(vault, { payer: account, payee, lane, cumulative })),
    counts: ({ payee, lane }, cumulative, signature) => {
      const by = voucherSigner(vault, { payer: account, payee, lane, cumulative, signature })
      return countsFor(by, account, signers)
    },
    proof: (wire) => signed(bindDigest(vault, { ...wire, account })),
  }
}
