import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PieceBuffers } from './piece-buffers.ts'

const KIB = 1024

describe('the memory for pieces', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('gives a buffer out again, but never one to two', () => {
    const buffers = new PieceBuffers()
    const first = buffers.take(KIB)
    buffers.give(first)
    expect(buffers.take(KIB)).toBe(first)
    expect(buffers.take(KIB)).not.toBe(first)
  })

  it('gives buffers of the length asked for', () => {
    const buffers = new PieceBuffers()
    buffers.give(new Uint8Array(KIB))
    expect(buffers.take(2 * KIB).length).toBe(2 * KIB)
  })

  it('keeps no more than its limit', () => {
    const buffers = new PieceBuffers(2 * KIB)
    for (let count = 0; count < 5; count++) buffers.give(new Uint8Array(KIB))
    expect(buffers.bytes).toBe(2 * KIB)
  })

  it('lets go what nobody takes, and keeps what is in use', () => {
    const buffers = new PieceBuffers()
    for (let count = 0; count < 4; count++) buffers.give(new Uint8Array(KIB))
    vi.advanceTimersByTime(1000)
    const [one, two] = [buffers.take(KIB), buffers.take(KIB)]
    buffers.give(one)
    buffers.give(two)
    vi.advanceTimersByTime(1000)
    expect(buffers.bytes).toBe(2 * KIB)
    vi.advanceTimersByTime(2000)
    expect(buffers.bytes).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })
})
