import { secp256k1 } from '@noble/curves/secp256k1.js'
import { describe, expect, it } from 'vitest'
import type { Amount } from '../money/amount.ts'
import { parseAddress, type Address } from '../tron/address.ts'
import type { Vault, Voucher } from './terms.ts'
import { signWith, testKey } from './testing/keys.ts'
import { bindDigest, bindSigner, countsFor, voucherDigest, voucherSigner, type Bind } from './typed.ts'

const address = (text: string): Address => {
  const parsed = parseAddress(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.value
}
const vault: Vault = { chainId: 3_448_148_188, address: address('TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp4') }
const payer = testKey(1)
const payee = testKey(2)
const unsigned = { payer: payer.address, payee: payee.address, lane: 5n, cumulative: 1_500n as Amount }
const signature = signWith(payer, voucherDigest(vault, unsigned))
const voucher: Voucher = { ...unsigned, signature }

const bytes = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill)
const bind: Bind = {
  infohash: bytes(20, 1),
  mine: bytes(20, 2),
  theirs: bytes(20, 3),
  nonce: bytes(32, 4),
  account: payer.address,
}

describe('the signature of a voucher', () => {
  it('is by who signed it', () => {
    expect(voucherSigner(vault, voucher)).toBe(payer.address)
  })

  it.each<[string, Vault, Partial<Voucher>]>([
    ['another chain', { ...vault, chainId: 728_126_428 }, {}],
    ['another vault', { ...vault, address: testKey(9).address }, {}],
    ['another payer', vault, { payer: testKey(9).address }],
    ['another payee', vault, { payee: testKey(9).address }],
    ['another lane', vault, { lane: 6n }],
    ['more', vault, { cumulative: 1_501n as Amount }],
    ['less', vault, { cumulative: 1_499n as Amount }],
  ])('is not the payer’s for %s', (_, where, change) => {
    expect(voucherSigner(where, { ...voucher, ...change })).not.toBe(payer.address)
  })

  it('counts with a low s and v of 27 or 28 only', () => {
    const s = BigInt(`0x${Buffer.from(signature.subarray(32, 64)).toString('hex')}`)
    const high = (secp256k1.Point.Fn.ORDER - s).toString(16).padStart(64, '0')
    const v = signature[64] ?? 0
    const malleable = Uint8Array.of(...signature.subarray(0, 32), ...Buffer.from(high, 'hex'), v === 27 ? 28 : 27)
    expect(voucherSigner(vault, { ...voucher, signature: malleable })).toBeNull()
    for (const wrong of [0, 1, 26, 29, 255])
      expect(
        voucherSigner(vault, { ...voucher, signature: Uint8Array.of(...signature.subarray(0, 64), wrong) }),
      ).toBeNull()
    expect(voucherSigner(vault, { ...voucher, signature: bytes(65, 0) })).toBeNull()
    expect(voucherSigner(vault, { ...voucher, signature: signature.subarray(0, 64) })).toBeNull()
  })
})

describe('the proof of an account', () => {
  it.each<[string, Partial<Bind>]>([
    ['another torrent', { infohash: bytes(20, 9) }],
    ['the other direction', { mine: bind.theirs, theirs: bind.mine }],
    ['another connection', { nonce: bytes(32, 9) }],
    ['another account', { account: payee.address }],
  ])('is worth nothing for %s', (_, change) => {
    const proof = signWith(payer, bindDigest(vault, bind))
    expect(bindSigner(vault, bind, proof)).toBe(payer.address)
    expect(bindSigner(vault, { ...bind, ...change }, proof)).not.toBe(payer.address)
  })

  it('counts when the account signed, or a signer the vault knows for it', () => {
    const [account, signer, other] = [testKey(1).address, testKey(2).address, testKey(3).address]
    expect(countsFor(account, account, [])).toBe(true)
    expect(countsFor(signer, account, [other, signer])).toBe(true)
    expect(countsFor(other, account, [signer])).toBe(false)
    expect(countsFor(null, account, [signer])).toBe(false)
  })
})
