// The vault with a token that does what no token should: whatever it does, the vault owes no more than it holds, and
// who was there before loses nothing.

import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Address } from '../../../../app/tron/address.ts'
import { hostileToken } from '../artifacts/hostile-token.ts'
import { stageOf, type Stage } from '../testing/vault-stage.ts'
import { actor, twenty, VaultWorld, type Actor, type Called } from '../testing/vault-world.ts'

const [anna, ben, carl] = [actor('anna'), actor('ben'), actor('carl')]
const people: readonly Actor[] = [anna, ben, carl]
const ways = {
  honest: 0,
  falseThoughDone: 1,
  falseAndNothing: 2,
  noAnswer: 3,
  takesFee: 4,
  trueAndNothing: 5,
  reverts: 6,
  balanceLies: 7,
} as const
const DELAY = 1_000
const EACH = 10_000n
let stage: Stage
let token: Address

beforeAll(async () => {
  const world = await VaultWorld.open(DELAY, hostileToken)
  stage = stageOf(world)
  token = world.token
  for (const { address } of people) await world.call(anna, token, 'mint', [twenty(address), EACH])
  await world.call(anna, token, 'mint', [twenty(token), EACH])
  for (const one of people) await stage.done(one, 'deposit', 1_000n)
  await act('deposit', 1_000n)
})

beforeEach(() => stage.world.mark())

const args = (given: readonly unknown[]): unknown[] =>
  given.map((one) => (typeof one === 'string' && one.startsWith('T') ? twenty(one as Address) : one))

const encoded = (name: string, ...given: readonly unknown[]): string =>
  stage.world.encode(stage.world.vault, name, args(given))

/** The token calls the vault itself. */
const act = async (name: string, ...given: readonly unknown[]): Promise<Called> => {
  const { world } = stage
  const called = await world.call(anna, token, 'act', [twenty(world.vault), encoded(name, ...given)])
  if (!called.ok) throw new Error(`${name}: ${called.error}`)
  return called
}

/** It calls the vault from within the next transfer. */
const enter = (name: string, ...given: readonly unknown[]): Promise<Called> =>
  stage.world.call(anna, token, 'enter', [twenty(stage.world.vault), encoded(name, ...given)])

/** Whether the vault took the call that was made from within. */
const entered = async (): Promise<unknown> => (await stage.world.read(token, 'entered'))[0]
const behave = (way: keyof typeof ways): Promise<Called> => stage.world.call(anna, token, 'behave', [ways[way]])
const held = async (of: Address): Promise<bigint> => (await stage.world.read(token, 'held', [twenty(of)]))[0] as bigint

const holders = (): readonly Address[] => [...people.map(({ address }) => address), token]

const owed = async (): Promise<bigint> => {
  let sum = 0n
  for (const payer of holders()) {
    sum += (await stage.read('accounts', payer))[0] as bigint
    for (const payee of holders()) sum += (await stage.read('locks', payer, payee))[0] as bigint
  }
  return sum
}

const promised = (payer: Actor, payee: Address, cumulative: bigint) => ({
  payer: payer.address,
  payee,
  lane: 0n,
  cumulative,
})

describe('a token that', () => {
  it.each(['falseThoughDone', 'falseAndNothing', 'takesFee', 'trueAndNothing', 'reverts', 'balanceLies'] as const)(
    '%s is not taken into the vault',
    async (way) => {
      await behave(way)
      const refused = await stage.call(anna, 'deposit', 500n)
      expect(refused.ok).toBe(false)
      expect(await stage.free(anna)).toBe(1_000n)
      expect(await held(stage.world.vault)).toBe(4_000n)
    },
  )

  it('says nothing, as some do, is taken in and paid out', async () => {
    await behave('noAnswer')
    await stage.done(anna, 'deposit', 500n)
    expect(await stage.free(anna)).toBe(1_500n)
    expect((await stage.cash(promised(anna, ben.address, 700n), anna)).value).toBe(700n)
    expect(await held(ben.address)).toBe(EACH - 1_000n + 700n)
  })

  it.each(['falseThoughDone', 'falseAndNothing', 'reverts'] as const)(
    '%s when it should pay pays nothing, and the voucher is good for later',
    async (way) => {
      await behave(way)
      expect((await stage.cash(promised(anna, ben.address, 700n), anna)).ok).toBe(false)
      expect(await stage.read('paid', anna.address, ben.address, 0n)).toEqual([0n])
      expect(await stage.free(anna)).toBe(1_000n)
      await stage.done(ben, 'cashToVault', [stage.claim(promised(anna, ben.address, 100n), anna)])
      await behave('honest')
      expect((await stage.cash(promised(anna, ben.address, 700n), anna)).value).toBe(600n)
    },
  )

  it('lies that it paid robs its payee, and nobody else', async () => {
    await behave('trueAndNothing')
    expect((await stage.cash(promised(anna, ben.address, 700n), anna)).ok).toBe(true)
    await behave('honest')
    expect(await held(stage.world.vault)).toBe((await owed()) + 700n)
    await stage.done(carl, 'requestExit')
    stage.pass(DELAY)
    await stage.done(carl, 'withdraw', 1_000n)
    expect(await held(carl.address)).toBe(EACH)
  })
})

describe('a token that enters the vault again from within a transfer', () => {
  it('is paid once by a voucher', async () => {
    const voucher = promised(anna, token, 300n)
    const signature = stage.sign(voucher, anna)
    await enter('cash', anna.address, token, 0n, 300n, signature, token)
    const called = await stage.cash(voucher, anna)
    expect(called.value).toBe(300n)
    expect(await entered()).toBe(false)
    expect(await held(token)).toBe(EACH - 1_000n + 300n)
    expect(await held(stage.world.vault)).toBe(await owed())
  })

  it('is paid by a newer voucher what that adds, no more', async () => {
    const newer = promised(anna, token, 450n)
    await enter('cash', anna.address, token, 0n, 450n, stage.sign(newer, anna), token)
    expect((await stage.cash(promised(anna, token, 300n), anna)).value).toBe(300n)
    expect(await entered()).toBe(true)
    expect(await held(token)).toBe(EACH - 1_000n + 450n)
    expect(await held(stage.world.vault)).toBe(await owed())
  })

  it('withdraws once', async () => {
    await act('requestExit')
    stage.pass(DELAY)
    await enter('withdraw', 1_000n)
    await act('withdraw', 600n)
    expect(await entered()).toBe(false)
    expect(await held(token)).toBe(EACH - 400n)
    expect(await held(stage.world.vault)).toBe(await owed())
  })

  it('cannot count one payment in for two deposits', async () => {
    await enter('deposit', 200n)
    expect((await stage.call(anna, 'deposit', 200n)).error).toBe('NotReceived')
    expect(await stage.free(anna)).toBe(1_000n)
    expect(await held(stage.world.vault)).toBe(await owed())
  })

  it('cannot take out what is credited and not there yet', async () => {
    await act('requestExit')
    stage.pass(DELAY)
    await enter('withdraw', 1_500n)
    expect((await stage.call(anna, 'depositFor', token, 500n)).error).toBe('NotReceived')
    expect(await held(token)).toBe(EACH - 1_000n)
    expect(await held(stage.world.vault)).toBe(await owed())
  })
})

describe('a token of more than 2^128 units', () => {
  const MOST = 2n ** 128n - 1n

  it('overflows nobody’s books: what does not fit is refused, what is promised above counts as the most', async () => {
    const { world } = stage
    for (const { address } of people) await world.call(anna, token, 'mint', [twenty(address), 4n * MOST])
    for (const one of [anna, ben]) {
      await stage.done(one, 'deposit', MOST - 1_000n)
      expect((await stage.call(one, 'deposit', 1n)).ok).toBe(false)
      expect(await stage.free(one)).toBe(MOST)
    }
    const claims = [anna, ben].map((payer) => stage.claim(promised(payer, carl.address, 2n ** 256n - 1n), payer))
    expect((await stage.call(carl, 'cashToVault', claims)).error).toBe('InvalidAmount')
    const all = await stage.done(carl, 'cashMany', carl.address, claims, carl.address)
    expect(all.value).toBe(2n * MOST)
    await stage.done(anna, 'deposit', 500n)
    const more = await stage.done(carl, 'cashMany', carl.address, claims.slice(0, 1), carl.address)
    expect(more.value).toBe(0n)
    expect(await stage.free(anna)).toBe(500n)
    expect(await held(world.vault)).toBe(await owed())
  })
})

describe('whatever a token does', () => {
  const calls = fc.constantFrom(
    ['deposit', 100n],
    ['depositFor', anna.address, 50n],
    ['requestExit'],
    ['withdraw', 70n],
    ['lock', ben.address, 60n],
    ['requestUnlock', ben.address],
    ['unlock', ben.address],
    ['cashToVault', 'claims'],
    ['cashMany', 'claims'],
  ) as fc.Arbitrary<readonly [string, ...(string | bigint)[]]>
  const step = fc.record({
    who: fc.nat(3),
    call: calls,
    way: fc.constantFrom(...(Object.keys(ways) as (keyof typeof ways)[])),
    within: fc.option(calls),
    sum: fc.bigInt(1n, 1_500n),
    wait: fc.constantFrom(0, 0, DELAY),
  })

  /** Claims are of Carl's vouchers to who calls. */
  const given = (
    call: readonly [string, ...(string | bigint)[]],
    payee: Address,
    sum: bigint,
  ): readonly [string, ...unknown[]] => {
    const claims = [stage.claim(promised(carl, payee, sum), carl)]
    if (call[0] === 'cashToVault') return ['cashToVault', claims]
    return call[0] === 'cashMany' ? ['cashMany', payee, claims, payee] : call
  }

  it('the vault holds what it owes', async () => {
    const play = async (steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]): Promise<void> => {
      for (const { who, call, way, within, sum, wait } of steps) {
        stage.pass(wait)
        await behave('honest')
        if (within) await enter(...given(within, token, sum))
        await behave(way)
        const person = people[who]
        if (person) await stage.call(person, ...given(call, person.address, sum))
        else
          await stage.world.call(anna, token, 'act', [twenty(stage.world.vault), encoded(...given(call, token, sum))])
        expect((await held(stage.world.vault)) >= (await owed())).toBe(true)
      }
    }
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), (steps) => stage.world.aside(() => play(steps))),
      { numRuns: 60 },
    )
  }, 120_000)
})
