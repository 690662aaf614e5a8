import { describe, expect, it } from 'vitest'
import { PieceWrites } from './piece-writes.ts'
import { WaitingPieces } from './waiting-pieces.ts'

/** A quarter of what is much, and alone as much as is written at once. */
const LENGTH = 4 * 1_048_576

const sample = (plain: (piece: number) => boolean = () => true) => {
  const waiting = new WaitingPieces()
  const begun: number[] = []
  const ends = new Map<number, { resolve(): void; reject(reason: unknown): void }>()
  const refusals: unknown[] = []
  const state = { mayWrite: true }
  const writes = new PieceWrites({
    waiting,
    mayWrite: () => state.mayWrite,
    isPlain: plain,
    write: (piece) => {
      begun.push(piece)
      return new Promise((resolve, reject) => ends.set(piece, { resolve, reject }))
    },
    onRefused: (error) => {
      refusals.push(error)
      state.mayWrite = false
    },
  })
  const wait = (pieces: number, length = LENGTH): void => {
    for (let piece = 0; piece < pieces; piece++) void waiting.add(piece, new Uint8Array(length))
    writes.pump()
  }
  const written = async (piece: number): Promise<void> => {
    waiting.done(piece)
    ends.get(piece)?.resolve()
    await Promise.resolve()
    await Promise.resolve()
  }
  return { writes, begun, ends, refusals, state, wait, written }
}

describe('the way of pieces to the disk', () => {
  it('is gone by one at a time while little waits', async () => {
    const { begun, wait, written } = sample()
    wait(3)
    expect(begun).toEqual([0])
    await written(0)
    expect(begun).toEqual([0, 1])
  })

  it('is gone by two at once when much waits, however long they are', async () => {
    const { begun, wait, written } = sample()
    wait(9)
    expect(begun).toEqual([0, 1])
    await written(1)
    expect(begun).toEqual([0, 1, 2])
  })

  it('is gone by more at once when they are small: as many as make 2 MiB, and no more than a few', () => {
    const middling = sample()
    middling.wait(80, LENGTH / 16)
    expect(middling.begun.length).toBe(8)
    const small = sample()
    small.wait(400, LENGTH / 64)
    expect(small.begun.length).toBe(16)
  })

  it('is for one alone that needs more than its bytes written', async () => {
    const { begun, wait, written } = sample((piece) => piece !== 1)
    wait(9)
    expect(begun).toEqual([0])
    await written(0)
    expect(begun).toEqual([0, 1])
    await written(1)
    expect(begun).toEqual([0, 1, 2, 3])
  })

  it('is idle only when all that were begun have ended', async () => {
    const { writes, state, wait, written } = sample()
    wait(9)
    state.mayWrite = false
    let isIdle = false
    void writes.idle().then(() => (isIdle = true))
    await written(1)
    expect(isIdle).toBe(false)
    await written(0)
    expect(isIdle).toBe(true)
  })

  it('begins none after a refusal, and hears of each', async () => {
    const { writes, begun, ends, refusals, wait } = sample()
    wait(9)
    ends.get(0)?.reject('full')
    ends.get(1)?.reject('full too')
    await writes.idle()
    expect(refusals).toEqual(['full', 'full too'])
    expect(begun).toEqual([0, 1])
  })
})
