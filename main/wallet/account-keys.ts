// The keys of an unlocked wallet and their addresses. Of a phrase only the node m/44'/195'/0' is kept (SLIP-44: 195 is
// TRON): all its accounts lie below it, at /0/i, and the voucher signer at /1/0; the seed is wiped as soon as it is
// reached. Invariant: after `wipe` none of this can give a key.

import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Address } from '../../app/tron/address.ts'
import {
  childNode,
  descendant,
  HARDENED,
  isPrivateKey,
  masterNode,
  nodePublicKey,
  wipeNode,
  type HdNode,
} from './hd-key.ts'
import { phraseSeed, phraseWords, type Language } from './phrase.ts'
import { wipe } from './secret-bytes.ts'
import { addressOfKey, signDigest } from './signature.ts'

export type Secret =
  | {
      readonly of: 'phrase'
      readonly entropy: Uint8Array
      readonly language: Language
      readonly passphrase: Uint8Array | null
    }
  | { readonly of: 'key'; readonly key: Uint8Array }

const PURPOSE = [44 + HARDENED, 195 + HARDENED, HARDENED] as const
const EXTERNAL = 0
const VOUCHERS = [1, 0] as const
const VOUCHERS_OF_A_KEY = new TextEncoder().encode('Swiftseed voucher key')

export const accountPath = (index: number): string => `m/44'/195'/0'/0/${String(index)}`

/** To be wiped by whoever took it, whatever becomes of the original meanwhile. */
export const copySecret = (secret: Secret): Secret =>
  secret.of === 'key'
    ? { of: 'key', key: Uint8Array.from(secret.key) }
    : {
        ...secret,
        entropy: Uint8Array.from(secret.entropy),
        passphrase: secret.passphrase && Uint8Array.from(secret.passphrase),
      }

export const wipeSecret = (secret: Secret | null): void => {
  if (secret?.of === 'phrase') wipe(secret.entropy, secret.passphrase)
  else wipe(secret?.key)
}

const accountRoot = async (secret: Extract<Secret, { of: 'phrase' }>): Promise<HdNode | null> => {
  const words = phraseWords(secret)
  const seed = await phraseSeed(words, secret.passphrase)
  wipe(words)
  const master = masterNode(seed)
  wipe(seed)
  const root = master && descendant(master, PURPOSE)
  wipeNode(master)
  return root
}

/** One key in 2^127 needs a second try. */
const hashedKey = (single: Uint8Array): Uint8Array => {
  for (let count = 0; count < 256; count++) {
    const key = hmac(sha256, single, Uint8Array.of(...VOUCHERS_OF_A_KEY, count))
    if (isPrivateKey(key)) return key
  }
  throw new Error('a key gives no voucher key')
}

export class AccountKeys {
  #root: HdNode | null
  /** Of a wallet made of one key. */
  #single: Uint8Array | null
  /** Of the root and of the node of all accounts, m/44'/195'/0'/0: public, and slow to work out each time. */
  readonly #publicKeys: { root: Uint8Array | null; external: Uint8Array | null } = { root: null, external: null }

  private constructor(root: HdNode | null, single: Uint8Array | null) {
    this.#root = root
    this.#single = single
  }

  /** Copies what it needs; the secret stays the caller's to wipe. Null: it gives no key (never seen, 1 in 2^127). */
  static async open(secret: Secret): Promise<AccountKeys | null> {
    if (secret.of === 'key') return new AccountKeys(null, Uint8Array.from(secret.key))
    const root = await accountRoot(secret)
    return root && new AccountKeys(root, null)
  }

  address(index: number): Address {
    return this.#using(index, addressOfKey)
  }

  /** 65 bytes over a digest of 32. */
  sign(digest: Uint8Array, index: number, signer: Address): Uint8Array {
    return this.#using(index, (key) => signDigest(digest, key, signer))
  }

  /** To be wiped by whoever took it. Of a single key, nobody who has this one learns that one. */
  voucherKey(): Uint8Array {
    if (this.#single !== null) return hashedKey(this.#single)
    const node = this.#root && descendant(this.#root, VOUCHERS)
    if (node === null) throw new Error('the wallet has no voucher key')
    wipe(node.chainCode)
    return node.key
  }

  /** The key itself, to be shown to its owner. */
  copyKey(index: number): Uint8Array {
    return this.#using(index, (key) => Uint8Array.from(key))
  }

  wipe(): void {
    wipeNode(this.#root)
    wipe(this.#single)
    this.#root = null
    this.#single = null
  }

  /** A key is derived for one use and wiped after it. */
  #using<T>(index: number, use: (key: Uint8Array) => T): T {
    if (this.#single !== null && index === 0) return use(this.#single)
    const node = this.#account(index)
    if (node === null) throw new Error('the wallet has no such key')
    try {
      return use(node.key)
    } finally {
      wipeNode(node)
    }
  }

  #account(index: number): HdNode | null {
    if (this.#root === null) return null
    const known = this.#publicKeys
    known.root ??= nodePublicKey(this.#root)
    const external = childNode(this.#root, EXTERNAL, known.root)
    if (external === null) return null
    known.external ??= nodePublicKey(external)
    const node = childNode(external, index, known.external)
    wipeNode(external)
    return node
  }
}
