import { describe, expect, it } from 'vitest'
import { BLOCK, PiecePicker } from './picker.ts'
import type { PickerSpec } from './picker-spec.ts'
import { setPiece } from './piece-bits.ts'

const bitsOf = (count: number, pieces: readonly number[]): Uint8Array => {
  const bits = new Uint8Array(Math.ceil(count / 8))
  for (const piece of pieces) setPiece(bits, piece)
  return bits
}

/** Peers a, b and c have everything. */
const make = (spec: Partial<PickerSpec> & { pieces: number; blocks?: number }): PiecePicker<string> => {
  const { pieces, blocks = 2 } = spec
  const picker = new PiecePicker<string>({
    pieceLength: blocks * BLOCK,
    length: pieces * blocks * BLOCK,
    have: new Uint8Array(Math.ceil(pieces / 8)),
    priorities: new Uint8Array(pieces).fill(2),
    edges: new Uint8Array(pieces),
    random: () => 0.5,
    ...spec,
  })
  for (const peer of ['a', 'b', 'c']) {
    picker.join(peer)
    picker.learn(peer, 'all')
  }
  return picker
}
/** A peer with these pieces only. */
const joins = (picker: PiecePicker<string>, peer: string, pieces: readonly number[]): void => {
  picker.join(peer)
  picker.learn(peer, bitsOf(picker.pieceCount, pieces))
}
const pieces = (refs: readonly { readonly piece: number }[]): number[] => refs.map((ref) => ref.piece)

describe('the picker', () => {
  it('finishes what is begun before it begins another piece', () => {
    const picker = make({ pieces: 4, blocks: 4 })
    const [first] = picker.pick('a', 1)
    const more = picker.pick('b', 3)
    expect(new Set(more.map((ref) => ref.piece))).toEqual(new Set([first?.piece]))
  })

  it('begins with the rarest piece', () => {
    const picker = make({ pieces: 3 })
    for (const peer of ['d', 'e']) joins(picker, peer, [1, 2])
    expect(picker.pick('a', 1)[0]?.piece).toBe(0)
  })

  it('begins with the highest priority, however common it is', () => {
    const picker = make({ pieces: 3, priorities: Uint8Array.of(1, 3, 2) })
    for (const peer of ['d', 'e', 'f']) joins(picker, peer, [1])
    expect(pieces(picker.pick('a', 6))).toEqual([1, 1, 2, 2, 0, 0])
  })

  it('takes pieces in order when asked to', () => {
    const picker = make({ pieces: 4 })
    picker.setOrder({ sequential: true, firstLast: false })
    for (const peer of ['d', 'e']) joins(picker, peer, [0, 1])
    expect(pieces(picker.pick('a', 8))).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
  })

  it('takes first and last pieces before the rest of their priority', () => {
    const picker = make({ pieces: 5, blocks: 1, edges: Uint8Array.of(1, 0, 0, 0, 1) })
    picker.setOrder({ sequential: true, firstLast: true })
    expect(pieces(picker.pick('a', 5))).toEqual([0, 4, 1, 2, 3])
  })

  it('never asks for what is skipped or here', () => {
    const picker = make({ pieces: 3, have: Uint8Array.of(0b0100_0000), priorities: Uint8Array.of(0, 2, 2) })
    expect(picker.pick('a', 10).every((ref) => ref.piece === 2)).toBe(true)
  })

  it('asks only for what the peer has', () => {
    const picker = make({ pieces: 5 })
    joins(picker, 'd', [3])
    expect(pieces(picker.pick('d', 10))).toEqual([3, 3])
  })

  it('asks a second peer for the same block only when nothing else is left, and never the same peer twice', () => {
    const picker = make({ pieces: 1, blocks: 2 })
    expect(picker.pick('a', 2)).toHaveLength(2)
    expect(picker.pick('a', 2)).toHaveLength(0)
    expect(picker.pick('b', 2)).toHaveLength(2)
    const outcome = picker.received('b', 0, 0)
    expect(outcome).toEqual({ kind: 'taken', complete: false, others: ['a'] })
    expect(picker.received('a', 0, 0)).toEqual({ kind: 'unwanted' })
  })

  it('gives a released block to the next who can have it', () => {
    const picker = make({ pieces: 2, blocks: 1 })
    const [ref] = picker.pick('a', 1)
    if (!ref) throw new Error('nothing picked')
    picker.release('a', ref.piece, ref.block)
    joins(picker, 'd', [ref.piece])
    expect(picker.pick('d', 1)).toEqual([ref])
  })

  it('starts a piece that failed its hash from nothing', () => {
    const picker = make({ pieces: 1 })
    for (const ref of picker.pick('a', 2)) picker.received('a', ref.piece, ref.block)
    picker.reset(0)
    expect(picker.pick('a', 2)).toHaveLength(2)
  })

  it('goes on with a piece of an earlier session where it stopped', () => {
    const picker = make({ pieces: 1, blocks: 3 })
    picker.restore(0, Uint8Array.of(1, 0, 1))
    expect(picker.pick('a', 3)).toEqual([{ piece: 0, block: 1 }])
    expect(picker.received('a', 0, 1)).toMatchObject({ complete: true })
  })

  it('goes to a piece of higher priority before it finishes one of lower', () => {
    const picker = make({ pieces: 2, blocks: 4 })
    const [first] = picker.pick('a', 1)
    const other = 1 - (first?.piece ?? 0)
    expect(picker.setPriorities(Uint8Array.from([0, 1], (piece) => (piece === other ? 3 : 2)))).toEqual([])
    expect(pieces(picker.pick('a', 5))).toEqual([other, other, other, other, first?.piece])
  })

  it('takes back what it asked for once it is not wanted', () => {
    const picker = make({ pieces: 2, blocks: 1 })
    picker.pick('a', 2)
    expect(picker.setPriorities(Uint8Array.of(0, 2))).toEqual([{ peer: 'a', piece: 0, block: 0 }])
    expect(picker.usefulOf('a')).toBe(1)
    picker.setPriorities(Uint8Array.of(2, 2))
    expect(picker.pick('b', 1)).toEqual([{ piece: 0, block: 0 }])
  })

  it('takes what a peer gains at once, although the order was made before', () => {
    const picker = make({ pieces: 50, blocks: 1 })
    joins(picker, 'd', [3])
    expect(picker.pick('d', 5)).toEqual([{ piece: 3, block: 0 }])
    for (const piece of [0, 49, 20]) expect(picker.gain('d', piece)).toBe(true)
    expect(new Set(pieces(picker.pick('d', 5)))).toEqual(new Set([0, 49, 20]))
    expect(picker.gain('d', 20)).toBe(false)
  })

  it('finds the one piece that a peer has, wherever it is in the order', () => {
    const picker = make({ pieces: 20_000, blocks: 1 })
    const [begun] = picker.pick('a', 1)
    const found = [5, 9_999, 19_995].map((piece) => {
      joins(picker, `only ${piece}`, [piece])
      return pieces(picker.pick(`only ${piece}`, 1))[0]
    })
    expect(begun?.piece).not.toBe(undefined)
    expect(found).toEqual([5, 9_999, 19_995])
  })

  it('begins with what is due first, and asks a second peer for what is late', () => {
    const picker = make({ pieces: 5, blocks: 2 })
    picker.setDeadlines([
      { piece: 4, at: 9_000 },
      { piece: 2, at: 5_000 },
    ])
    expect(pieces(picker.pick('a', 4, 0))).toEqual([2, 2, 4, 4])
    expect(pieces(picker.pick('b', 2, 1_000))).not.toContain(2)
    expect(pieces(picker.pick('b', 4, 3_500)).slice(0, 2)).toEqual([2, 2])
    expect(pieces(picker.pick('c', 4, 3_500))).not.toContain(2)
    expect(picker.received('b', 2, 0)).toMatchObject({ kind: 'taken', others: ['a'] })
  })

  it('asks one peer alone for a piece it was given, until that peer leaves', () => {
    const picker = make({ pieces: 2, blocks: 3 })
    expect(picker.exclusive(1, 'b')).toBe(true)
    expect(picker.exclusive(1, 'a')).toBe(false)
    expect(pieces(picker.pick('a', 9))).toEqual([0, 0, 0])
    expect(pieces(picker.pick('c', 9))).not.toContain(1)
    expect(pieces(picker.pick('b', 1))).toEqual([1])
    expect(pieces(picker.pick('c', 9))).not.toContain(1)
    picker.release('b', 1, 0)
    picker.leave('b')
    expect(pieces(picker.pick('c', 9))).toEqual([1, 1, 1])
  })

  it('asks a sole source alone for what it begins, and leaves to it what others began only at the end', () => {
    const picker = make({ pieces: 4, blocks: 3 })
    const [begun] = picker.pick('a', 1)
    picker.setSole('b', true)
    const own = new Set(pieces(picker.pick('b', 4)))
    expect(own.has(begun?.piece ?? -1)).toBe(false)
    expect(own.size).toBe(2)
    // What is free of its pieces is not for others while they have anything else to do.
    expect(pieces(picker.pick('c', 5)).filter((piece) => own.has(piece))).toEqual([])
    expect(pieces(picker.pick('c', 9)).every((piece) => own.has(piece))).toBe(true)
  })

  it('has a sole source help with what others began when it has nothing else to do', () => {
    const picker = make({ pieces: 1, blocks: 3 })
    picker.pick('a', 1)
    picker.setSole('b', true)
    expect(pieces(picker.pick('b', 9))).toEqual([0, 0])
  })

  it('gives nobody a piece alone that others are at', () => {
    const picker = make({ pieces: 1, blocks: 3 })
    picker.pick('a', 1)
    expect(picker.exclusive(0, 'b')).toBe(false)
    joins(picker, 'd', [])
    expect(picker.exclusive(0, 'd')).toBe(false)
  })

  it('fetches a piece that failed from one peer, unless nobody else has anything to do', () => {
    const picker = make({ pieces: 2, blocks: 2 })
    for (const ref of picker.pick('a', 2)) picker.received('a', ref.piece, ref.block)
    const failed = picker.progressOf(0) ? 0 : 1
    picker.reset(failed, 'alone')
    expect(pieces(picker.pick('a', 1))).toEqual([failed])
    expect(pieces(picker.pick('b', 1))).toEqual([1 - failed])
    expect(pieces(picker.pick('b', 1))).toEqual([1 - failed])
    expect(pieces(picker.pick('b', 1))).toEqual([failed])
  })

  it('keeps a piece that failed again with one peer, whatever others have to do', () => {
    const picker = make({ pieces: 1, blocks: 2 })
    picker.reset(0, 'strict')
    expect(picker.pick('a', 1)).toHaveLength(1)
    expect(picker.pick('b', 2)).toEqual([])
    picker.release('a', 0, 0)
    expect(picker.pick('b', 2)).toHaveLength(2)
  })

  it('asks twice only when every block is asked for that somebody has', () => {
    const picker = make({ pieces: 3, blocks: 2 })
    for (const peer of ['a', 'b', 'c']) picker.leave(peer)
    joins(picker, 'd', [0, 1])
    joins(picker, 'e', [0])
    expect(picker.pick('d', 3)).toHaveLength(3)
    picker.refresh()
    const early = picker.pick('e', 4)
    expect(new Set(early.map((ref) => `${ref.piece}:${ref.block}`)).size).toBe(early.length)
    expect(early.every((ref) => ref.piece === 0)).toBe(true)
    picker.pick('d', 9)
    picker.refresh()
    for (const ref of early) picker.release('e', ref.piece, ref.block)
    picker.pick('d', 9)
    // Piece 2 is with nobody: it does not keep the others waiting.
    expect(pieces(picker.pick('e', 9))).toEqual([0, 0])
  })

  it('counts copies: seeds whole, the rest by the rarest piece', () => {
    const picker = make({ pieces: 4 })
    expect(picker.availability.copies()).toBe(3)
    joins(picker, 'd', [0, 1])
    expect(picker.availability.copies()).toBe(3.5)
    joins(picker, 'e', [1, 2, 3])
    expect(picker.availability.copies()).toBe(4.25)
    expect([0, 1, 2, 3].map((piece) => picker.availability.of(piece))).toEqual([4, 5, 4, 4])
    expect(picker.availability.least(1, 3)).toBe(4)
    picker.leave('d')
    picker.leave('a')
    expect(picker.availability.copies()).toBe(2.75)
  })

  it('gives a source that asks for much neighbouring blocks, through pieces that nobody has begun', () => {
    const picker = make({ pieces: 6, blocks: 2 })
    picker.setOrder({ sequential: true, firstLast: false })
    expect(picker.pickRun('a', 5, 0, -1)).toEqual([
      { piece: 0, block: 0 },
      { piece: 0, block: 1 },
      { piece: 1, block: 0 },
      { piece: 1, block: 1 },
      { piece: 2, block: 0 },
    ])
    expect(pieces(picker.pick('b', 1))).toEqual([2])
    expect(picker.pickRun('a', 9, 0, 3)).toHaveLength(6)
  })

  it('goes on where the last run ended, unless something is more urgent', () => {
    const picker = make({ pieces: 8, priorities: Uint8Array.of(2, 2, 2, 2, 2, 2, 2, 3) })
    expect(pieces(picker.pickRun('a', 9, 0, 3))).toEqual([7, 7])
    expect(pieces(picker.pickRun('a', 4, 0, 3))).toEqual([3, 3, 4, 4])
    expect(pieces(picker.pickRun('b', 2, 0, 5))).toEqual([5, 5])
  })

  it('ends a run where a piece is another level, skipped, here, begun by others, or not held', () => {
    const have = bitsOf(9, [3])
    const picker = make({ pieces: 9, have, priorities: Uint8Array.of(2, 2, 1, 2, 2, 0, 2, 2, 2) })
    expect(pieces(picker.pickRun('a', 99, 0, 0))).toEqual([0, 0, 1, 1])
    expect(pieces(picker.pickRun('a', 99, 0, 4))).toEqual([4, 4])
    picker.reset(7, 'alone')
    picker.claim('b', 7, 0)
    expect(pieces(picker.pickRun('a', 99, 0, 6))).toEqual([6, 6])
    joins(picker, 'd', [8])
    expect(picker.claim('d', 7, 1)).toBe(false)
    expect(pieces(picker.pickRun('d', 99, 0, 7))).toEqual([8, 8])
  })

  it('fills up what others have begun once nothing is left to begin', () => {
    const picker = make({ pieces: 2, blocks: 3 })
    picker.pick('b', 1)
    expect(picker.pickRun('a', 9, 0, -1)).toHaveLength(3)
    expect(picker.pickRun('a', 9, 0, -1)).toHaveLength(2)
  })
})
