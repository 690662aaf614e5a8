import { describe, expect, it } from 'vitest'
import { Idleness } from './idleness.ts'

describe('Idleness', () => {
  it('takes a minute without a real rate', () => {
    const idleness = new Idleness(1_000)
    expect(idleness.look(0, 60_999)).toBe(false)
    expect(idleness.look(2_000, 61_000)).toBe(true)
  })

  it('ends at once when something moves, and takes another minute to come back', () => {
    const idleness = new Idleness(0)
    expect(idleness.look(0, 60_000)).toBe(true)
    expect(idleness.look(10_000, 61_000)).toBe(false)
    expect(idleness.look(0, 120_999)).toBe(false)
    expect(idleness.look(0, 121_000)).toBe(true)
  })
})
