import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FileProgress } from './file-progress.ts'

const layout = fc.record({
  files: fc.array(fc.record({ length: fc.nat(40), pad: fc.boolean() }), { minLength: 1, maxLength: 12 }),
  pieceLength: fc.integer({ min: 1, max: 17 }),
  order: fc.array(fc.nat(), { maxLength: 30 }),
  priorities: fc.array(fc.nat(3), { minLength: 12, maxLength: 12 }),
})

describe('file progress', () => {
  it('counts each byte of each piece in its file, once', () => {
    fc.assert(
      fc.property(layout, ({ files, pieceLength, order, priorities }) => {
        const length = files.reduce((sum, file) => sum + file.length, 0)
        const pieces = Math.ceil(length / pieceLength)
        const gained = [...new Set(order.map((n) => (pieces === 0 ? -1 : n % pieces)))].filter((n) => n >= 0)
        const progress = new FileProgress(files, pieceLength, priorities)
        for (const piece of gained) progress.add(piece)
        let at = 0
        let have = 0
        let wanted = 0
        files.forEach((file, index) => {
          let done = 0
          for (let byte = at; byte < at + file.length; byte++)
            if (gained.includes(Math.floor(byte / pieceLength))) done++
          at += file.length
          expect(progress.done(index)).toBe(file.pad ? 0 : done)
          if (!file.pad) have += done
          if (!file.pad && (priorities[index] ?? 0) > 0) wanted += done
        })
        expect(progress.have).toBe(have)
        expect(progress.haveWanted).toBe(wanted)
      }),
    )
  })

  it('is the same from a bitfield as piece by piece', () => {
    fc.assert(
      fc.property(layout, ({ files, pieceLength, order }) => {
        const length = files.reduce((sum, file) => sum + file.length, 0)
        const pieces = Math.ceil(length / pieceLength)
        const bits = new Uint8Array(Math.ceil(pieces / 8))
        const one = new FileProgress(files, pieceLength, null)
        for (const piece of new Set(order.map((n) => n % Math.max(1, pieces)))) {
          if (piece >= pieces) continue
          bits[piece >> 3] = (bits[piece >> 3] ?? 0) | (0x80 >> (piece & 7))
          one.add(piece)
        }
        const other = new FileProgress(files, pieceLength, null)
        other.reset(bits)
        expect(other.have).toBe(one.have)
        expect(other.wanted).toBe(one.wanted)
      }),
    )
  })
})
