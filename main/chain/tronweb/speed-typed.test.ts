// What is signed in Speed, against TronWeb's own typed data: an independent implementation of TIP-712.

import fc from 'fast-check'
import { TronWeb, utils } from 'tronweb'
import { describe, expect, it } from 'vitest'
import type { Amount } from '../../../app/money/amount.ts'
import { addressBytes, parseAddress, type Address } from '../../../app/tron/address.ts'
import { signWith, testKey } from '../../../app/speed/testing/keys.ts'
import { bindDigest, bindSigner, SPEED_TYPES, voucherDigest, voucherSigner } from '../../../app/speed/typed.ts'

const hex = (value: Uint8Array): string => `0x${Buffer.from(value).toString('hex')}`
const { Voucher = [], Bind = [] } = SPEED_TYPES
const types = {
  Voucher: Voucher.map((field) => ({ ...field })),
  Bind: Bind.map((field) => ({ ...field })),
}
const address = (text: string): Address => {
  const parsed = parseAddress(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.value
}
const short = (of: Address): string => hex(addressBytes(of).subarray(1))
const domainOf = (chainId: number, vault: Address) => ({
  name: 'SpeedVault',
  version: '1',
  chainId,
  verifyingContract: short(vault),
})
const encoder = utils.typedData.TypedDataEncoder

describe('what is signed in Speed', () => {
  it('of a voucher is what TronWeb makes of it, digest and signature', () => {
    const [payer, payee] = [testKey(1), testKey(2)]
    const vault = { chainId: 3_448_148_188, address: address('TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp4') }
    const voucher = {
      payer: payer.address,
      payee: payee.address,
      lane: 0n,
      cumulative: 1_500_000_000_000_000_000n as Amount,
    }
    const value = { ...voucher, payer: short(voucher.payer), payee: short(voucher.payee) }
    const digest = voucherDigest(vault, voucher)
    const domain = domainOf(vault.chainId, vault.address)
    expect(hex(digest)).toBe(encoder.hash(domain, { Voucher: types.Voucher }, value))
    const tronWeb = new TronWeb({ fullHost: 'http://127.0.0.1:1' })
    const theirs = tronWeb.trx.signTypedData(
      domain,
      { Voucher: types.Voucher },
      value,
      Buffer.from(payer.secret).toString('hex'),
    )
    expect(hex(signWith(payer, digest))).toBe(theirs)
    const signature = Uint8Array.from(Buffer.from(theirs.slice(2), 'hex'))
    expect(voucherSigner(vault, { ...voucher, signature })).toBe(payer.address)
    expect([hex(digest), theirs]).toMatchInlineSnapshot(`
      [
        "0x4b9304facd53227d142245800945df81a19c74283b2f91cf8a0e1121b4564d39",
        "0xfea34a3e9475670aa1b357b9cba81cf8f43d0ad29e4ccc29d072f850942a85507799e8f174604a51325eeae5763ea9c55130919186c36676456a763322c17c171b",
      ]
    `)
  })

  it('is the same for all vouchers and binds', () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
    const number = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(
        fc.record({
          chainId: fc.integer({ min: 1, max: 0xffff_ffff }),
          keys: fc.tuple(number, number, number),
          lane: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
          cumulative: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
          ids: fc.tuple(bytes(20), bytes(20), bytes(20), bytes(32)),
        }),
        ({ chainId, keys: [one, two, three], lane, cumulative, ids: [infohash, mine, theirs, nonce] }) => {
          const [payer, payee, vaultKey] = [testKey(one), testKey(two), testKey(three)]
          const vault = { chainId, address: vaultKey.address }
          const domain = domainOf(chainId, vault.address)
          const voucher = { payer: payer.address, payee: payee.address, lane, cumulative: cumulative as Amount }
          const digest = voucherDigest(vault, voucher)
          expect(hex(digest)).toBe(
            encoder.hash(
              domain,
              { Voucher: types.Voucher },
              { ...voucher, payer: short(payer.address), payee: short(payee.address) },
            ),
          )
          const bind = { infohash, mine, theirs, nonce, account: payer.address }
          const bound = bindDigest(vault, bind)
          const fields = { infohash: hex(infohash), mine: hex(mine), theirs: hex(theirs), nonce: hex(nonce) }
          expect(hex(bound)).toBe(
            encoder.hash(domain, { Bind: types.Bind }, { ...fields, account: short(payer.address) }),
          )
          expect(bindSigner(vault, bind, signWith(payer, bound))).toBe(payer.address)
        },
      ),
      { numRuns: 30 },
    )
  })
})
