import { describe, expect, it } from 'vitest'
import { Pipeline } from './pipeline.ts'

const RATE = 16_384

describe('what is asked of a peer ahead', () => {
  it('is a second of what it sends', () => expect(new Pipeline().depth(100 * RATE, 2_000, 0)).toBe(100))
  it('gives a slow or new peer a start', () => expect(new Pipeline().depth(0, 2_000, 0)).toBe(32))
  it('is never more than it takes', () => expect(new Pipeline().depth(9_000 * RATE, 10, 0)).toBe(10))

  it('is shared when many are asked, down to what each needs to be of use', () => {
    const pipeline = new Pipeline()
    pipeline.survey(5)
    expect(pipeline.depth(9_000 * RATE, 2_000, 0)).toBe(1_024)
    pipeline.survey(1_000)
    expect(pipeline.depth(9_000 * RATE, 2_000, 0)).toBe(32)
    pipeline.survey(0)
    expect(pipeline.depth(9_000 * RATE, 2_000, 0)).toBe(1_500)
  })

  it('is less, but never nothing, the more waits for the disk', () => {
    const pipeline = new Pipeline()
    pipeline.survey(4)
    expect(pipeline.depth(9_000 * RATE, 2_000, 48 * 1_048_576)).toBe(512)
    expect(pipeline.depth(9_000 * RATE, 2_000, 80 * 1_048_576)).toBe(32)
  })
})
