import { describe, expect, it } from 'vitest'
import { Batches } from './batches.ts'

describe('work that comes together', () => {
  it('is done together, in its order, so many at a time', async () => {
    const sizes: number[] = []
    const batches = new Batches(3, (items: readonly number[]) => {
      sizes.push(items.length)
      return items.map((item) => item * 2)
    })
    const answers = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((item) => batches.add(item)))
    expect(answers).toEqual([2, 4, 6, 8, 10, 12, 14])
    expect(sizes).toEqual([3, 3, 1])
  })

  it('lets others have a turn in between', async () => {
    const order: string[] = []
    const batches = new Batches(1, (items: readonly string[]) => {
      order.push(...items)
      return items
    })
    const all = Promise.all(['a', 'b'].map((item) => batches.add(item)))
    setImmediate(() => order.push('other'))
    await all
    expect(order).toEqual(['a', 'other', 'b'])
  })

  it('fails for those it was done for, and goes on', async () => {
    const batches = new Batches(1, (items: readonly number[]) => {
      if (items.includes(1)) throw new Error('no')
      return items
    })
    const outcomes = await Promise.allSettled([1, 2].map((item) => batches.add(item)))
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  })
})
