import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatExactRate,
  formatExactSize,
  formatRate,
  formatRoundRate,
  formatSize,
  formatSizePair,
  scaleOf,
  steadyScale,
} from './bytes.ts'

const system = fc.constantFrom('binary' as const, 'decimal' as const)
const bytes = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })

describe('sizes', () => {
  it('uses the symbols of the chosen system and never mixes them', () => {
    expect(formatSize(15_246_819_328, 'binary')).toBe('14.1 GiB')
    expect(formatSize(15_246_819_328, 'decimal')).toBe('15.2 GB')
    expect(formatSize(64 * 1024 * 1024, 'binary')).toBe('64.0 MiB')
  })

  it('shows single bytes without decimals', () => {
    expect(formatSize(0, 'binary')).toBe('0 B')
    expect(formatSize(999, 'decimal')).toBe('999 B')
    expect(formatSize(1000, 'decimal')).toBe('1.0 kB')
  })

  it('drops the decimals from one hundred on', () => {
    expect(formatSize(152 * 1024, 'binary')).toBe('152 KiB')
  })

  it('never shows more than there is', () => {
    fc.assert(
      fc.property(bytes, system, (n, units) => {
        const shown = Number.parseFloat(formatSize(n, units).replaceAll(',', ''))
        expect(shown * (units === 'binary' ? 1024 : 1000) ** scaleOf(n, units)).toBeLessThanOrEqual(n * (1 + 1e-12))
      }),
    )
  })

  it('gives every digit in the exact form', () => {
    expect(formatExactSize(15_246_819_328)).toBe('15,246,819,328 bytes')
    expect(formatExactSize(1)).toBe('1 byte')
    expect(formatExactRate(2048)).toBe('2,048 bytes per second')
  })

  it('puts a pair into the unit of the whole', () => {
    expect(formatSizePair(512 * 1024 ** 2, 2 * 1024 ** 3, 'binary')).toEqual({ part: '0.5 GiB', total: '2.0 GiB' })
  })
})

describe('rates', () => {
  it('starts at KiB, and says plain zero when nothing flows', () => {
    expect(formatRate(0, 'binary')).toBe('0 B/s')
    expect(formatRate(512, 'binary')).toBe('0.5 KiB/s')
    expect(formatRate(12_400_000, 'decimal')).toBe('12.4 MB/s')
  })

  it('drops the decimals of round figures on an axis', () => {
    expect(formatRoundRate(16 * 1024 ** 2, 'binary')).toBe('16 MiB/s')
    expect(formatRoundRate(500_000, 'decimal')).toBe('500 kB/s')
  })

  it('stays in its unit until the value has clearly left it', () => {
    const mib = 1024 ** 2
    expect(steadyScale(mib, 'binary', null)).toBe(2)
    expect(steadyScale(0.95 * mib, 'binary', 2)).toBe(2)
    expect(formatRate(0.95 * mib, 'binary', 2)).toBe('0.9 MiB/s')
    expect(steadyScale(0.7 * mib, 'binary', 2)).toBe(1)
    expect(steadyScale(0.95 * mib, 'binary', 1)).toBe(1)
  })

  it('never flips back and forth for values that differ by less than a tenth', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 40 }),
        fc.double({ min: 0.95, max: 1, noNaN: true }),
        system,
        (n, f, units) => {
          const first = steadyScale(n, units, null)
          const second = steadyScale(n * f, units, first)
          expect(steadyScale(n, units, second)).toBe(second)
        },
      ),
    )
  })
})
