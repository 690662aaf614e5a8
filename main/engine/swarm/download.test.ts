import { describe, expect, it } from 'vitest'
import type { TorrentStore } from '../storage/store.ts'
import { Download } from './download.ts'
import { PieceBuffers } from './piece-buffers.ts'

const nothing = (): void => undefined

/** Three pieces of ten bytes and one of four; `have`: a bit each. */
const downloadWith = (have: number): Download =>
  new Download(
    {
      rawInfo: new Uint8Array(),
      pieceLength: 10,
      length: 34,
      hashes: new Uint8Array(80),
      store: {} as TorrentStore,
      have: Uint8Array.of(have),
      partials: [],
      priorities: Uint8Array.of(2, 2, 0, 2),
      edges: new Uint8Array(4),
    },
    { settled: nothing, gained: nothing, failed: nothing, lied: nothing },
    new PieceBuffers(),
  )

describe('what is left to be had', () => {
  it.each([
    ['nothing is here', 0b0000_0000, 34],
    ['a piece is here', 0b0100_0000, 24],
    ['the short last piece is here', 0b0001_0000, 30],
    ['that and others are here', 0b1101_0000, 10],
    ['all but the short last piece is here', 0b1110_0000, 4],
    ['all is here', 0b1111_0000, 0],
  ])('is counted to the byte: %s', (_, have, left) => {
    const download = downloadWith(have)
    expect(download.left).toBe(left)
    download.picker.verified(2)
    expect(download.left).toBe((have & 0b0010_0000) === 0 ? left - 10 : left)
  })
})
