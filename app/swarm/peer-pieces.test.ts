import { describe, expect, it } from 'vitest'
import { PeerPieces } from './peer-pieces.ts'

/** Like Node's Buffer, whose `slice` shares its memory: what a socket reads into again and again. */
class SharedBytes extends Uint8Array {
  override slice(start?: number, end?: number): Uint8Array<ArrayBuffer> {
    return this.subarray(start, end)
  }
}

describe('the pieces of a peer', () => {
  it('are kept apart from the bytes they came in', () => {
    const read = new SharedBytes([0b1000_0000, 0])
    const pieces = new PeerPieces(16)
    pieces.replace(read)
    pieces.gain(9)
    expect([...read]).toEqual([0b1000_0000, 0])
    read.fill(0xff)
    expect([pieces.has(0), pieces.has(9), pieces.has(10)]).toEqual([true, true, false])
  })

  it('leave out the bits past the last', () => {
    const pieces = new PeerPieces(10)
    pieces.replace(new Uint8Array([0xff, 0xff]))
    expect(pieces.count).toBe(10)
    expect(pieces.bits).toBeNull()
  })
})
