// What is signed in Speed, as typed data of the vault (TIP-712): vouchers, and Bind, by which a peer proves that an
// account is its own. Leaves signing to the wallet process. Invariant: a signature counts for an account when it is by
// the account itself or by a signer that the vault knows for it; never with a high s.

import { addressBytes, type Address } from '../tron/address.ts'
import { signerOf } from '../tron/signature.ts'
import { digestUnder, structHash, type TypedTypes } from '../tron/typed-data.ts'
import type { Vault, Voucher } from './terms.ts'

const NAME = 'SpeedVault'
const VERSION = '1'

export const SPEED_TYPES: TypedTypes = {
  EIP712Domain: [
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' },
    { name: 'verifyingContract', type: 'address' },
  ],
  Voucher: [
    { name: 'payer', type: 'address' },
    { name: 'payee', type: 'address' },
    { name: 'lane', type: 'uint64' },
    { name: 'cumulative', type: 'uint256' },
  ],
  Bind: [
    { name: 'infohash', type: 'bytes20' },
    { name: 'mine', type: 'bytes20' },
    { name: 'theirs', type: 'bytes20' },
    { name: 'nonce', type: 'bytes32' },
    { name: 'account', type: 'address' },
  ],
}

export interface Bind {
  readonly infohash: Uint8Array
  /** Peer id of the one who signs. */
  readonly mine: Uint8Array
  readonly theirs: Uint8Array
  /** The other side's, 32 bytes. */
  readonly nonce: Uint8Array
  readonly account: Address
}

const short = (address: Address): Uint8Array => addressBytes(address).subarray(1)

/** Of the vault that was asked about last: there is one in use at a time. */
let lastDomain: { readonly vault: Vault; readonly hash: Uint8Array } | null = null

const domainHash = ({ chainId, address }: Vault): Uint8Array => {
  const { vault, hash } = lastDomain ?? {}
  if (hash !== undefined && vault?.chainId === chainId && vault.address === address) return hash
  const domain = { name: NAME, version: VERSION, chainId: BigInt(chainId >>> 0), verifyingContract: short(address) }
  const made = structHash(SPEED_TYPES, 'EIP712Domain', domain)
  lastDomain = { vault: { chainId, address }, hash: made }
  return made
}

/** 32 bytes. */
export const voucherDigest = (
  vault: Vault,
  { payer, payee, lane, cumulative }: Omit<Voucher, 'signature'>,
): Uint8Array =>
  digestUnder(domainHash(vault), SPEED_TYPES, 'Voucher', {
    payer: short(payer),
    payee: short(payee),
    lane,
    cumulative,
  })

/** 32 bytes. Throws TypeError when a field is not as long as it must be: they are our own code's. */
export const bindDigest = (vault: Vault, { infohash, mine, theirs, nonce, account }: Bind): Uint8Array =>
  digestUnder(domainHash(vault), SPEED_TYPES, 'Bind', { infohash, mine, theirs, nonce, account: short(account) })

export const countsFor = (signer: Address | null, account: Address, signers: readonly Address[]): boolean =>
  signer !== null && (signer === account || signers.includes(signer))

/** Null: nobody's. */
export const voucherSigner = (vault: Vault, voucher: Voucher): Address | null =>
  signerOf(voucherDigest(vault, voucher), voucher.signature)

export const bindSigner = (vault: Vault, bind: Bind, signature: Uint8Array): Address | null =>
  signerOf(bindDigest(vault, bind), signature)
