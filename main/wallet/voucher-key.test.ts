import { createHmac } from 'node:crypto'
import { HDKey } from '@scure/bip32'
import { describe, expect, it } from 'vitest'
import { AccountKeys } from './account-keys.ts'
import { newPhrase } from './phrase.ts'
import { addressOfKey } from './signature.ts'
import { benchWallet, PASSWORD, utf8, value } from './testing/bench-wallet.ts'
import { imported, OWN } from './testing/sends.ts'
import { VoucherKey } from './voucher-key.ts'

/** `abandon … about` without a passphrase, by BIP-39's own vectors. */
const SEED =
  '5eb00bbddcf069084889a8ab9155568165f5c453ccb85e70811aaed6f6da5fc19a5ac40b389cd370d086206dec8aa6c43daea6690f20ad3d8d48b2d2ce9e38e4'

const digest = new Uint8Array(32).fill(7)

describe('the voucher key', () => {
  it('of a phrase is m/44’/195’/0’/1/0, as an independent library has it', async () => {
    const { wallet } = await imported()
    const node = HDKey.fromMasterSeed(Buffer.from(SEED, 'hex')).derive(`m/44'/195'/0'/1/0`)
    if (node.privateKey === null) throw new Error('no key')
    expect(wallet.keyring.voucherKey.address).toBe(addressOfKey(Uint8Array.from(node.privateKey)))
    expect(wallet.keyring.voucherKey.address).not.toBe(OWN)
  })

  it('of a single key is another one, always the same, and none of its account', async () => {
    const key = new Uint8Array(32).fill(9)
    const [one, two] = [await AccountKeys.open({ of: 'key', key }), await AccountKeys.open({ of: 'key', key })]
    if (one === null || two === null) throw new Error('no keys')
    const derived = one.voucherKey()
    expect(derived).toEqual(two.voucherKey())
    expect(derived).not.toEqual(key)
    const message = Buffer.concat([Buffer.from('Swiftseed voucher key'), Buffer.of(0)])
    expect(Buffer.from(derived)).toEqual(createHmac('sha256', key).update(message).digest())
  })

  it('signs nothing once it was wiped, and wipes what it was given', () => {
    const [held, bytes] = [new VoucherKey(), new Uint8Array(32).fill(5)]
    held.hold(bytes)
    expect(held.sign(digest)).toHaveLength(65)
    held.wipe()
    expect(held.sign(digest)).toBeNull()
    expect(held.address).toBeNull()
    expect(bytes).toEqual(new Uint8Array(32))
  })

  it('is gone with a lock, with a shutdown, and with the wallet itself', async () => {
    const { wallet, call, key } = await imported()
    const { voucherKey } = wallet.keyring
    expect(voucherKey.address).not.toBeNull()
    wallet.lock()
    expect(voucherKey.address).toBeNull()
    value(await key.call('key.unlock', { password: utf8(PASSWORD) }))
    expect(voucherKey.address).not.toBeNull()
    value(await key.call('key.wipe', { password: utf8(PASSWORD) }))
    expect(voucherKey.address).toBeNull()
    const other = await imported()
    value(await other.call('wallet.shutdown', undefined))
    expect(other.wallet.keyring.voucherKey.address).toBeNull()
    value(await call('wallet.state', undefined))
  })

  it('of another phrase is another one', async () => {
    const bench = await benchWallet()
    const phrase = newPhrase(12)
    const created = await bench.wallet.keyring.create(
      { of: 'phrase', ...phrase, passphrase: null },
      { labels: ['Account 1'], checkedAt: null },
      utf8(PASSWORD),
    )
    expect(created.ok).toBe(true)
    const [account] = bench.wallet.keyring.accounts
    expect(bench.wallet.keyring.voucherKey.address).not.toBe(account?.address)
  })
})
