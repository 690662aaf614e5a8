import { describe, expect, it } from 'vitest'
import type { Address } from '../tron/address.ts'
import { permissionOf } from './permission.ts'

const own = 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC' as Address
const other = 'TDvSsdrNM5eeXNL3czpa6AxLDHZA9nwe9K' as Address
const keys = (threshold: bigint, ...of: readonly (readonly [Address, bigint])[]) => ({
  threshold,
  keys: of.map(([address, weight]) => ({ address, weight })),
})

describe('the permission of an account', () => {
  it('is its own key’s alone as every account begins', () => {
    expect(permissionOf(own, undefined, [])).toEqual({ is: 'alone' })
    expect(permissionOf(own, keys(1n, [own, 1n]), [keys(1n, [own, 1n])])).toEqual({ is: 'alone' })
  })

  it('is shared when another key may act too, as owner or otherwise', () => {
    expect(permissionOf(own, keys(1n, [own, 1n], [other, 1n]), []).is).toBe('shared')
    expect(permissionOf(own, keys(1n, [own, 1n]), [keys(1n, [other, 1n])]).is).toBe('shared')
  })

  it('is others’ when the own key was taken out, or does not weigh enough', () => {
    expect(permissionOf(own, keys(1n, [other, 1n]), [])).toEqual({
      is: 'others',
      threshold: 1,
      keys: [{ address: other, weight: 1 }],
    })
    expect(permissionOf(own, keys(2n, [own, 1n], [other, 1n]), [keys(1n, [own, 1n])]).is).toBe('others')
  })
})
