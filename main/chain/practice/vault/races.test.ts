// What may happen between a voucher and its money: exits, unlocks and changes of signer, and what comes between them.
// Everywhere: whoever holds something has `DELAY` to cash it from the moment that the payer could begin to take it
// away.

import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BTT, openStage, PURSE, type Stage } from '../testing/vault-stage.ts'
import { actor, type Called, type Signable } from '../testing/vault-world.ts'

const [anna, ben, carl, eve] = [actor('anna'), actor('ben'), actor('carl'), actor('eve')]
const keys = [actor('key 1'), actor('key 2'), actor('key 3')] as const
const DELAY = 1_000
let stage: Stage

beforeAll(async () => {
  stage = await openStage([anna, ben, eve], DELAY)
})

/** Each on a vault with 100 BTT of Anna's, and that forgets what was done. */
beforeEach(async () => {
  const forget = stage.world.mark()
  await stage.done(anna, 'deposit', 100n * BTT)
  return forget
})

const due = (cumulative: bigint): Signable => ({ payer: anna.address, payee: ben.address, lane: 0n, cumulative })
const names = ({ events }: Called): string[] => events.map(({ name }) => name)
const exitAt = async (): Promise<unknown> => (await stage.read('accounts', anna.address))[1]
const lockOf = (payee = ben): Promise<readonly unknown[]> => stage.read('locks', anna.address, payee.address)
const errorOf = async (called: Promise<Called>): Promise<string | null> => (await called).error

describe('an exit', () => {
  it('lets nothing go before the delay is over, to the second', async () => {
    expect(await errorOf(stage.call(anna, 'withdraw', BTT))).toBe('NotRequested')
    await stage.done(anna, 'requestExit')
    expect(await errorOf(stage.call(anna, 'withdraw', BTT))).toBe('NotDue')
    stage.pass(DELAY - 1)
    expect(await errorOf(stage.call(anna, 'withdraw', BTT))).toBe('NotDue')
    expect((await stage.cash(due(10n * BTT), anna)).value).toBe(10n * BTT)
    stage.pass(1)
    expect(await errorOf(stage.call(anna, 'withdraw', 91n * BTT))).toBe('NotEnoughFree')
    const gone = await stage.done(anna, 'withdraw', 90n * BTT)
    expect(gone.events[0]).toEqual({ name: 'Withdrawn', args: [anna.address, 90n * BTT] })
    expect(await stage.tokens(anna.address)).toBe(PURSE - 10n * BTT)
  })

  it('is not put off by being asked for again', async () => {
    await stage.done(anna, 'requestExit')
    const at = await exitAt()
    stage.pass(500)
    expect(await errorOf(stage.call(anna, 'requestExit'))).toBe('AlreadyRequested')
    expect(await exitAt()).toBe(at)
  })

  it('ends with the withdrawal: the rest is a deposit that waits again', async () => {
    await stage.done(anna, 'requestExit')
    stage.pass(DELAY)
    expect(await errorOf(stage.call(anna, 'withdraw', 0n))).toBe('InvalidAmount')
    await stage.done(anna, 'withdraw', 60n * BTT)
    expect(await exitAt()).toBe(0n)
    expect(await errorOf(stage.call(anna, 'withdraw', 40n * BTT))).toBe('NotRequested')
  })

  it('that was refused for want of money is still due', async () => {
    await stage.done(anna, 'requestExit')
    stage.pass(DELAY)
    await stage.cash(due(10n * BTT), anna)
    expect(await errorOf(stage.call(anna, 'withdraw', 100n * BTT))).toBe('NotEnoughFree')
    expect((await stage.call(anna, 'withdraw', 90n * BTT)).ok).toBe(true)
  })

  it('can be called off, and is by one’s own deposit', async () => {
    expect(await errorOf(stage.call(anna, 'cancelExit'))).toBe('NotRequested')
    await stage.done(anna, 'requestExit')
    await stage.done(anna, 'cancelExit')
    stage.pass(DELAY)
    expect(await errorOf(stage.call(anna, 'withdraw', BTT))).toBe('NotRequested')
    await stage.done(anna, 'requestExit')
    expect(names(await stage.done(anna, 'deposit', BTT))).toContain('ExitCancelled')
    stage.pass(DELAY)
    expect(await errorOf(stage.call(anna, 'withdraw', BTT))).toBe('NotRequested')
    await stage.done(anna, 'requestExit')
    expect(names(await stage.done(anna, 'depositFor', anna.address, BTT))).toContain('ExitCancelled')
  })

  it('cannot be held up by a stranger’s deposit, however often', async () => {
    await stage.done(anna, 'requestExit')
    const at = await exitAt()
    for (let times = 0; times < 3; times++) {
      expect(names(await stage.done(eve, 'depositFor', anna.address, 1n))).not.toContain('ExitCancelled')
    }
    expect(await exitAt()).toBe(at)
    stage.pass(DELAY)
    expect((await stage.call(anna, 'withdraw', 100n * BTT + 3n)).ok).toBe(true)
  })

  it('goes on while earnings come into the vault', async () => {
    await stage.done(eve, 'deposit', 10n * BTT)
    await stage.done(anna, 'requestExit')
    const voucher = { payer: eve.address, payee: anna.address, lane: 0n, cumulative: 10n * BTT }
    await stage.done(anna, 'cashToVault', [stage.claim(voucher, eve)])
    stage.pass(DELAY)
    expect((await stage.call(anna, 'withdraw', 110n * BTT)).ok).toBe(true)
  })

  it('leaves locks alone, those made before it and those made meanwhile', async () => {
    await stage.done(anna, 'lock', ben.address, 30n * BTT)
    await stage.done(anna, 'requestExit')
    await stage.done(anna, 'lock', carl.address, 20n * BTT)
    stage.pass(DELAY)
    expect(await errorOf(stage.call(anna, 'withdraw', 51n * BTT))).toBe('NotEnoughFree')
    await stage.done(anna, 'withdraw', 50n * BTT)
    expect((await stage.cash(due(30n * BTT), anna)).value).toBe(30n * BTT)
    expect((await lockOf(carl))[0]).toBe(20n * BTT)
  })
})

describe('a lock', () => {
  it('is of what is free, for somebody else, and of something', async () => {
    expect(await errorOf(stage.call(anna, 'lock', ben.address, 0n))).toBe('InvalidAmount')
    expect(await errorOf(stage.call(anna, 'lock', ben.address, 100n * BTT + 1n))).toBe('NotEnoughFree')
    for (const nobody of [anna.address, null, stage.world.vault]) {
      expect(await errorOf(stage.call(anna, 'lock', nobody, BTT))).toBe('InvalidPayee')
    }
  })

  it('comes back only after the delay, to the second, and its payee can cash until then', async () => {
    await stage.done(anna, 'lock', ben.address, 30n * BTT)
    expect(await errorOf(stage.call(anna, 'unlock', ben.address))).toBe('NotRequested')
    await stage.done(anna, 'requestUnlock', ben.address)
    expect(await errorOf(stage.call(anna, 'requestUnlock', ben.address))).toBe('AlreadyRequested')
    stage.pass(DELAY - 1)
    expect(await errorOf(stage.call(anna, 'unlock', ben.address))).toBe('NotDue')
    const cashed = await stage.cash(due(10n * BTT), anna)
    expect(cashed.events[0]?.args.slice(3, 5)).toEqual([10n * BTT, 10n * BTT])
    stage.pass(1)
    const back = await stage.done(anna, 'unlock', ben.address)
    expect(back.events[0]).toEqual({ name: 'Unlocked', args: [anna.address, ben.address, 20n * BTT] })
    expect(await stage.free(anna)).toBe(90n * BTT)
    expect(await lockOf()).toEqual([0n, 0n])
    expect(await errorOf(stage.call(anna, 'unlock', ben.address))).toBe('NotRequested')
  })

  it('that is added to waits again', async () => {
    await stage.done(anna, 'lock', ben.address, 30n * BTT)
    await stage.done(anna, 'requestUnlock', ben.address)
    stage.pass(DELAY)
    expect(names(await stage.done(anna, 'lock', ben.address, 1n))).toEqual(['UnlockCancelled', 'Locked'])
    expect(await errorOf(stage.call(anna, 'unlock', ben.address))).toBe('NotRequested')
  })

  it('that was used up takes its unlock with it: the next one waits as any does', async () => {
    await stage.done(anna, 'lock', ben.address, 30n * BTT)
    await stage.done(anna, 'requestUnlock', ben.address)
    stage.pass(DELAY)
    await stage.cash(due(30n * BTT), anna)
    expect(await lockOf()).toEqual([0n, 0n])
    expect(await errorOf(stage.call(anna, 'requestUnlock', ben.address))).toBe('NothingLocked')
    await stage.done(anna, 'lock', ben.address, 20n * BTT)
    expect(await errorOf(stage.call(anna, 'unlock', ben.address))).toBe('NotRequested')
  })

  it('is nothing a stranger can touch', async () => {
    await stage.done(anna, 'lock', ben.address, 30n * BTT)
    expect(await errorOf(stage.call(ben, 'requestUnlock', ben.address))).toBe('NothingLocked')
    expect(await errorOf(stage.call(eve, 'requestUnlock', ben.address))).toBe('NothingLocked')
    expect(await lockOf()).toEqual([30n * BTT, 0n])
  })

  it('given back to a deposit whose exit is due can go at once: it has waited', async () => {
    await stage.done(anna, 'lock', ben.address, 30n * BTT)
    await stage.done(anna, 'requestExit')
    await stage.done(anna, 'requestUnlock', ben.address)
    stage.pass(DELAY)
    await stage.done(anna, 'unlock', ben.address)
    expect((await stage.call(anna, 'withdraw', 100n * BTT)).ok).toBe(true)
  })
})

describe('a change of signer', () => {
  const [first, second, third] = keys

  it('leaves the former key’s vouchers good until the delay is over, to the second', async () => {
    await stage.done(anna, 'setSigner', first.address)
    await stage.done(anna, 'setSigner', second.address)
    stage.pass(DELAY - 1)
    expect((await stage.cash(due(BTT), first)).ok).toBe(true)
    expect((await stage.cash(due(2n * BTT), second)).ok).toBe(true)
    expect((await stage.cash(due(3n * BTT), anna)).ok).toBe(true)
    stage.pass(1)
    expect(await errorOf(stage.cash(due(4n * BTT), first))).toBe('InvalidSignature')
    expect((await stage.cash(due(5n * BTT), second)).ok).toBe(true)
  })

  it('is the only one until then: a second would push the first key out', async () => {
    await stage.done(anna, 'setSigner', first.address)
    await stage.done(anna, 'setSigner', second.address)
    stage.pass(DELAY - 1)
    for (const next of [third.address, first.address, null]) {
      expect(await errorOf(stage.call(anna, 'setSigner', next))).toBe('FormerSignerStillValid')
    }
    expect((await stage.cash(due(BTT), first)).ok).toBe(true)
    stage.pass(1)
    await stage.done(anna, 'setSigner', third.address)
    expect((await stage.cash(due(2n * BTT), second)).ok).toBe(true)
    expect(await errorOf(stage.cash(due(3n * BTT), first))).toBe('InvalidSignature')
  })

  it('to nobody keeps the former key’s time, also when another is named at once', async () => {
    await stage.done(anna, 'setSigner', first.address)
    await stage.done(anna, 'setSigner', null)
    stage.pass(10)
    await stage.done(anna, 'setSigner', second.address)
    expect(await errorOf(stage.call(anna, 'setSigner', third.address))).toBe('FormerSignerStillValid')
    stage.pass(DELAY - 11)
    expect((await stage.cash(due(BTT), first)).ok).toBe(true)
    stage.pass(1)
    expect(await errorOf(stage.cash(due(2n * BTT), first))).toBe('InvalidSignature')
    expect((await stage.cash(due(2n * BTT), second)).ok).toBe(true)
  })

  it('to the same one is none', async () => {
    expect(await errorOf(stage.call(anna, 'setSigner', null))).toBe('SameSigner')
    await stage.done(anna, 'setSigner', first.address)
    expect(await errorOf(stage.call(anna, 'setSigner', first.address))).toBe('SameSigner')
  })

  it('says who counts and until when', async () => {
    await stage.done(anna, 'setSigner', first.address)
    const { events } = await stage.done(anna, 'setSigner', second.address)
    const until = BigInt(stage.world.now + DELAY)
    expect(events).toEqual([{ name: 'SignerSet', args: [anna.address, second.address, first.address, until] }])
  })

  it('is of one payer: a key speaks for nobody else', async () => {
    await stage.done(anna, 'setSigner', first.address)
    await stage.done(eve, 'deposit', 10n * BTT)
    const hers = { payer: eve.address, payee: ben.address, lane: 0n, cumulative: BTT }
    expect(await errorOf(stage.cash(hers, first))).toBe('InvalidSignature')
  })

  it('is no way for a signer to do anything but sign', async () => {
    await stage.done(anna, 'setSigner', first.address)
    await stage.done(anna, 'requestExit')
    stage.pass(DELAY)
    expect(await errorOf(stage.call(first, 'withdraw', BTT))).toBe('NotRequested')
    expect(await errorOf(stage.call(first, 'lock', ben.address, BTT))).toBe('NotEnoughFree')
    expect(await errorOf(stage.call(first, 'cancelExit'))).toBe('NotRequested')
  })
})
