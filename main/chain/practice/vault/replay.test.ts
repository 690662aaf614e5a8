// A voucher is for one chain, one vault, one payer, one payee, one lane, one sum and one kind of document. Signed with
// any of them another it is nothing, alone and in a batch; each a hundred times.

import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { VAULT_BYTECODE, vaultAbi } from '../../../../app/speed/vault-artifact.ts'
import type { Address } from '../../../../app/tron/address.ts'
import { openStage, type Stage } from '../testing/vault-stage.ts'
import {
  actor,
  claimOf,
  digestOf,
  domainOf,
  signed,
  twenty,
  type Domain,
  type Signable,
} from '../testing/vault-world.ts'

const [anna, ben, carl] = [actor('anna'), actor('ben'), actor('carl')]
let stage: Stage
let elsewhere: Address

beforeAll(async () => {
  stage = await openStage([anna, carl])
  const { world } = stage
  const artifact = { name: 'SpeedVault', abi: vaultAbi, bytecode: VAULT_BYTECODE }
  elsewhere = await world.deploy(anna, artifact, [twenty(world.token), 1_000n])
  for (const payer of [anna, carl]) await stage.done(payer, 'deposit', 1_000_000n)
  await world.call(anna, world.token, 'approve', [twenty(elsewhere), 1_000_000n])
  await world.call(anna, elsewhere, 'deposit', [1_000_000n])
})

/** What is signed instead of what is shown. */
type Twist = (voucher: Signable, domain: Domain, other: bigint) => { voucher: Signable; domain: Domain }

const twists: Readonly<Record<string, Twist>> = {
  chain: (voucher, domain, other) => ({ voucher, domain: { ...domain, chainId: Number(other % 2n ** 32n) } }),
  vault: (voucher, domain, other) => ({
    voucher,
    domain: { ...domain, verifyingContract: other % 2n === 0n ? elsewhere : actor(`vault ${other}`).address },
  }),
  payer: (voucher, domain) => ({ voucher: { ...voucher, payer: carl.address }, domain }),
  payee: (voucher, domain, other) => ({ voucher: { ...voucher, payee: actor(`payee ${other}`).address }, domain }),
  lane: (voucher, domain, other) => ({ voucher: { ...voucher, lane: other % 2n ** 64n }, domain }),
  sum: (voucher, domain, other) => ({ voucher: { ...voucher, cumulative: other }, domain }),
  document: (voucher, domain, other) => {
    const names = ['SpeedVault ', 'speedvault', 'OpenSpeed', 'Vault', '', 'SpeedVault2']
    const name = names[Number(other % 6n)] ?? ''
    return { voucher, domain: other % 3n === 0n ? { ...domain, version: String(other % 1_000n) } : { ...domain, name } }
  },
}

const voucherOf = fc.record({
  payer: fc.constant(anna.address),
  payee: fc.constant(ben.address),
  lane: fc.bigInt(0n, 2n ** 64n - 1n),
  cumulative: fc.bigInt(1n, 1_000n),
})

const same = (a: object, b: object): boolean =>
  Object.entries(a).every(([name, value]) => Object.entries(b).some(([other, its]) => other === name && its === value))

describe('a voucher signed for another', () => {
  it.each(Object.entries(twists))('%s is nothing', async (_name, twist) => {
    let refused = 0
    const property = fc.asyncProperty(voucherOf, fc.bigInt(1n, 2n ** 200n), (voucher, other) =>
      stage.world.aside(async () => {
        const domain = domainOf(stage.world)
        const instead = twist(voucher, domain, other)
        fc.pre(!same(instead.voucher, voucher) || !same(instead.domain, domain))
        const signature = signed(digestOf(instead.domain, instead.voucher), anna.key)
        expect((await stage.cash(voucher, anna, { signature })).error).toBe('InvalidSignature')
        const batch = await stage.done(ben, 'cashMany', ben.address, [claimOf(voucher, signature)], ben.address)
        expect([batch.value, batch.events.map(({ name }) => name)]).toEqual([0n, ['Skipped']])
        refused++
        expect((await stage.cash(voucher, anna)).value).toBe(voucher.cumulative)
      }),
    )
    await fc.assert(property, { numRuns: 100 })
    expect(refused).toBe(100)
  })

  it('vault of the same token is nothing there though the payer has as much in both', async () => {
    const voucher = { payer: anna.address, payee: ben.address, lane: 0n, cumulative: 5n }
    const { world } = stage
    const given = [twenty(anna.address), twenty(ben.address), 0n, 5n]
    const here = stage.sign(voucher, anna)
    const there = signed(digestOf({ ...domainOf(world), verifyingContract: elsewhere }, voucher), anna.key)
    const cash = async (vault: Address, signature: Uint8Array): Promise<string | null> =>
      (await world.aside(() => world.call(ben, vault, 'cash', [...given, signature, twenty(ben.address)]))).error
    expect(await cash(elsewhere, here)).toBe('InvalidSignature')
    expect(await cash(world.vault, there)).toBe('InvalidSignature')
    expect(await cash(elsewhere, there)).toBeNull()
    expect(await cash(world.vault, here)).toBeNull()
  })

  it('chain is nothing on the copy of this vault there', async () => {
    const { world } = stage
    await world.aside(async () => {
      const voucher = { payer: anna.address, payee: ben.address, lane: 0n, cumulative: 5n }
      const here = stage.sign(voucher, anna)
      const [separator] = await stage.read('domainSeparator')
      world.chainId += 1
      expect((await stage.read('domainSeparator'))[0]).toBe(separator)
      const copy = await world.deploy(anna, { name: 'SpeedVault', abi: vaultAbi, bytecode: VAULT_BYTECODE }, [
        twenty(world.token),
        1_000n,
      ])
      await world.call(anna, world.token, 'approve', [twenty(copy), 10n])
      await world.call(anna, copy, 'deposit', [10n])
      const given = [twenty(anna.address), twenty(ben.address), 0n, 5n, here, twenty(ben.address)]
      expect((await world.call(ben, copy, 'cash', given)).error).toBe('InvalidSignature')
      const there = signed(digestOf({ ...domainOf(world), verifyingContract: copy }, voucher), anna.key)
      expect((await world.call(ben, copy, 'cash', [...given.slice(0, 4), there, given[5]])).ok).toBe(true)
    })
  })
})
