// The key that signs vouchers: m/44'/195'/0'/1/0 of a phrase; of a wallet made of one key a hash of that key under a
// name of its own. A hot key: the vault knows it, a leak exposes the deposit and never the account. It may outlive a
// lock when the user said so, and is never written anywhere. Invariant: after `wipe` it signs nothing.

import type { Address } from '../../app/tron/address.ts'
import { wipe } from './secret-bytes.ts'
import { addressOfKey, signDigest } from './signature.ts'

export class VoucherKey {
  #held: { readonly key: Uint8Array; readonly address: Address } | null = null

  /** Takes the key over: it is wiped here. */
  hold(key: Uint8Array): void {
    this.wipe()
    this.#held = { key, address: addressOfKey(key) }
  }

  /** Null: not held. */
  get address(): Address | null {
    return this.#held?.address ?? null
  }

  /** 65 bytes over a digest of 32; null: not held. */
  sign(digest: Uint8Array): Uint8Array | null {
    return this.#held && signDigest(digest, this.#held.key, this.#held.address)
  }

  wipe(): void {
    wipe(this.#held?.key)
    this.#held = null
  }
}
