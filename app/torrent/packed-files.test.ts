import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FileEntry } from './details.ts'
import { packFiles, unpackFiles } from './packed-files.ts'

const name = fc.string({ minLength: 1, maxLength: 8 }).map((each) => each.replaceAll(/[\0/]/g, '_'))
const file: fc.Arbitrary<FileEntry> = fc.record({
  path: fc.array(name, { minLength: 1, maxLength: 4 }),
  length: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
})

describe('the files of a torrent, packed', () => {
  it('are the same when they are unpacked', () => {
    fc.assert(
      fc.property(fc.array(file, { maxLength: 20 }), (files) => {
        expect(unpackFiles(packFiles(files))).toEqual(files)
      }),
    )
  })

  it('keep nothing but paths and lengths', () => {
    const files = [{ path: ['a', 'b'], length: 5, pad: false, original: 'a?' }]
    expect(unpackFiles(packFiles(files))).toEqual([{ path: ['a', 'b'], length: 5 }])
  })
})
