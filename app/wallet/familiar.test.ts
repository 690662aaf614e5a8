import { describe, expect, it } from 'vitest'
import type { Address } from '../tron/address.ts'
import { mistakable, type Familiar } from './familiar.ts'

const bob = 'TAFjULxiVgT4qWk6UZwjqwZXTSaGaqnVp4' as Address
const twin = `${bob.slice(0, 33)}5` as Address
const nothing: Familiar = { own: new Set(), paid: new Map(), names: new Map(), compared: new Map() }
const alike = (address: Address, familiar: Partial<Familiar>) =>
  mistakable(address, { ...nothing, ...familiar }).map((one) => [one.address, one.name])

describe('an address that could be mistaken', () => {
  it('is compared with those paid, one’s own, and those with a name', () => {
    expect(alike(twin, { paid: new Map([[bob, 1]]) })).toEqual([[bob, null]])
    expect(alike(twin, { own: new Set([bob]) })).toEqual([[bob, null]])
    expect(alike(twin, { names: new Map([[bob, 'Bob']]) })).toEqual([[bob, 'Bob']])
    expect(alike(twin, {})).toEqual([])
  })

  it('is not trusted for having a name', () => {
    const names = new Map([
      [bob, 'Bob'],
      [twin, 'Bob too'],
    ])
    expect(alike(twin, { names, paid: new Map([[bob, 1]]) })).toEqual([[bob, 'Bob']])
    expect(alike(bob, { names, paid: new Map([[bob, 1]]) })).toEqual([])
  })

  it('is trusted when it was paid before, or compared with that very one', () => {
    const paid = new Map([[bob, 1]])
    expect(alike(twin, { paid: new Map([...paid, [twin, 2]]) })).toEqual([])
    expect(alike(twin, { paid, compared: new Map([[twin, new Set([bob])]]) })).toEqual([])
    const other = `${bob.slice(0, 33)}6` as Address
    expect(alike(twin, { paid, compared: new Map([[twin, new Set([other])]]) })).toEqual([[bob, null]])
  })
})
