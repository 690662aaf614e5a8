import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCK, PiecePicker, type BlockRef, type PickerSpec } from './picker.ts'

const make = (spec: Partial<PickerSpec> & { pieces: number; blocks?: number }): PiecePicker<string> => {
  const { pieces, blocks = 2 } = spec
  return new PiecePicker<string>({
    pieceLength: blocks * BLOCK,
    length: pieces * blocks * BLOCK,
    have: new Uint8Array(Math.ceil(pieces / 8)),
    priorities: new Uint8Array(pieces).fill(2),
    edges: new Uint8Array(pieces),
    random: () => 0.5,
    ...spec,
  })
}
const all = () => true
const key = ({ piece, block }: BlockRef): string => `${piece}:${block}`

describe('the picker', () => {
  it('finishes what is begun before it begins another piece', () => {
    const picker = make({ pieces: 4, blocks: 4 })
    const [first] = picker.pick('a', all, 1)
    const more = picker.pick('b', all, 3)
    expect(new Set(more.map((ref) => ref.piece))).toEqual(new Set([first?.piece]))
  })

  it('begins with the rarest piece', () => {
    const picker = make({ pieces: 3 })
    for (const piece of [0, 1, 1, 2, 2]) picker.seen(piece, 1)
    expect(picker.pick('a', all, 1)[0]?.piece).toBe(0)
  })

  it('begins with the highest priority, however common it is', () => {
    const picker = make({ pieces: 3, priorities: Uint8Array.of(1, 3, 2) })
    for (const piece of [1, 1, 1]) picker.seen(piece, 1)
    expect(picker.pick('a', all, 6).map((ref) => ref.piece)).toEqual([1, 1, 2, 2, 0, 0])
  })

  it('takes pieces in order when asked to', () => {
    const picker = make({ pieces: 4 })
    picker.setOrder({ sequential: true, firstLast: false })
    for (const piece of [0, 0, 1, 1, 1]) picker.seen(piece, 1)
    expect(picker.pick('a', all, 8).map((ref) => ref.piece)).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
  })

  it('takes first and last pieces before the rest of their priority', () => {
    const picker = make({ pieces: 5, blocks: 1, edges: Uint8Array.of(1, 0, 0, 0, 1) })
    picker.setOrder({ sequential: true, firstLast: true })
    expect(picker.pick('a', all, 5).map((ref) => ref.piece)).toEqual([0, 4, 1, 2, 3])
  })

  it('never asks for what is skipped or here', () => {
    const picker = make({ pieces: 3, have: Uint8Array.of(0b0100_0000), priorities: Uint8Array.of(0, 2, 2) })
    expect(picker.pick('a', all, 10).every((ref) => ref.piece === 2)).toBe(true)
  })

  it('asks only for what the peer has', () => {
    const picker = make({ pieces: 5 })
    expect(picker.pick('a', (piece) => piece === 3, 10).map((ref) => ref.piece)).toEqual([3, 3])
  })

  it('asks a second peer for the same block only when nothing else is left, and never the same peer twice', () => {
    const picker = make({ pieces: 1, blocks: 2 })
    expect(picker.pick('a', all, 2)).toHaveLength(2)
    expect(picker.pick('a', all, 2)).toHaveLength(0)
    expect(picker.pick('b', all, 2)).toHaveLength(2)
    const outcome = picker.received('b', 0, 0)
    expect(outcome).toEqual({ kind: 'taken', complete: false, others: ['a'] })
    expect(picker.received('a', 0, 0)).toEqual({ kind: 'unwanted' })
  })

  it('gives a released block to the next who can have it', () => {
    const picker = make({ pieces: 2, blocks: 1 })
    const [ref] = picker.pick('a', all, 1)
    if (!ref) throw new Error('nothing picked')
    picker.release('a', ref.piece, ref.block)
    expect(picker.pick('b', (piece) => piece === ref.piece, 1)).toEqual([ref])
  })

  it('starts a piece that failed its hash from nothing', () => {
    const picker = make({ pieces: 1 })
    for (const ref of picker.pick('a', all, 2)) picker.received('a', ref.piece, ref.block)
    picker.reset(0)
    expect(picker.pick('a', all, 2)).toHaveLength(2)
  })

  it('goes on with a piece of an earlier session where it stopped', () => {
    const picker = make({ pieces: 1, blocks: 3 })
    picker.restore(0, Uint8Array.of(1, 0, 1))
    expect(picker.pick('a', all, 3)).toEqual([{ piece: 0, block: 1 }])
    expect(picker.received('a', 0, 1)).toMatchObject({ complete: true })
  })

  it('gets every wanted block exactly once before endgame, whatever peers do', () => {
    const step = fc.record({
      peer: fc.constantFrom('a', 'b', 'c'),
      act: fc.constantFrom('pick', 'receive', 'release'),
      count: fc.integer({ min: 1, max: 5 }),
    })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(step, { maxLength: 80 }),
        (pieces, blocks, steps) => {
          const picker = make({ pieces, blocks })
          const asked = new Map<string, Map<string, BlockRef>>([
            ['a', new Map()],
            ['b', new Map()],
            ['c', new Map()],
          ])
          const got = new Map<string, number>()
          const begun = new Set<number>()
          const run = (peer: string, act: string, count: number): void => {
            const mine = asked.get(peer) ?? new Map<string, BlockRef>()
            if (act === 'pick') {
              for (const ref of picker.pick(peer, all, count)) {
                const elsewhere = [...asked.values()].some((refs) => refs.has(key(ref)))
                begun.add(ref.piece)
                if (elsewhere) expect(begun.size).toBe(pieces)
                expect(mine.has(key(ref))).toBe(false)
                mine.set(key(ref), ref)
              }
            }
            const ref = [...mine.values()][0]
            if (!ref || act === 'pick') return
            mine.delete(key(ref))
            if (act === 'release') return picker.release(peer, ref.piece, ref.block)
            const outcome = picker.received(peer, ref.piece, ref.block)
            if (outcome.kind === 'unwanted') return
            for (const other of outcome.others) asked.get(other)?.delete(key(ref))
            got.set(key(ref), (got.get(key(ref)) ?? 0) + 1)
            if (outcome.complete) picker.verified(ref.piece)
          }
          for (const { peer, act, count } of steps) run(peer, act, count)
          for (let turn = 0; picker.wantedMissing > 0; turn++) {
            expect(turn).toBeLessThan(2_000)
            for (const peer of ['a', 'b', 'c']) {
              run(peer, 'pick', 3)
              run(peer, 'receive', 1)
            }
          }
          expect(got.size).toBe(pieces * blocks)
          expect([...got.values()].every((times) => times === 1)).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})
