import { describe, expect, it } from 'vitest'
import { sameNumbers } from './steady.ts'

describe('lists of numbers', () => {
  it('are the same when every number is', () => {
    expect(sameNumbers(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true)
    expect(sameNumbers(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
    expect(sameNumbers(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false)
  })
})
