import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { availabilityStrength, haveColumns, missingShare, rarestColumns } from './piece-columns.ts'

const bins = fc.uint8Array({ minLength: 1, maxLength: 600 })
const columns = fc.integer({ min: 1, max: 900 })

describe('the pieces bar', () => {
  it('is full only where nothing is missing and empty only where nothing is there', () => {
    fc.assert(
      fc.property(bins, columns, (have, width) => {
        const full = haveColumns(
          Uint8Array.from(have, () => 255),
          width,
        )
        expect(full.every((share) => share === 1)).toBe(true)
        const mixed = haveColumns(have, width)
        expect(mixed).toHaveLength(width)
        expect(mixed.every((share) => share >= 0 && share <= 1)).toBe(true)
        if (have.every((bin) => bin > 0 && bin < 255)) expect(mixed.every((s) => s > 0 && s < 1)).toBe(true)
      }),
    )
  })

  it('still shows one missing bin in thousands', () => {
    const have = new Uint8Array(5000).fill(255)
    have[2500] = 0
    expect(haveColumns(have, 300).some((share) => share < 1)).toBe(true)
  })

  it('is empty without bins', () => expect([...haveColumns(new Uint8Array(), 3)]).toEqual([0, 0, 0]))
})

describe('the availability bar', () => {
  it('shows the rarest piece of every column, and every bin in some column', () => {
    fc.assert(
      fc.property(bins, columns, (availability, width) => {
        const shown = rarestColumns(availability, width)
        const rarest = Math.min(...availability)
        if (width <= availability.length) expect(Math.min(...shown)).toBe(rarest)
        else expect(Math.min(...shown)).toBeGreaterThanOrEqual(rarest)
      }),
    )
  })

  it('grows stronger with every doubling until it is full', () => {
    expect(availabilityStrength(0)).toBe(0)
    expect(availabilityStrength(2)).toBeGreaterThan(availabilityStrength(1))
    expect(availabilityStrength(200)).toBe(1)
  })

  it('counts as missing only what we lack too', () => {
    expect(missingShare(Uint8Array.of(255, 0, 0, 255), Uint8Array.of(0, 0, 3, 4))).toBe(0.25)
    expect(missingShare(new Uint8Array(), new Uint8Array())).toBe(0)
  })
})
