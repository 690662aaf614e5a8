import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { VAULT_BYTECODE } from '../../../../app/speed/vault-artifact.ts'
import { structHash } from '../../../../app/tron/typed-data.ts'
import { hex } from '../bytes.ts'
import { BTT, openStage, PURSE, type Stage } from '../testing/vault-stage.ts'
import {
  actor,
  digestOf,
  domainOf,
  signed,
  twenty,
  vaultArtifact,
  type Sent,
  type Signable,
} from '../testing/vault-world.ts'

const [anna, ben, carl, dora] = [actor('anna'), actor('ben'), actor('carl'), actor('dora')]
const DELAY = 1_000
let stage: Stage

beforeAll(async () => {
  stage = await openStage([anna, ben, carl], DELAY)
})

/** Each on a vault that nobody has used, and that forgets what was done. */
beforeEach(() => stage.world.mark())

const due = (cumulative: bigint, lane = 0n): Signable => ({ payer: anna.address, payee: ben.address, lane, cumulative })
const names = ({ events }: { events: readonly { name: string }[] }): string[] => events.map(({ name }) => name)

describe('paying in', () => {
  it('moves exactly that much, and says who paid it in', async () => {
    const { events } = await stage.done(anna, 'deposit', 5n * BTT)
    expect(events.find(({ name }) => name === 'Deposited')?.args).toEqual([anna.address, anna.address, 5n * BTT])
    expect(await stage.free(anna)).toBe(5n * BTT)
    expect(await stage.tokens(stage.world.vault)).toBe(5n * BTT)
    expect(await stage.tokens(anna.address)).toBe(PURSE - 5n * BTT)
  })

  it('for somebody else credits them, from the sender’s tokens', async () => {
    await stage.done(ben, 'depositFor', anna.address, 3n * BTT)
    expect(await stage.free(anna)).toBe(3n * BTT)
    expect(await stage.free(ben)).toBe(0n)
    expect(await stage.tokens(ben.address)).toBe(PURSE - 3n * BTT)
  })

  it('nothing, for nobody, for the vault itself, or more than there is, is refused', async () => {
    expect((await stage.call(anna, 'deposit', 0n)).error).toBe('InvalidAmount')
    expect((await stage.call(anna, 'depositFor', null, 1n)).error).toBe('InvalidPayer')
    expect((await stage.call(anna, 'depositFor', stage.world.vault, 1n)).error).toBe('InvalidPayer')
    expect((await stage.call(anna, 'deposit', PURSE + 1n)).ok).toBe(false)
    expect((await stage.call(dora, 'deposit', 1n)).ok).toBe(false)
    expect(await stage.tokens(stage.world.vault)).toBe(0n)
  })

  it.each<[string, Sent]>([
    ['TRX', { sun: 1n }],
    ['TRC-10', { trc10: 1n }],
  ])('takes no %s, in no function, in none at all, and not when it is made', async (_what, sent) => {
    const { world } = stage
    await stage.done(anna, 'deposit', BTT)
    for (const [name, args] of [
      ['deposit', [1n]],
      ['requestExit', []],
      ['setSigner', [twenty(dora.address)]],
      ['lock', [twenty(ben.address), 1n]],
      ['cashToVault', [[]]],
      ['token', []],
    ] as const) {
      expect(await world.call(anna, world.vault, name, args, sent)).toMatchObject({ ok: false, error: 'REVERT' })
      expect((await world.call(anna, world.vault, name, args)).ok).toBe(true)
    }
    for (const data of ['0x', '0x12345678', '0xd0']) {
      expect((await world.raw(anna, world.vault, data, sent)).ok).toBe(false)
      expect((await world.raw(anna, world.vault, data)).ok).toBe(false)
    }
    await expect(world.deploy(anna, vaultArtifact, [twenty(world.token), 5n], sent)).rejects.toThrow(/REVERT/)
    expect(world.sunOf(world.vault)).toBe(0n)
  })

  it('is refused TRC-10 by our own doing: what the compiler makes of it would keep them', async () => {
    const { world } = stage
    const plain = VAULT_BYTECODE.replaceAll('34d2171561', '34801561').replaceAll('573d3dfd5b5b', '57600080fd5b50')
    expect(plain).toHaveLength(VAULT_BYTECODE.length)
    const other = await world.deploy(anna, { ...vaultArtifact, bytecode: plain }, [twenty(world.token), 5n], {
      trc10: 1n,
    })
    expect((await world.call(anna, other, 'requestExit', [], { trc10: 1n })).ok).toBe(true)
    expect((await world.call(anna, other, 'cancelExit', [], { sun: 1n })).ok).toBe(false)
  })
})

describe('a voucher', () => {
  it('is cashed once, and again only for what was added', async () => {
    await stage.done(anna, 'deposit', 100n * BTT)
    const first = await stage.cash(due(30n * BTT), anna)
    expect(first).toMatchObject({ ok: true, value: 30n * BTT })
    expect((await stage.cash(due(30n * BTT), anna)).error).toBe('NothingDue')
    expect((await stage.cash(due(29n * BTT), anna)).error).toBe('NothingDue')
    expect((await stage.cash(due(31n * BTT), anna)).value).toBe(BTT)
    expect(await stage.tokens(ben.address)).toBe(PURSE + 31n * BTT)
    expect(await stage.read('paid', anna.address, ben.address, 0n)).toEqual([31n * BTT])
  })

  it('says who was paid what, how much of it was locked, and where it went', async () => {
    await stage.done(anna, 'deposit', 100n * BTT)
    await stage.done(anna, 'lock', ben.address, 20n * BTT)
    const { events } = await stage.cash(due(30n * BTT, 7n), anna, { sender: ben, to: carl.address })
    const cashed = events.find(({ name }) => name === 'Cashed')
    expect(cashed?.args).toEqual([anna.address, ben.address, 7n, 30n * BTT, 20n * BTT, carl.address])
    expect(await stage.tokens(carl.address)).toBe(PURSE + 30n * BTT)
  })

  it('of one lane has nothing to do with another’s', async () => {
    await stage.done(anna, 'deposit', 100n * BTT)
    const last = 2n ** 64n - 1n
    expect((await stage.cash(due(10n * BTT, 0n), anna)).value).toBe(10n * BTT)
    expect((await stage.cash(due(4n * BTT, last), anna)).value).toBe(4n * BTT)
    expect(await stage.read('paid', anna.address, ben.address, last)).toEqual([4n * BTT])
  })

  it('is what any library for typed data makes of it, and our own', async () => {
    const voucher = due(123_456_789n, 42n)
    const [onChain] = await stage.read('voucherDigest', anna.address, ben.address, 42n, 123_456_789n)
    expect(onChain).toBe(`0x${hex(digestOf(domainOf(stage.world), voucher))}`)
    const [separator] = await stage.read('domainSeparator')
    const fields = [
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
      { name: 'chainId', type: 'uint256' },
      { name: 'verifyingContract', type: 'address' },
    ]
    const domain = { ...domainOf(stage.world), chainId: BigInt(stage.world.chainId) }
    expect(separator).toBe(`0x${hex(structHash({ EIP712Domain: fields }, 'EIP712Domain', domain))}`)
  })

  it('signed by anybody else is nothing', async () => {
    await stage.done(anna, 'deposit', 100n * BTT)
    for (const other of [ben, carl, dora]) {
      expect((await stage.cash(due(BTT), other)).error).toBe('InvalidSignature')
    }
  })

  it('with a high s, another v or another length is nothing', async () => {
    await stage.done(anna, 'deposit', 100n * BTT)
    const good = stage.sign(due(BTT), anna)
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const s = BigInt(`0x${hex(good.subarray(32, 64))}`)
    const high = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')
    const other = (good[64] ?? 0) === 27 ? 28 : 27
    const wrong = [
      Uint8Array.of(...good.subarray(0, 32), ...high, other),
      Uint8Array.of(...good.subarray(0, 64), other),
      Uint8Array.of(...good.subarray(0, 64), (good[64] ?? 0) - 27),
      good.subarray(0, 64),
      Uint8Array.of(...good, 0),
      new Uint8Array(65),
      new Uint8Array(0),
    ]
    for (const signature of wrong) {
      expect((await stage.cash(due(BTT), anna, { signature })).error).toBe('InvalidSignature')
    }
    expect((await stage.cash(due(BTT), anna, { signature: good })).ok).toBe(true)
  })

  it('may be brought by anybody when the payee gets the money, and by the payee alone when not', async () => {
    await stage.done(anna, 'deposit', 100n * BTT)
    expect((await stage.cash(due(BTT), anna, { sender: dora, to: dora.address })).error).toBe('NotPayee')
    expect((await stage.cash(due(BTT), anna, { sender: anna, to: anna.address })).error).toBe('NotPayee')
    expect((await stage.cash(due(BTT), anna, { sender: dora })).value).toBe(BTT)
    expect((await stage.cash(due(2n * BTT), anna, { sender: ben, to: dora.address })).value).toBe(BTT)
    expect(await stage.tokens(dora.address)).toBe(BTT)
    expect(await stage.tokens(ben.address)).toBe(PURSE + BTT)
  })

  it('pays nobody, and not the vault', async () => {
    await stage.done(anna, 'deposit', 100n * BTT)
    const { vault } = stage.world
    const signature = stage.sign(due(BTT), anna)
    const args = [anna.address, ben.address, 0n, BTT, signature]
    expect((await stage.call(ben, 'cash', ...args, null)).error).toBe('InvalidRecipient')
    expect((await stage.call(ben, 'cash', ...args, vault)).error).toBe('InvalidRecipient')
    expect((await stage.call(ben, 'cashMany', ben.address, [], vault)).error).toBe('InvalidRecipient')
    const toVault = { payer: anna.address, payee: vault, lane: 0n, cumulative: BTT }
    expect((await stage.cash(toVault, anna)).error).toBe('InvalidRecipient')
  })

  it('to oneself is no way past the exit delay', async () => {
    await stage.done(anna, 'deposit', 100n * BTT)
    const own = { payer: anna.address, payee: anna.address, lane: 0n, cumulative: BTT }
    expect((await stage.cash(own, anna, { sender: anna })).error).toBe('InvalidPayee')
    const batch = await stage.done(anna, 'cashMany', anna.address, [stage.claim(own, anna)], anna.address)
    expect(batch.value).toBe(0n)
    expect(names(batch)).toEqual(['Skipped'])
    expect(await stage.tokens(anna.address)).toBe(PURSE - 100n * BTT)
  })

  it('of more than any amount is worth what there is', async () => {
    await stage.done(anna, 'deposit', 5n * BTT)
    const all = await stage.cash(due(2n ** 256n - 1n), anna)
    expect(all).toMatchObject({ ok: true, value: 5n * BTT })
    expect(all.events.find(({ name }) => name === 'Bounced')?.args.at(-1)).toBe(2n ** 128n - 1n - 5n * BTT)
    expect((await stage.cash(due(2n ** 128n), anna)).value).toBe(0n)
    await stage.done(anna, 'deposit', 2n * BTT)
    expect((await stage.cash(due(2n ** 128n - 1n), anna)).value).toBe(2n * BTT)
  })
})

describe('a voucher that is not covered', () => {
  it('pays what there is, bounces the rest, and is paid when there is more', async () => {
    await stage.done(anna, 'deposit', 10n * BTT)
    const short = await stage.cash(due(25n * BTT), anna)
    expect(short.value).toBe(10n * BTT)
    expect(short.events.find(({ name }) => name === 'Bounced')?.args).toEqual([
      anna.address,
      ben.address,
      0n,
      15n * BTT,
    ])
    expect(await stage.read('paid', anna.address, ben.address, 0n)).toEqual([10n * BTT])
    const nothing = await stage.cash(due(25n * BTT), anna)
    expect(nothing).toMatchObject({ ok: true, value: 0n })
    expect(names(nothing)).toEqual(['Bounced'])
    await stage.done(anna, 'deposit', 7n * BTT)
    expect((await stage.cash(due(25n * BTT), anna)).value).toBe(7n * BTT)
    await stage.done(anna, 'deposit', 100n * BTT)
    expect((await stage.cash(due(25n * BTT), anna)).value).toBe(8n * BTT)
    expect((await stage.cash(due(25n * BTT), anna)).error).toBe('NothingDue')
    expect(await stage.tokens(ben.address)).toBe(PURSE + 25n * BTT)
  })

  it('takes the payee’s lock first and then what is free, and nobody else’s lock', async () => {
    await stage.done(anna, 'deposit', 30n * BTT)
    await stage.done(anna, 'lock', ben.address, 10n * BTT)
    await stage.done(anna, 'lock', carl.address, 12n * BTT)
    expect((await stage.cash(due(4n * BTT), anna)).value).toBe(4n * BTT)
    expect(await stage.read('locks', anna.address, ben.address)).toEqual([6n * BTT, 0n])
    expect((await stage.cash(due(40n * BTT), anna)).value).toBe(14n * BTT)
    expect(await stage.read('locks', anna.address, ben.address)).toEqual([0n, 0n])
    expect(await stage.read('locks', anna.address, carl.address)).toEqual([12n * BTT, 0n])
    expect(await stage.free(anna)).toBe(0n)
    expect(await stage.tokens(stage.world.vault)).toBe(12n * BTT)
  })

  it('promised to two is paid to the first', async () => {
    await stage.done(anna, 'deposit', 10n * BTT)
    const other = { payer: anna.address, payee: carl.address, lane: 0n, cumulative: 10n * BTT }
    expect((await stage.cash(due(10n * BTT), anna)).value).toBe(10n * BTT)
    expect((await stage.cash(other, anna)).value).toBe(0n)
    expect(await stage.tokens(carl.address)).toBe(PURSE)
  })
})

describe('many vouchers at once', () => {
  const from = (payer: typeof anna, cumulative: bigint): Signable => ({
    payer: payer.address,
    payee: dora.address,
    lane: 0n,
    cumulative,
  })

  it('come in one transfer', async () => {
    for (const payer of [anna, ben, carl]) await stage.done(payer, 'deposit', 10n * BTT)
    const claims = [anna, ben, carl].map((payer, at) => stage.claim(from(payer, BigInt(at + 1) * BTT), payer))
    const called = await stage.done(carl, 'cashMany', dora.address, claims, dora.address)
    expect(called.value).toBe(6n * BTT)
    expect(names(called)).toEqual(['Cashed', 'Cashed', 'Cashed', 'Transfer'])
    expect(await stage.tokens(dora.address)).toBe(6n * BTT)
  })

  it('go elsewhere only when the payee says so', async () => {
    await stage.done(anna, 'deposit', 10n * BTT)
    const claims = [stage.claim(from(anna, BTT), anna)]
    expect((await stage.call(ben, 'cashMany', dora.address, claims, ben.address)).error).toBe('NotPayee')
    expect((await stage.done(dora, 'cashMany', dora.address, claims, ben.address)).value).toBe(BTT)
    expect(await stage.tokens(ben.address)).toBe(PURSE + BTT)
  })

  it('are not held up by one that is bad, was cashed by another, or is not covered', async () => {
    await stage.done(anna, 'deposit', 10n * BTT)
    await stage.done(ben, 'deposit', 2n * BTT)
    const good = stage.claim(from(anna, 3n * BTT), anna)
    await stage.cash(from(anna, 3n * BTT), anna)
    const forged = stage.claim(from(carl, BTT), anna)
    const malformed = [...stage.claim(from(carl, BTT), carl).slice(0, 5), 99]
    const zero = [twenty(carl.address), 0n, BTT, `0x${'00'.repeat(32)}`, `0x${'00'.repeat(32)}`, 0]
    const newer = stage.claim(from(anna, 4n * BTT), anna)
    const short = stage.claim(from(ben, 5n * BTT), ben)
    const claims = [good, forged, malformed, zero, newer, newer, short]
    const called = await stage.done(dora, 'cashMany', dora.address, claims, dora.address)
    expect(called.value).toBe(3n * BTT)
    expect(names(called)).toEqual([
      ...['Skipped', 'Skipped', 'Skipped', 'Skipped'],
      ...['Cashed', 'Skipped', 'Cashed', 'Bounced', 'Transfer'],
    ])
    expect(await stage.tokens(dora.address)).toBe(6n * BTT)
  })

  it('of which none is worth anything move nothing', async () => {
    const called = await stage.done(dora, 'cashMany', dora.address, [], dora.address)
    expect(called).toMatchObject({ value: 0n, events: [] })
  })

  it('are spent again without leaving the vault', async () => {
    await stage.done(anna, 'deposit', 10n * BTT)
    const called = await stage.done(ben, 'cashToVault', [stage.claim(due(4n * BTT), anna)])
    expect(called.value).toBe(4n * BTT)
    expect(called.events.find(({ name }) => name === 'Cashed')?.args.at(-1)).toBe(stage.world.vault)
    expect(await stage.free(ben)).toBe(4n * BTT)
    expect(await stage.tokens(stage.world.vault)).toBe(10n * BTT)
    const on = { payer: ben.address, payee: carl.address, lane: 0n, cumulative: 3n * BTT }
    expect((await stage.cash(on, ben)).value).toBe(3n * BTT)
  })

  it('go into the vault of their payee alone', async () => {
    await stage.done(anna, 'deposit', 10n * BTT)
    const called = await stage.done(carl, 'cashToVault', [stage.claim(due(4n * BTT), anna)])
    expect(called.value).toBe(0n)
    expect(await stage.free(carl)).toBe(0n)
  })
})

describe('what a payee reads of a payer', () => {
  it('is all in one answer', async () => {
    await stage.done(anna, 'deposit', 50n * BTT)
    await stage.done(anna, 'lock', ben.address, 20n * BTT)
    await stage.done(anna, 'setSigner', carl.address)
    await stage.done(anna, 'setSigner', dora.address)
    await stage.done(anna, 'requestUnlock', ben.address)
    await stage.done(anna, 'requestExit')
    await stage.cash(due(5n * BTT, 3n), anna)
    const then = BigInt(stage.world.now + DELAY)
    const [found] = await stage.read('standing', anna.address, ben.address, [0n, 3n])
    expect(found).toEqual([
      ...[30n * BTT, then, 15n * BTT, then],
      ...[dora.address, carl.address, then],
      [0n, 5n * BTT],
    ])
    expect(await stage.read('signers', anna.address)).toEqual([dora.address, carl.address, then])
    expect(await stage.read('accounts', anna.address)).toEqual([30n * BTT, then])
    expect(await stage.read('locks', anna.address, ben.address)).toEqual([15n * BTT, then])
  })

  it('counts the payer’s own key, its signer’s, and never nobody’s', async () => {
    const counts = async (key: string | null): Promise<unknown> => (await stage.read('isSigner', anna.address, key))[0]
    expect([await counts(anna.address), await counts(carl.address), await counts(null)]).toEqual([true, false, false])
    await stage.done(anna, 'setSigner', carl.address)
    expect([await counts(anna.address), await counts(carl.address), await counts(null)]).toEqual([true, true, false])
    expect(signed(new Uint8Array(32), carl.key)).toHaveLength(65)
  })
})
