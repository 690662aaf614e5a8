import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newAccount } from '../state/account.ts'
import { State } from '../state/state.ts'
import { DAY_SLOTS, mainParams } from './params.ts'
import { energyLeft, energyLimit, increased, usedNow } from './resources.ts'

const amount = fc.bigInt(0n, 10n ** 12n)
const slots = fc.bigInt(0n, 2n * DAY_SLOTS)

describe('what was used', () => {
  it('is exactly what was used while no time passes', () => {
    fc.assert(
      fc.property(amount, amount, slots, (used, more, slot) => {
        const once = increased({ used: 0n, slot: 0n }, used, slot)
        expect(once.used).toBe(used)
        const sum = increased(once, more, slot).used
        expect(sum).toBeGreaterThanOrEqual(used + more)
        expect(sum).toBeLessThanOrEqual(used + more + 1n)
      }),
    )
  })

  it('only comes back, in proportion to the time, and wholly after a day', () => {
    fc.assert(
      fc.property(amount, slots, slots, slots, (used, start, first, second) => {
        const usage = { used, slot: start }
        const [sooner, later] = first < second ? [first, second] : [second, first]
        const soon = usedNow(usage, start + sooner)
        expect(usedNow(usage, start + later)).toBeLessThanOrEqual(soon)
        expect(soon).toBeGreaterThanOrEqual(0n)
        const straight = sooner >= DAY_SLOTS ? 0n : (used * (DAY_SLOTS - sooner)) / DAY_SLOTS
        expect(soon - straight).toBeLessThanOrEqual(1n)
        expect(straight - soon).toBeLessThanOrEqual(1n)
        expect(usedNow(usage, start + DAY_SLOTS)).toBe(0n)
      }),
    )
  })

  it('is what the real network showed: 266 bytes, half back after half a day', () => {
    expect(usedNow({ used: 266n, slot: 0n }, DAY_SLOTS / 2n)).toBe(133n)
    expect(usedNow({ used: 600n, slot: 10n }, 10n + DAY_SLOTS / 4n)).toBe(450n)
  })
})

describe('staking', () => {
  it('gives a part of the day’s energy, as much as one staked of all', () => {
    const state = new State()
    state.layers.open()
    const account = { ...newAccount(0), stakedEnergy: 1_000_000_000n }
    state.add('stakedEnergy', account.stakedEnergy)
    expect(energyLimit(account, state, mainParams)).toBe(74_641n)
    const tired = { ...account, energy: { used: 74_000n, slot: 5n } }
    expect(energyLeft(tired, state, mainParams, 5n)).toBe(641n)
    expect(energyLeft({ ...account, energy: { used: 90_000n, slot: 5n } }, state, mainParams, 5n)).toBe(0n)
  })
})
