import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { finalName, isPartName, partName } from './file-name.ts'

const names = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 255 })
  .filter((name) => Buffer.byteLength(name) <= 255)

describe('names on disk', () => {
  it('number what is in the way', () => {
    expect([0, 1, 2].map((n) => finalName('a.tar.gz', n))).toEqual(['a.tar.gz', 'a.tar (1).gz', 'a.tar (2).gz'])
    expect([0, 1].map((n) => finalName('.bashrc', n))).toEqual(['.bashrc', '.bashrc (1)'])
    expect([0, 1].map((n) => finalName('a.part', n))).toEqual(['a.part', 'a.part (1)'])
    expect([0, 1].map((n) => partName('a.txt', n))).toEqual(['a.txt.part', 'a.txt (1).part'])
  })

  it('fit in 255 bytes, and tell incomplete from complete', () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 0, max: 999 }), (name, n) => {
        for (const onDisk of [partName(name, n), finalName(name, n)])
          expect(Buffer.byteLength(onDisk)).toBeLessThan(256)
        expect(isPartName(name, partName(name, n))).toBe(partName(name, n) !== name)
        expect(isPartName(name, finalName(name, n))).toBe(false)
      }),
    )
  })
})
