import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutOf } from './layout.ts'

const specs = fc
  .record({
    files: fc.array(fc.record({ length: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 500 })) }), {
      minLength: 1,
      maxLength: 12,
    }),
    pieceLength: fc.integer({ min: 1, max: 300 }),
  })
  .map((spec) => ({ ...spec, length: spec.files.reduce((sum, file) => sum + file.length, 0) }))
  .filter(({ length }) => length > 0)

/** What each byte of the torrent is: file and place in it. */
const bytesOf = (files: readonly { length: number }[]): string[] =>
  files.flatMap(({ length }, file) => Array.from({ length }, (_, at) => `${file}:${at}`))

describe('the layout', () => {
  it('spreads every range over the files exactly as the bytes lie', () => {
    fc.assert(
      fc.property(specs, fc.nat(), fc.nat(), fc.nat(), (spec, a, b, c) => {
        const layout = layoutOf(spec)
        const piece = a % layout.pieceCount
        const offset = b % layout.pieceSize(piece)
        const length = c % (layout.pieceSize(piece) - offset + 1)
        const start = piece * spec.pieceLength + offset
        const spans = layout.spans(piece, offset, length)
        const spread = spans.flatMap(({ file, fileOffset, length: count }) =>
          Array.from({ length: count }, (_, i) => `${file}:${fileOffset + i}`),
        )
        expect(spread).toEqual(bytesOf(spec.files).slice(start, start + length))
        let at = 0
        for (const span of spans) {
          expect(span.offset).toBe(at)
          at += span.length
        }
      }),
    )
  })

  it('knows which pieces a file is in, and which files a piece has', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const layout = layoutOf(spec)
        const bytes = bytesOf(spec.files)
        for (let piece = 0; piece < layout.pieceCount; piece++) {
          const inside = bytes.slice(piece * spec.pieceLength, (piece + 1) * spec.pieceLength)
          expect(layout.pieceSize(piece)).toBe(inside.length)
          expect(layout.filesOf(piece)).toEqual([...new Set(inside.map((byte) => Number(byte.split(':')[0])))])
        }
        spec.files.forEach((_, file) => {
          const holding = Array.from({ length: layout.pieceCount }, (_each, piece) => piece).filter((piece) =>
            layout.filesOf(piece).includes(file),
          )
          const range = layout.piecesOf(file)
          expect(range === null ? [] : [range.first, range.last]).toEqual(
            holding.length === 0 ? [] : [holding[0], holding.at(-1)],
          )
        })
      }),
    )
  })

  it('refuses what is beyond the piece', () => {
    const layout = layoutOf({ files: [{ length: 10 }], pieceLength: 8, length: 10 })
    expect(() => layout.spans(1, 0, 3)).toThrow(RangeError)
    expect(() => layout.spans(0, -1, 1)).toThrow(RangeError)
  })
})
